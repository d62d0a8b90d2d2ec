"""Pausing and resuming: of one organisation by its owners, of anything by the operator.

An owner's switch stops the signer for credentials at once; status lists go on, so that revoking and
suspending work while nothing new is issued. The operator may stop one key, one organisation or the
whole platform, and status lists too. What the operator stopped, only the operator resumes.
"""

from typing import Final

from django.db import transaction

from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import signing
from skillmark.platform.trust.errors import PausedError
from skillmark.platform.trust.models import IssuerKey, KillSwitch

OPERATOR: Final = "system:operator"


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
        .filter(organisation=organisation, key=None, issuing_only=True, lifted_at=None)
        .exclude(set_by=OPERATOR)
        .first()
    )


def halt_as_operator(
    *,
    reason: str,
    organisation: Organisation | None = None,
    key: IssuerKey | None = None,
    everything: bool = False,
) -> KillSwitch:
    """Stop the signing of the platform, of one organisation or of one key, by its operator.

    Args:
        reason: for those who find it stopped.
        organisation: the only one that stops.
        key: the only key that stops.
        everything: status lists and entries of the log stop too; then nothing can be revoked.
    """
    whose = key.organisation if key else organisation
    with transaction.atomic():
        switch = signing.halt(
            reason=reason,
            organisation=whose,
            key=key,
            actor=OPERATOR,
            issuing_only=not everything,
        )
        if whose is not None:
            _record("signing.paused", switch, whose, key)
    return switch


def resume_as_operator(
    *, organisation: Organisation | None = None, key: IssuerKey | None = None
) -> int:
    """Lift what stops the platform, one organisation or one key; returns how many switches.

    Raises:
        PausedError: nothing of the kind is set.
    """
    whose = key.organisation if key else organisation
    with transaction.atomic():
        held = KillSwitch.objects.select_for_update().filter(
            organisation=whose, key=key, lifted_at=None
        )
        switches = list(held)
        if not switches:
            raise PausedError("Nothing of the kind is halted.")
        for switch in switches:
            signing.resume(switch)
            if whose is not None:
                _record("signing.resumed", switch, whose, key)
    return len(switches)


def _record(
    action: str, switch: KillSwitch, whose: Organisation, key: IssuerKey | None
) -> None:
    events.record(
        organisation_id=whose.pk,
        actor=OPERATOR,
        action=action,
        object=switch,
        after={"reason": switch.reason},
        label=key.verification_method if key else "",
    )
