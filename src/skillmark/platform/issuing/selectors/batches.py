"""Reading batches and their rows: lists that are searched, sorted and paged in the database.

Everything here works inside the organisation scope that the caller opened, and fails without one.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from skillmark.platform.issuing.models import Batch, BatchRow, BatchState, RowState
from skillmark.platform.orgs.models import Organisation

PROBLEM_STATES: Final = (RowState.PROBLEM, RowState.FAILED)
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "check": (BatchState.READING, BatchState.PREVIEW, BatchState.DECLINED),
    "waiting": (BatchState.WAITING,),
    "scheduled": (BatchState.SCHEDULED,),
    "running": (BatchState.QUEUED, BatchState.RUNNING),
    "done": (BatchState.DONE,),
    "stopped": (BatchState.CANCELLED, BatchState.FAILED),
}
"""The tabs of the list of batches."""

SORTS: Final[dict[str, tuple[str, ...]]] = {
    "-sent": ("-created_at", "-id"),
    "sent": ("created_at", "id"),
    "file": ("filename", "-created_at", "-id"),
    "-file": ("-filename", "-created_at", "-id"),
    "rows": ("total", "-created_at", "-id"),
    "-rows": ("-total", "-created_at", "-id"),
    "when": ("issue_at", "-created_at", "-id"),
    "-when": ("-issue_at", "-created_at", "-id"),
}
ROW_SORTS: Final[dict[str, tuple[str, ...]]] = {
    "row": ("line",),
    "-row": ("-line",),
    "name": ("name", "line"),
    "-name": ("-name", "-line"),
    "email": ("email", "line"),
    "-email": ("-email", "-line"),
    "column": ("column", "line"),
    "-column": ("-column", "-line"),
}


def batches(*, search: str = "", group: str = "", sort: str = "-sent") -> QuerySet[Batch]:
    """Return the batches of the current organisation; unknown filters are ignored.

    Args:
        search: words, each in the file's name or the achievement's.
        group: a key of `GROUPS`.
        sort: a key of `SORTS`.
    """
    rows: QuerySet[Batch] = Batch.objects.select_related("achievement_version", "job")
    if group in GROUPS:
        rows = rows.filter(state__in=GROUPS[group])
    for word in search.split()[:8]:
        rows = rows.filter(
            Q(filename__icontains=word) | Q(achievement_version__name__icontains=word)
        )
    return rows.order_by(*SORTS.get(sort, SORTS["-sent"]))


def group_counts() -> dict[str, int]:
    """Return how many batches each group holds."""
    counted = dict(Batch.objects.order_by().values_list("state").annotate(Count("pk")))
    return {
        name: sum(counted.get(state, 0) for state in states) for name, states in GROUPS.items()
    }


def rows_of(
    of: Batch,
    states: Sequence[str] = (),
    *,
    search: str = "",
    column: str | None = None,
    sort: str = "row",
) -> QuerySet[BatchRow]:
    """Return rows of a batch; unknown filters are ignored.

    Args:
        of: the batch.
        states: of the rows; empty means all.
        search: words, each in name, address or, of a row that could not be read, its cells.
        column: of the first problem.
        sort: a key of `ROW_SORTS`.
    """
    rows = _inside(of)
    if states:
        rows = rows.filter(state__in=states)
    if column is not None:
        rows = rows.filter(column=column)
    for word in search.split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return rows.order_by(*ROW_SORTS.get(sort, ROW_SORTS["row"]))


def problem_columns(of: Batch) -> list[tuple[str, int]]:
    """Return the columns that rows have problems in, the most frequent first."""
    rows: Any = _inside(of).filter(state__in=PROBLEM_STATES).order_by()
    counted = rows.values_list("column").annotate(number=Count("pk"))
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))


def without_address(of: Batch) -> int:
    """Return how many issued people of a batch have no address: they need a printed link."""
    issued = _inside(of).filter(state__in=(RowState.ISSUED, RowState.DUPLICATE))
    return issued.filter(email="").count()


def _inside(of: Batch) -> QuerySet[BatchRow]:
    """Return the rows of a batch of the current organisation.

    The batch says whose they are. Naming the organisation as well leads SQLite to the index of
    all its rows, away from the one of this batch.
    """
    rows: QuerySet[BatchRow] = BatchRow.objects.with_scopes_disabled().filter(batch=of)
    return rows


def last_zone(organisation: Organisation) -> str:
    """Return the time zone that was last used for scheduling here, or ""."""
    found: str | None = (
        Batch.objects.filter(organisation=organisation)
        .exclude(time_zone="")
        .order_by("-created_at")
        .values_list("time_zone", flat=True)
        .first()
    )
    return found or ""
