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


def test_acts_are_found_by_the_name_of_the_holder(
    credential: Credential, organisation: Organisation, studio: Client
) -> None:
    trail = f"/studio/{organisation.slug}/audit"
    found = studio.get(trail, {"q": credential.award.recipient_name.upper()})
    assert {line.row.object_id for line in found.context["lines"]} == {str(credential.pk)}


def test_a_credential_leads_to_its_history(
    credential: Credential, organisation: Organisation, studio: Client
) -> None:
    page = studio.get(f"/studio/{organisation.slug}/credentials/{credential.pk}").text
    history = f"/studio/{organisation.slug}/audit?object=credential:{credential.pk}"
    assert history in page
    assert "The history of" in studio.get(history).text
