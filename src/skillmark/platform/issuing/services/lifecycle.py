"""What the issuer says of a credential after it was issued: revoke, suspend, lift.

The row, the status list and its signature, the audit entry and the mail change in one
transaction, so page and list say the new state at once and together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from skillmark.platform.catalog.text import line
from skillmark.platform.events import services as events
from skillmark.platform.events.audit import Act
from skillmark.platform.issuing.errors import ReasonMissingError, StateError
from skillmark.platform.issuing.models import Credential, CredentialState, DeliveryKind
from skillmark.platform.issuing.services import delivery
from skillmark.platform.trust import status
from skillmark.platform.trust.models import StatusPurpose

MAX_REASON: Final = 500  # characters


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of state: from where, to where, which bit says so, and its words."""

    action: str
    allowed: frozenset[str]
    to: CredentialState
    purpose: StatusPurpose
    bit: bool
    mail: DeliveryKind
    refusal: str


REVOKE: Final = Turn(
    "credential.revoked",
    frozenset({CredentialState.ACTIVE, CredentialState.SUSPENDED}),
    CredentialState.REVOKED,
    StatusPurpose.REVOCATION,
    bit=True,
    mail=DeliveryKind.REVOKED,
    refusal="This credential is revoked already; that cannot be undone.",
)
SUSPEND: Final = Turn(
    "credential.suspended",
    frozenset({CredentialState.ACTIVE}),
    CredentialState.SUSPENDED,
    StatusPurpose.SUSPENSION,
    bit=True,
    mail=DeliveryKind.SUSPENDED,
    refusal="Only a credential that is active can be suspended.",
)
LIFT: Final = Turn(
    "credential.lifted",
    frozenset({CredentialState.SUSPENDED}),
    CredentialState.ACTIVE,
    StatusPurpose.SUSPENSION,
    bit=False,
    mail=DeliveryKind.LIFTED,
    refusal="Only a credential that is suspended can be made valid again.",
)


def revoke(
    credential_id: UUID, *, reason: str, actor: object, notify: bool = True
) -> Credential:
    """Revoke a credential for good.

    Raises:
        ReasonMissingError: the reason is empty.
        StateError: it is revoked already.
    """
    return turn_many([credential_id], REVOKE, reason=reason, actor=actor, notify=notify)[0]


def suspend(
    credential_id: UUID, *, reason: str, actor: object, notify: bool = True
) -> Credential:
    """Suspend a credential until `lift`.

    Raises:
        ReasonMissingError: the reason is empty.
        StateError: it is not active.
    """
    return turn_many([credential_id], SUSPEND, reason=reason, actor=actor, notify=notify)[0]


def lift(
    credential_id: UUID, *, actor: object, reason: str = "", notify: bool = True
) -> Credential:
    """Make a suspended credential valid again; a reason may be given.

    Raises:
        StateError: it is not suspended.
    """
    return turn_many([credential_id], LIFT, reason=reason, actor=actor, notify=notify)[0]


def turn_many(
    credential_ids: Sequence[UUID],
    turn: Turn,
    *,
    reason: str,
    actor: object,
    notify: bool = True,
) -> list[Credential]:
    """Change the state of credentials of the current organisation, all or none.

    Each status list is published once, however many credentials change.

    Raises:
        ReasonMissingError: the turn needs a reason.
        StateError: one of them is not in a state that allows it.
        Credential.DoesNotExist: one is not there, or not in this organisation.
    """
    reason = line(reason)[:MAX_REASON]
    if not reason and turn is not LIFT:
        raise ReasonMissingError("Say why: the holder and everyone who checks will read it.")
    at = timezone.now()
    with transaction.atomic():
        rows = list(
            Credential.objects.select_for_update(of=("self",))
            .filter(pk__in=credential_ids)
            .select_related("award", "achievement_version", "organisation")
            .order_by("pk")
        )
        if len(rows) != len(set(credential_ids)):
            raise Credential.DoesNotExist("There is no such credential.")
        acts = [_turn(row, turn, reason, at) for row in rows]
        Credential.objects.bulk_update(
            rows, ["state", "reason", "state_changed_at"], batch_size=200
        )
        status.set_status(
            [status.Change(row.pk, turn.purpose, turn.bit) for row in rows], at=at
        )
        events.record_many(organisation_id=rows[0].organisation_id, actor=actor, acts=acts)
        if notify:
            delivery.send([row for row in rows if row.award.recipient_email], turn.mail)
    return rows


def _turn(row: Credential, turn: Turn, reason: str, at: datetime) -> Act:
    if row.state not in turn.allowed:
        raise StateError(turn.refusal, credential=str(row.pk), state=row.state)
    before = {"state": row.state}
    row.state, row.reason = turn.to, reason if turn.to != CredentialState.ACTIVE else ""
    row.state_changed_at = at
    return Act(turn.action, row, before, {"state": row.state, "reason": reason})
