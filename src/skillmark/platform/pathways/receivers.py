"""What pathways hear of: credentials issued or changed, taken, and addresses proven."""

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from skillmark.platform.issuing import signals
from skillmark.platform.issuing.models import ClaimLink, Credential
from skillmark.platform.pathways.models import Cause, PathwayAward
from skillmark.platform.pathways.services import marking
from skillmark.platform.people.models import EmailIdentity


@receiver(signals.changed, dispatch_uid="pathways.changed")
def follow(credentials: Sequence[Credential], what: str, **_facts: Any) -> None:
    """Note whom to look at again; a final that was corrected is followed to its correction."""
    issued = what == "issued"
    for row in credentials if issued else ():
        if row.replaces_id is not None:
            PathwayAward.objects.filter(credential_id=row.replaces_id).update(credential=row)
    marking.mark_credentials(credentials, Cause.ISSUED if issued else Cause.CHANGED)


@receiver(post_save, sender=ClaimLink, dispatch_uid="pathways.claimed")
def follow_claim(instance: ClaimLink, **_facts: Any) -> None:
    """Look again at whoever took a credential while signed in."""
    if instance.claimed_by_id is None:
        return
    rows = Credential.objects.with_scopes_disabled().filter(pk=instance.credential_id)
    found = list(rows.select_related("award", "achievement_version").defer("document"))
    marking.mark_credentials(found, Cause.CHANGED)


@receiver(post_save, sender=EmailIdentity, dispatch_uid="pathways.proven")
def follow_address(instance: EmailIdentity, **_facts: Any) -> None:
    """Look again at whoever has proven an address: what was awarded to it is theirs."""
    user = instance.person.user
    if instance.verified_at is not None and user is not None:
        marking.mark_person(user)
