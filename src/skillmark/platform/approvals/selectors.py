"""Reading requests for approval."""

from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from skillmark.platform.approvals.models import Approval, ApprovalState
from skillmark.platform.ui.paging import ordered

SORTS: Final = {"asked": ("asked_at", "pk"), "title": ("title", "pk"), "kind": ("kind", "pk")}
SEARCHED_NEWEST: Final = "-asked"


def approvals(
    query: str = "", state: str = "", kind: str = "", sort: str = ""
) -> QuerySet[Approval]:
    """Return the scoped organisation's requests, newest first, those matching only.

    Args:
        query: part of a title.
        state: of `ApprovalState`; anything else means all.
        kind: a registered kind exactly.
        sort: a key of `SORTS`, with a hyphen before it the other way round.
    """
    found: QuerySet[Approval] = Approval.objects.select_related("asked_by", "decided_by")
    if state in ApprovalState.values:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if query:
        found = found.filter(title__icontains=query)
    return found.order_by(*ordered(SORTS, sort, SEARCHED_NEWEST))


def last_of(kind: str, subject_id: UUID) -> Approval | None:
    """Return the last request of a kind about one thing, decided or not."""
    rows = Approval.objects.filter(kind=kind, subject_id=subject_id)
    found: Approval | None = (
        rows.select_related("asked_by", "decided_by").order_by("-asked_at").first()
    )
    return found


def waiting_of(kind: str, subject_id: UUID) -> Approval | None:
    """Return the request about one thing that waits for a decision."""
    found = last_of(kind, subject_id)
    return found if found is not None and found.state == ApprovalState.WAITING else None


def declined_of(kind: str, subject_id: UUID) -> Approval | None:
    """Return the request that was declined, if the thing was not put forward again."""
    found = last_of(kind, subject_id)
    return found if found is not None and found.state == ApprovalState.DECLINED else None


def waiting_for(user: Any) -> QuerySet[Approval]:
    """Return what the account could decide if it has the role: not what it asked for itself."""
    found: QuerySet[Approval] = Approval.objects.filter(state=ApprovalState.WAITING)
    return found.exclude(asked_by=user).order_by("asked_at", "pk")
