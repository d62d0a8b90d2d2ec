"""Pausing and resuming the issuing of one organisation, by its owners.

The switch stops the signer for credentials at once; status lists go on, so that revoking and
suspending work while nothing new is issued.
"""

from django.db import transaction

from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import signing
from skillmark.platform.trust.errors import PausedError
from skillmark.platform.trust.models import KillSwitch


def pause(organisation: Organisation, *, reason: str, actor: object) -> KillSwitch:
    """Stop issuing until somebody resumes it.

    Raises:
        PausedError: it is paused already.
    """
    with transaction.atomic():
        if _own(organisation) is not None:
            raise PausedError("Issuing is paused already.")
        switch = signing.halt(
            reason=reason,
            organisation=organisation,
            actor=audit.reference(actor),
            issuing_only=True,
        )
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="signing.paused",
            object=switch,
            after={"reason": reason},
        )
    return switch


def resume(organisation: Organisation, *, actor: object) -> None:
    """Let the organisation issue again.

    Raises:
        PausedError: it is not paused, or not by its owners.
    """
    with transaction.atomic():
        switch = _own(organisation)
        if switch is None:
            raise PausedError("Issuing is not paused.")
        signing.resume(switch)
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="signing.resumed",
            object=switch,
            before={"reason": switch.reason},
        )


def _own(organisation: Organisation) -> KillSwitch | None:
    """Return the pause that owners set; what the operator set is the operator's to lift."""
    return (
        KillSwitch.objects.select_for_update()
        .filter(organisation=organisation, issuing_only=True, lifted_at=None)
        .first()
    )
