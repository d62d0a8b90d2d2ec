"""Running a job, one durable step at a time.

Each function is one transaction and may be repeated: it looks at the job's row first and does
nothing that is done already. The engine calls them as steps of a workflow; `run_to_end` calls
them in a row, for programs that wait for the result.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import services as events
from skillmark.platform.jobs import registry
from skillmark.platform.jobs.models import OPEN_STATES, Job, JobState
from skillmark.platform.orgs.access import organisation_scope

log = structlog.get_logger("skillmark.jobs")
MESSAGE_LENGTH: Final = 500  # characters
UNEXPECTED: Final = "jobs.unexpected"


class Next(StrEnum):
    """What follows a step."""

    GO_ON = "go_on"
    STOP = "stop"


@contextmanager
def _held(job_id: UUID, run: int) -> Iterator[Job | None]:
    """Hold the job's row in a transaction and its scope; None when this run is not open.

    What a job writes is kept in the site's own language, whoever asked for the work, and said in
    the reader's where it is shown.
    """
    everywhere = Job.objects.with_scopes_disabled()
    with transaction.atomic():
        job: Job | None = (
            everywhere.select_for_update()
            .filter(pk=job_id, run=run, state__in=OPEN_STATES)
            .first()
        )
        if job is None:
            yield None
            return
        with (
            organisation_scope(job.organisation_id),
            translation.override(settings.LANGUAGE_CODE),
        ):
            yield job


def begin(job_id: UUID, run: int) -> int:
    """Plan the work, once a run, and return the number of chunks (0 when there is none)."""
    with _held(job_id, run) as job:
        if job is None or _cancelled(job):
            return 0
        if job.started_at is None or job.state == JobState.QUEUED:
            plan = registry.find(job.kind).plan(job)
            job.total, job.chunks = plan.total, plan.chunks
            job.state, job.started_at = JobState.RUNNING, timezone.now()
            job.save()
        return job.chunks


def step(job_id: UUID, run: int, number: int) -> Next:
    """Do one chunk and count what it did, in one transaction; a chunk done is not done again."""
    with _held(job_id, run) as job:
        if job is None or _cancelled(job):
            return Next.STOP
        if number >= job.next_chunk:
            result = registry.find(job.kind).chunk(job, number)
            job.done += result.done
            job.failed += result.failed
            job.next_chunk = number + 1
            job.save(update_fields=["done", "failed", "next_chunk"])
        return Next.GO_ON


def complete(job_id: UUID, run: int) -> None:
    """Close the job once every chunk is done."""
    with _held(job_id, run) as job:
        if job is None or job.state != JobState.RUNNING or job.next_chunk < job.chunks:
            return
        message = registry.find(job.kind).finish(job)
        _end(job, JobState.DONE, message)


def fail(job_id: UUID, run: int, code: str, message: str) -> None:
    """Close the job as failed; what its finished chunks did stays."""
    with _held(job_id, run) as job:
        if job is not None:
            job.error_code = code
            _end(job, JobState.FAILED, message)


def reason(error: Exception) -> tuple[str, str]:
    """Return code and sentence of an error, without leaking what is inside an unexpected one."""
    if isinstance(error, SkillmarkError):
        return error.code, error.message
    with translation.override(settings.LANGUAGE_CODE):
        return UNEXPECTED, _(
            "Something broke on our side. What was finished stays; you can resume."
        )


def run_to_end(job_id: UUID) -> Job:
    """Run a job here and now, in this thread, and return it as it ended."""
    run: int = Job.objects.with_scopes_disabled().values_list("run", flat=True).get(pk=job_id)
    try:
        for number in range(begin(job_id, run)):
            if step(job_id, run, number) is Next.STOP:
                break
        complete(job_id, run)
    except Exception as error:
        log.exception("job failed", job=str(job_id))
        fail(job_id, run, *reason(error))
    ended: Job = Job.objects.with_scopes_disabled().get(pk=job_id)
    return ended


def _cancelled(job: Job) -> bool:
    if job.cancel_requested:
        _end(job, JobState.CANCELLED, _("Stopped. What was finished stays."))
        return True
    return False


def _end(job: Job, state: JobState, message: str) -> None:
    job.state, job.finished_at = state, timezone.now()
    job.message = message[:MESSAGE_LENGTH]
    job.save()
    events.record(
        organisation_id=job.organisation_id,
        actor=None,
        action=f"job.{state}",
        object=job,
        after={"kind": job.kind, "done": job.done, "failed": job.failed, "of": job.total},
    )
