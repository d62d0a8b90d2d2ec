"""The audit page says whom an act was about, though the trail keeps no name."""

from django.test import Client

from skillmark.platform.events.models import AuditEntry
from skillmark.platform.issuing.models import Credential
from skillmark.platform.orgs.models import Organisation


def test_an_act_leads_to_the_credential_it_was_done_to(
    credential: Credential, organisation: Organisation, studio: Client
) -> None:
    page = studio.get(f"/studio/{organisation.slug}/audit").content.decode()
    assert f"/studio/{organisation.slug}/credentials/{credential.pk}" in page
    assert credential.award.recipient_name in page
    kept = AuditEntry.objects.filter(object_id=str(credential.pk))
    assert kept
    assert all(credential.award.recipient_name not in str(vars(entry)) for entry in kept)
