"""Acts that blew the fuse wait for a second person here, and are done when that person says yes.

The approval and the act are one transaction. Who asked is who acts in the audit trail; who
approved stands in the approval's own entry.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from skillmark.platform.approvals import services as approvals
from skillmark.platform.approvals.models import Approval
from skillmark.platform.issuing.errors import ApprovalNeededError
from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.services import lifecycle
from skillmark.platform.issuing.services.lifecycle import Turn
from skillmark.platform.orgs.models import Organisation

TURN_KIND: Final = "issuing.turn"
_SUBJECTS: Final = UUID("6f1a4be0-5d0e-4d57-9d5b-0a6b2f6f1d11")  # of our own names of acts


def turn_or_ask(
    credential_ids: Sequence[UUID],
    turn: Turn,
    *,
    organisation: Organisation,
    reason: str,
    actor: object,
    notify: bool = True,
) -> list[Credential] | Approval:
    """Change the state of credentials, or, when the fuse says so, ask a second person.

    Raises:
        ReasonMissingError: the turn needs a reason.
        StateError: one of them is not in a state that allows it.
        Credential.DoesNotExist: one is not there, or not in this organisation.
    """
    try:
        return lifecycle.turn_many(
            credential_ids, turn, reason=reason, actor=actor, notify=notify
        )
    except ApprovalNeededError:
        return _ask(credential_ids, turn, organisation, reason, actor, notify=notify)


def turn_title(turn: str, count: int) -> str:
    """Return what an approver reads, in English: how many, and what happens to them."""
    with translation.override("en"):
        titles = {
            "revoke": ngettext(
                "Revoke %(count)d credential", "Revoke %(count)d credentials", count
            ),
            "suspend": ngettext(
                "Suspend %(count)d credential", "Suspend %(count)d credentials", count
            ),
            "renew": ngettext(
                "Renew %(count)d credential and end the old one",
                "Renew %(count)d credentials and end the old ones",
                count,
            ),
        }
        return titles[turn] % {"count": count}


def _ask(
    credential_ids: Sequence[UUID],
    turn: Turn,
    organisation: Organisation,
    reason: str,
    actor: object,
    *,
    notify: bool,
) -> Approval:
    ids = sorted({str(one) for one in credential_ids})
    href = reverse("issuing:credential", args=[organisation.slug, ids[0]])
    return approvals.ask(
        TURN_KIND,
        organisation=organisation,
        subject_id=uuid5(_SUBJECTS, " ".join([turn.name, *ids])),
        title=turn_title(turn.name, len(ids)),
        actor=actor,
        href=href if len(ids) == 1 else "",
        facts={"turn": turn.name, "ids": ids, "reason": reason, "notify": notify},
    )


def approved(approval: Approval, _by: object) -> None:
    """Do what waited, on those that still may change."""
    facts: dict[str, Any] = approval.facts
    turn = lifecycle.TURNS[facts["turn"]]
    with transaction.atomic():
        done = lifecycle.turn_some(
            [UUID(one) for one in facts["ids"]],
            turn,
            reason=lifecycle.clean_reason(facts["reason"], turn),
            actor=approval.asked_through,
            at=timezone.now(),
            approved=True,
        )
        if facts["notify"]:
            lifecycle.tell(done.rows, turn)


def declined(_approval: Approval, _by: object) -> None:
    """Nothing was prepared, so there is nothing to undo."""
