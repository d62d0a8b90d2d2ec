"""Reading jobs."""

from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils import timezone

from skillmark.platform.jobs.models import OPEN_STATES, Job, JobState

if TYPE_CHECKING:
    from django.db.models import QuerySet


SORTS: Final = {
    "title": ("title", "-created_at", "-id"),
    "-title": ("-title", "-created_at", "-id"),
    "started": ("created_at", "id"),
    "-started": ("-created_at", "-id"),
}


def jobs(query: str = "", state: str = "", sort: str = "") -> "QuerySet[Job]":
    """Return the scoped organisation's jobs, those matching only.

    Args:
        query: part of a title or of the last message.
        state: one state.
        sort: a key of `SORTS`; the newest come first without one.
    """
    found: QuerySet[Job] = Job.objects.order_by(*SORTS.get(sort, SORTS["-started"]))
    if query:
        found = found.filter(Q(title__icontains=query) | Q(message__icontains=query))
    if state in JobState.values:
        found = found.filter(state=state)
    return found


def open_jobs() -> "QuerySet[Job]":
    """Return the scoped organisation's jobs that still have work to do."""
    found: QuerySet[Job] = Job.objects.filter(state__in=OPEN_STATES).order_by("-created_at")
    return found


def seconds_left(job: Job) -> int | None:
    """Return how long the rest will take at the pace so far, in seconds; None: nobody knows."""
    handled = job.done + job.failed
    if job.state != JobState.RUNNING or job.started_at is None or not handled:
        return None
    spent = (timezone.now() - job.started_at).total_seconds()
    return max(1, round(spent / handled * (job.total - handled)))
