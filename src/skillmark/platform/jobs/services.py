"""Starting, cancelling and resuming jobs: a row each, in the caller's transaction.

The worker picks a job up once the transaction has committed; the web process never talks to the
job engine itself.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.jobs import registry, signals
from skillmark.platform.jobs.errors import JobOpenError, JobOverError
from skillmark.platform.jobs.models import OPEN_STATES, Job, JobState
from skillmark.platform.orgs.models import Organisation


def start(
    kind: str,
    organisation: Organisation,
    arguments: dict[str, Any],
    *,
    actor: object = None,
    title: str = "",
    total: int = 0,
    result_url: str = "",
) -> Job:
    """Ask for work to be done once the caller's transaction has committed.

    Args:
        kind: a registered kind.
        organisation: whose work it is.
        arguments: what the kind needs, plain JSON.
        actor: who asked.
        title: what the page calls the job.
        total: items, if known already.
        result_url: where the result will be found, a path on this site.

    Raises:
        UnknownKindError: `kind` is not registered.
    """
    registry.find(kind)
    with transaction.atomic():
        job: Job = Job.objects.create(
            organisation=organisation,
            kind=kind,
            title=title,
            arguments=arguments,
            started_by=audit.reference(actor),
            total=total,
            result_url=result_url,
        )
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="job.started",
            object=job,
            after={"kind": kind},
        )
        transaction.on_commit(signals.work_waiting.set)
    return job


def cancel(job: Job, *, actor: object) -> Job:
    """Stop a job before its next chunk; what is finished stays.

    Raises:
        JobOverError: it has ended.
    """
    with transaction.atomic():
        held = _hold(job)
        if not held.open:
            raise JobOverError("This job has ended already.")
        held.cancel_requested = True
        if held.state == JobState.QUEUED:
            held.state, held.finished_at = JobState.CANCELLED, timezone.now()
        held.save()
        _record("job.cancel_requested", held, actor)
    return held


def resume(job: Job, *, actor: object) -> Job:
    """Take a failed or cancelled job up again where it stopped.

    Raises:
        JobOpenError: it is still at work, or it is done.
    """
    with transaction.atomic():
        held = _hold(job)
        if held.state not in {JobState.FAILED, JobState.CANCELLED}:
            raise JobOpenError("Only a job that failed or was cancelled can be resumed.")
        held.run += 1
        held.state = JobState.QUEUED if held.started_at is None else JobState.RUNNING
        held.cancel_requested = False
        held.finished_at, held.message, held.error_code = None, "", ""
        held.save()
        _record("job.resumed", held, actor)
        transaction.on_commit(signals.work_waiting.set)
    return held


def unhanded() -> list[Job]:
    """Return the open jobs whose current run nobody has handed to the engine, oldest first."""
    everywhere = Job.objects.with_scopes_disabled()
    waiting = everywhere.filter(state__in=OPEN_STATES).order_by("created_at")
    return [job for job in waiting if job.enqueued_run < job.run]


def _hold(job: Job) -> Job:
    held: Job = Job.objects.select_for_update().get(pk=job.pk)
    return held


def _record(action: str, job: Job, actor: object) -> None:
    events.record(
        organisation_id=job.organisation_id,
        actor=actor,
        action=action,
        object=job,
        after={"kind": job.kind},
    )
