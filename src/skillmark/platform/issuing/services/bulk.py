"""One act on many credentials: chosen, foreseen, confirmed, maybe approved, done by a job.

What was chosen is kept as it was confirmed. Ids of other organisations, and ids of nothing, are
never among it. The fuse is asked once, for the whole, when the change is confirmed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import batched
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from skillmark.platform.approvals import services as approvals
from skillmark.platform.approvals.models import Approval
from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.issuing.errors import (
    ApprovalNeededError,
    BulkChangeError,
    NothingChosenError,
    SelectionError,
)
from skillmark.platform.issuing.models import (
    FINAL_STATES,
    BulkAction,
    BulkChange,
    BulkState,
    Credential,
    CredentialState,
)
from skillmark.platform.issuing.models.changes import pack
from skillmark.platform.issuing.services import asking, fuse, lifecycle
from skillmark.platform.jobs import services as jobs
from skillmark.platform.orgs.models import Organisation

JOB_KIND: Final = "issuing.bulk"
APPROVAL_KIND: Final = "issuing.bulk"
MAX_CHOSEN: Final = 100_000  # credentials in one change
MAX_UNKNOWN: Final = 200  # lines of an uploaded list that are shown
DRAFTS_KEPT: Final = timedelta(days=2)  # a change that nobody confirmed
_IDS: Final = 500  # of one query
_ABLE: Final[Mapping[str, Q]] = MappingProxyType(
    {
        BulkAction.REVOKE: Q(state__in=[CredentialState.ACTIVE, CredentialState.SUSPENDED]),
        BulkAction.SUSPEND: Q(state=CredentialState.ACTIVE),
        BulkAction.LIFT: Q(state=CredentialState.SUSPENDED),
        BulkAction.RENEW: Q(state=CredentialState.ACTIVE, erased_at=None),
        BulkAction.RESEND: ~Q(state__in=FINAL_STATES) & ~Q(award__recipient_email=""),
    }
)


@dataclass(frozen=True, slots=True)
class Foresight:
    """What confirming would do.

    Attributes:
        able: how many would change.
        others: how many would not, by the state they are in.
        mails: how many holders have an address.
        claimed: how many were taken by their holders.
    """

    able: int
    mails: int
    claimed: int
    others: Mapping[str, int] = field(default_factory=dict)


def choose(
    organisation: Organisation,
    action: str,
    ids: Iterable[UUID],
    *,
    actor: object,
    unknown: Sequence[str] = (),
    undoes: BulkChange | None = None,
) -> BulkChange:
    """Keep what was chosen, for confirming; only the organisation's own credentials.

    Raises:
        SelectionError: there is no such act, or more are chosen than one change takes.
        NothingChosenError: none of it is there.
    """
    if action not in BulkAction.values:
        raise SelectionError(_("There is no such act."), action=action[:40])
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MAX_CHOSEN:
        raise SelectionError(
            _("%(limit)d credentials are the most for one change. Choose fewer.")
            % {"limit": MAX_CHOSEN},
            limit=MAX_CHOSEN,
        )
    own = _own(wanted)
    kept = [one for one in wanted if one in own]
    if not kept:
        raise NothingChosenError(_("Nothing is chosen. Choose credentials first."))
    change: BulkChange = BulkChange.objects.create(
        organisation=organisation,
        action=action,
        selection=pack(kept),
        count=len(kept),
        unknown=list(unknown)[:MAX_UNKNOWN],
        undoes=undoes,
        created_by=audit.reference(actor),
    )
    return change


def foresee(change: BulkChange) -> Foresight:
    """Return what the change would do now."""
    able = mails = claimed = 0
    others: dict[str, int] = {}
    condition = _ABLE[change.action]
    for part in batched(change.ids, _IDS):
        rows = Credential.objects.filter(pk__in=part)
        found = rows.aggregate(
            able=Count("pk", filter=condition),
            mails=Count("pk", filter=condition & ~Q(award__recipient_email="")),
            claimed=Count("pk", filter=condition & Q(claimed_at__isnull=False)),
        )
        able, mails, claimed = (
            able + found["able"],
            mails + found["mails"],
            claimed + found["claimed"],
        )
        left = rows.exclude(condition).order_by().values_list("state")
        for state, count in left.annotate(count=Count("pk")):
            others[state] = others.get(state, 0) + count
    return Foresight(able, mails, claimed, others)


def confirm(
    change_id: UUID,
    *,
    actor: object,
    reason: str = "",
    notify: bool = True,
    options: Mapping[str, Any] | None = None,
) -> BulkChange:
    """Start the change, or put it before a second person when the fuse says so.

    Raises:
        BulkChange.DoesNotExist: it is not there, or not in this organisation.
        BulkChangeError: it was confirmed or dropped before.
        ReasonMissingError: the act needs a reason.
        NothingChosenError: nothing would change.
    """
    with transaction.atomic():
        change = _held(change_id, BulkState.DRAFT)
        if change.action in lifecycle.TURNS:
            reason = lifecycle.clean_reason(reason, lifecycle.TURNS[change.action])
        expected = foresee(change).able
        if not expected:
            raise NothingChosenError(_("None of these would change. Choose others."))
        change.reason, change.notify, change.options = reason, notify, dict(options or {})
        change.expected = expected
        change.save(update_fields=["reason", "notify", "options", "expected"])
        try:
            _charge(change, approved=False)
        except ApprovalNeededError:
            _ask(change, actor)
        else:
            _start(change, actor)
    return change


def discard(change_id: UUID) -> None:
    """Throw a change away that nobody has confirmed.

    Raises:
        BulkChange.DoesNotExist: it is not there, or not in this organisation.
        BulkChangeError: it was confirmed before.
    """
    with transaction.atomic():
        _held(change_id, BulkState.DRAFT).delete()


def undo(change_id: UUID, *, actor: object) -> BulkChange:
    """Return a change, to be confirmed, that lifts what this one suspended.

    Raises:
        BulkChange.DoesNotExist: it is not there, or not in this organisation.
        BulkChangeError: it suspended nothing, or is not done.
        NothingChosenError: nothing of it is suspended any more.
    """
    change: BulkChange = BulkChange.objects.select_related("organisation").get(pk=change_id)
    if change.action != BulkAction.SUSPEND or change.turned_at is None:
        raise BulkChangeError(_("Only a suspension can be undone."), state=change.state)
    still: list[UUID] = []
    for part in batched(change.ids, _IDS):
        still += Credential.objects.filter(
            pk__in=part,
            state=CredentialState.SUSPENDED,
            state_changed_at=change.turned_at,
        ).values_list("pk", flat=True)
    return choose(change.organisation, BulkAction.LIFT, still, actor=actor, undoes=change)


def approved(approval: Approval, _by: object) -> None:
    """Start what waited for a second person."""
    change = _held(approval.subject_id, BulkState.WAITING)
    _charge(change, approved=True)
    _start(change, approval.asked_through)


def declined(approval: Approval, _by: object) -> None:
    """Drop what waited for a second person."""
    change = _held(approval.subject_id, BulkState.WAITING)
    change.state = BulkState.DROPPED
    change.save(update_fields=["state"])


def tidy() -> int:
    """Throw away, in all organisations, what nobody has confirmed for days."""
    old = BulkChange.objects.with_scopes_disabled().filter(
        state=BulkState.DRAFT, created_at__lt=timezone.now() - DRAFTS_KEPT
    )
    deleted: int = old.delete()[0]
    return deleted


def takes(change: BulkChange) -> bool:
    """Say whether the change takes credentials from their holders, so that the fuse counts."""
    turn = lifecycle.TURNS.get(change.action)
    return turn.takes if turn else bool(change.options.get("ends_old"))


def _own(ids: Sequence[UUID]) -> set[UUID]:
    own: set[UUID] = set()
    for part in batched(ids, _IDS):
        own.update(Credential.objects.filter(pk__in=part).values_list("pk", flat=True))
    return own


def _held(change_id: UUID, state: BulkState) -> BulkChange:
    rows = BulkChange.objects.select_for_update(of=("self",)).select_related("organisation")
    change: BulkChange = rows.get(pk=change_id)
    if change.state != state:
        raise BulkChangeError(_("This was confirmed or dropped before."), state=change.state)
    return change


def _charge(change: BulkChange, *, approved: bool) -> None:
    if takes(change):
        fuse.hold(change.organisation_id)
        fuse.charge(
            change.organisation_id, change.expected, approved=approved, at=timezone.now()
        )


def _ask(change: BulkChange, actor: object) -> None:
    change.state = BulkState.WAITING
    change.save(update_fields=["state"])
    approvals.ask(
        APPROVAL_KIND,
        organisation=change.organisation,
        subject_id=change.pk,
        title=asking.turn_title(change.action, change.expected),
        actor=actor,
        href=page_of(change),
    )


def _title(change: BulkChange) -> str:
    """Return what the job is called, in English as all that is kept."""
    with translation.override("en"):
        return f"{change.get_action_display()} ({change.count})"


def _start(change: BulkChange, actor: object) -> None:
    change.state, change.started_at = BulkState.STARTED, timezone.now()
    change.job = jobs.start(
        JOB_KIND,
        change.organisation,
        {"change": str(change.pk)},
        actor=actor,
        title=_title(change),
        total=change.count,
        result_url=page_of(change),
    )
    change.save(update_fields=["state", "started_at", "job"])
    events.record(
        organisation_id=change.organisation_id,
        actor=actor,
        action="bulk.started",
        object=change,
        after={"action": change.action, "count": change.count, "reason": change.reason},
    )


def page_of(change: BulkChange) -> str:
    """Return the path of the change's page."""
    return reverse("issuing:bulk", args=[change.organisation.slug, change.pk])
