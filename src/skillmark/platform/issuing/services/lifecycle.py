"""What the issuer says of a credential after it was issued: revoke, suspend, lift.

The row, the status list and its signature, the audit entry and the mail change in one
transaction, so page and list say the new state at once and together. However many credentials
change, each status list is published once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.text import line
from skillmark.platform.events import services as events
from skillmark.platform.events.audit import Act
from skillmark.platform.issuing import signals
from skillmark.platform.issuing.errors import ReasonMissingError, StateError
from skillmark.platform.issuing.models import Credential, CredentialState, DeliveryKind
from skillmark.platform.issuing.services import delivery, fuse
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import status
from skillmark.platform.trust.models import StatusPurpose

MAX_REASON: Final = 500  # characters
_IDS: Final = 500  # of one query


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of state: from where, to where, which bit says so, and its words.

    Attributes:
        takes: it takes the credential from its holder, so the fuse counts it.
        mail: what the holder is told; nothing when another mail says it.
    """

    name: str
    action: str
    allowed: frozenset[str]
    to: CredentialState
    purpose: StatusPurpose
    bit: bool
    takes: bool
    mail: DeliveryKind | None
    refusal: Any


REVOKE: Final = Turn(
    "revoke",
    "credential.revoked",
    frozenset({CredentialState.ACTIVE, CredentialState.SUSPENDED}),
    CredentialState.REVOKED,
    StatusPurpose.REVOCATION,
    bit=True,
    takes=True,
    mail=DeliveryKind.REVOKED,
    refusal=_("This credential is revoked or replaced already; that cannot be undone."),
)
SUSPEND: Final = Turn(
    "suspend",
    "credential.suspended",
    frozenset({CredentialState.ACTIVE}),
    CredentialState.SUSPENDED,
    StatusPurpose.SUSPENSION,
    bit=True,
    takes=True,
    mail=DeliveryKind.SUSPENDED,
    refusal=_("Only a credential that is active can be suspended."),
)
LIFT: Final = Turn(
    "lift",
    "credential.lifted",
    frozenset({CredentialState.SUSPENDED}),
    CredentialState.ACTIVE,
    StatusPurpose.SUSPENSION,
    bit=False,
    takes=False,
    mail=DeliveryKind.LIFTED,
    refusal=_("Only a credential that is suspended can be made valid again."),
)
SUPERSEDE: Final = Turn(
    "supersede",
    "credential.replaced",
    frozenset({CredentialState.ACTIVE}),
    CredentialState.SUPERSEDED,
    StatusPurpose.REVOCATION,
    bit=True,
    takes=True,
    mail=None,
    refusal=_("Only a credential that is active can be replaced."),
)
TURNS: Final[Mapping[str, Turn]] = MappingProxyType(
    {turn.name: turn for turn in (REVOKE, SUSPEND, LIFT)}
)
"""The turns that people ask for, by name."""


@dataclass(frozen=True, slots=True)
class Turned:
    """What became of a turn: the rows that changed, and those whose state forbade it."""

    rows: list[Credential]
    refused: list[Credential]


def revoke(
    credential_id: UUID, *, reason: str, actor: object, notify: bool = True
) -> Credential:
    """Revoke a credential for good.

    Raises:
        ReasonMissingError: the reason is empty.
        StateError: it is revoked already.
        ApprovalNeededError: so many need a second person.
    """
    return turn_many([credential_id], REVOKE, reason=reason, actor=actor, notify=notify)[0]


def suspend(
    credential_id: UUID, *, reason: str, actor: object, notify: bool = True
) -> Credential:
    """Suspend a credential until `lift`.

    Raises:
        ReasonMissingError: the reason is empty.
        StateError: it is not active.
        ApprovalNeededError: so many need a second person.
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
    approved: bool = False,
) -> list[Credential]:
    """Change the state of credentials of the current organisation, all or none.

    Args:
        credential_ids: whose.
        turn: the change.
        reason: what holder and public read; only a lift goes without.
        actor: who does it.
        notify: tell the holders by mail.
        approved: a second person has said yes.

    Raises:
        ReasonMissingError: the turn needs a reason.
        StateError: one of them is not in a state that allows it.
        Credential.DoesNotExist: one is not there, or not in this organisation.
        ApprovalNeededError: so many need a second person.
    """
    reason = clean_reason(reason, turn)
    at = timezone.now()
    with transaction.atomic():
        done = turn_some(
            credential_ids, turn, reason=reason, actor=actor, at=at, approved=approved
        )
        if done.refused:
            worst = done.refused[0]
            raise StateError(str(turn.refusal), credential=str(worst.pk), state=worst.state)
        if len(done.rows) != len(set(credential_ids)):
            raise Credential.DoesNotExist("There is no such credential.")
        if notify:
            tell(done.rows, turn)
    return done.rows


def turn_some(
    credential_ids: Iterable[UUID],
    turn: Turn,
    *,
    reason: str,
    actor: object,
    at: datetime,
    approved: bool = False,
    charged: bool = False,
    said: Callable[[Credential], dict[str, Any]] | None = None,
) -> Turned:
    """Change the state of those that may change, in the caller's transaction; tells nobody.

    Ids of other organisations are not there. Each status list is published once.

    Args:
        credential_ids: whose.
        turn: the change.
        reason: see `turn_many`; clean.
        actor: who does it.
        at: written into every row.
        approved: a second person has said yes.
        charged: the fuse has counted these before.
        said: more facts for the audit entry of a row.

    Raises:
        ApprovalNeededError: so many need a second person.
    """
    wanted = sorted(set(credential_ids))
    if not wanted:
        return Turned([], [])
    rows = _locked(wanted)
    able = [row for row in rows if row.state in turn.allowed]
    refused = [row for row in rows if row.state not in turn.allowed]
    if not able:
        return Turned([], refused)
    organisation_id = able[0].organisation_id
    if turn.takes and not charged:
        fuse.charge(organisation_id, len(able), approved=approved, at=at)
    acts = [_turn(row, turn, reason, at, said(row) if said else {}) for row in able]
    written = "" if turn is LIFT else reason
    for ids in batched([row.pk for row in able], _IDS):
        Credential.objects.filter(pk__in=ids).update(
            state=turn.to, reason=written, state_changed_at=at
        )
    status.set_status([status.Change(row.pk, turn.purpose, turn.bit) for row in able], at=at)
    events.record_many(organisation_id=organisation_id, actor=actor, acts=acts)
    signals.changed.send(sender=Credential, credentials=able, what=turn.name)
    return Turned(able, refused)


def tell(rows: Sequence[Credential], turn: Turn) -> None:
    """Write a mail about a turn to every holder with an address."""
    if turn.mail is not None:
        delivery.send([row for row in rows if row.award.recipient_email], turn.mail)


def clean_reason(reason: str, turn: Turn) -> str:
    """Return the reason as one line.

    Raises:
        ReasonMissingError: it is empty, and the turn needs one.
    """
    cleaned = line(reason)[:MAX_REASON]
    if not cleaned and turn is not LIFT:
        raise ReasonMissingError("Say why: the holder and everyone who checks will read it.")
    return cleaned


def _locked(ids: Sequence[UUID]) -> list[Credential]:
    """Return the rows, held, in the order that every turn takes them in."""
    rows: list[Credential] = []
    organisation_id = _organisation_of(ids)
    if organisation_id is None:
        return rows
    fuse.hold(organisation_id)
    for part in batched(ids, _IDS):
        rows += (
            Credential.objects.select_for_update(of=("self",))
            .filter(pk__in=part)
            .defer("document")
            .select_related("award")
            .order_by("pk")
        )
    # What thousands of rows share is read once, not joined to each.
    organisation = Organisation.objects.get(pk=organisation_id)
    everywhere = (
        AchievementVersion.objects.with_scopes_disabled()
    )  # also what others let us issue
    versions = everywhere.in_bulk({row.achievement_version_id for row in rows})
    for row in rows:
        row.organisation = organisation
        row.achievement_version = versions[row.achievement_version_id]
    return rows


def _organisation_of(ids: Sequence[UUID]) -> UUID | None:
    for part in batched(ids, _IDS):
        found = Credential.objects.filter(pk__in=part).values_list("organisation_id", flat=True)
        first: UUID | None = found.first()
        if first is not None:
            return first
    return None


def _turn(row: Credential, turn: Turn, reason: str, at: datetime, more: dict[str, Any]) -> Act:
    before = {"state": row.state}
    row.state, row.reason = turn.to, "" if turn is LIFT else reason
    row.state_changed_at = at
    return Act(turn.action, row, before, {"state": row.state, "reason": reason, **more})
