"""Batches: what was checked is started, at once, at a time, or after a second person's yes.

`start_batch` decides which; `launch` hands the ready rows to a durable job
(`skillmark.platform.issuing.jobs.batches`), which issues them in chunks. Whichever way it comes there, a
batch is launched once: its state changes under a lock.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from skillmark.core.errors import SkillmarkError
from skillmark.platform.approvals import services as approvals
from skillmark.platform.approvals.models import Approval, ApprovalState
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.issuing.errors import BatchStateError, NothingToIssueError
from skillmark.platform.issuing.intake import How
from skillmark.platform.issuing.making import intent
from skillmark.platform.issuing.models import (
    Batch,
    BatchFile,
    BatchRow,
    BatchState,
    RowState,
    Source,
)
from skillmark.platform.issuing.services.awarding import Outcome, issue_many
from skillmark.platform.issuing.services.previews import preview_batch, require_published
from skillmark.platform.jobs import services as jobs
from skillmark.platform.orgs import policy
from skillmark.platform.orgs.models import Organisation

JOB_KIND: Final = "issuing.batch"
CHUNK: Final = 200  # rows of one transaction
APPROVE_BATCH: Final = "issuing.batch"
APPROVE_AWARD: Final = "issuing.award"
_STEPS: Final = frozenset({BatchState.READING, BatchState.QUEUED, BatchState.RUNNING})
_NOT_STARTED: Final = frozenset({BatchState.PREVIEW, BatchState.READING, BatchState.DECLINED})


def submit_batch(
    organisation: Organisation,
    version: AchievementVersion,
    data: bytes,
    *,
    filename: str,
    actor: object,
    send_mail: bool = True,
    dry_run: bool = False,
    how: How | None = None,
    issue_at: datetime | None = None,
    time_zone: str = "",
) -> Batch:
    """Preview a file and start it at once, for programs; with nothing to issue it is done.

    Arguments as in `preview_batch` and `start_batch`; a dry run only previews, and the batch
    then waits for `start_batch`.

    Raises:
        IssuingError: as `preview_batch`.
    """
    with transaction.atomic():
        batch = preview_batch(
            organisation,
            version,
            data,
            filename=filename,
            actor=actor,
            source=Source.API,
            how=how,
        )
        return (
            batch
            if dry_run
            else go_on(
                batch, actor=actor, send_mail=send_mail, issue_at=issue_at, time_zone=time_zone
            )
        )


def go_on(
    batch: Batch,
    *,
    actor: object,
    send_mail: bool = True,
    issue_at: datetime | None = None,
    time_zone: str = "",
) -> Batch:
    """Start a preview that a program has made; one with nothing to issue is done."""
    if batch.ready:
        return start_batch(
            batch.pk, actor=actor, send_mail=send_mail, issue_at=issue_at, time_zone=time_zone
        )
    batch.state = BatchState.DONE
    batch.started_at = batch.finished_at = timezone.now()
    batch.save(update_fields=["state", "started_at", "finished_at"])
    return batch


def start_batch(
    batch_id: UUID,
    *,
    actor: object,
    send_mail: bool = True,
    issue_at: datetime | None = None,
    time_zone: str = "",
) -> Batch:
    """Issue the ready rows of a previewed batch: now, at a time, or once it is approved.

    Args:
        batch_id: the batch.
        actor: who says so.
        send_mail: whether everyone with an address gets a mail.
        issue_at: not before this moment; at once if not given or over.
        time_zone: the zone in which the moment was said, for showing it again.

    Raises:
        BatchStateError: it was started or discarded before.
        NothingToIssueError: no row is ready.
        NotPublishedError: the version was archived in the meantime.
    """
    with transaction.atomic():
        batch = held(batch_id)
        if batch.state != BatchState.PREVIEW:
            raise BatchStateError("This batch was started already.", state=batch.state)
        if batch.ready == 0:
            raise NothingToIssueError("There is no row to issue in this file.")
        require_published(batch.achievement_version)
        batch.send_mail, batch.note = send_mail, ""
        batch.started_by = audit.reference(actor)
        later = issue_at is not None and issue_at > timezone.now()
        batch.issue_at, batch.time_zone = (issue_at, time_zone) if later else (None, "")
        if needs_approval(batch.organisation, batch.ready):
            _ask(batch, actor)
        elif later:
            schedule(batch, actor)
        else:
            launch(batch, actor)
    return batch


def needs_approval(organisation: Organisation, people: int) -> bool:
    """Say whether issuing to so many in one go needs a second person."""
    threshold = policy.of(organisation).approve_issuing_from
    own = threshold is not None and people >= max(1, threshold)
    alone: int = settings.SKILLMARK.signer_approval_above
    return own or bool(alone and people > alone)  # the signer would refuse it else


def schedule(batch: Batch, actor: object) -> None:
    """Let a held batch wait for its time, in the caller's transaction."""
    batch.state = BatchState.SCHEDULED
    batch.save()
    when = batch.issue_at.isoformat() if batch.issue_at else ""
    _record(batch, "batch.scheduled", actor, {"at": when, "zone": batch.time_zone})


def launch(batch: Batch, actor: object) -> None:
    """Hand a held batch to its job, in the caller's transaction; its file is not needed more."""
    batch.state, batch.started_at = BatchState.QUEUED, timezone.now()
    batch.job = jobs.start(
        JOB_KIND,
        batch.organisation,
        {"batch": str(batch.pk)},
        actor=actor,
        title=gettext_noop("Issue “%(name)s”") % {"name": batch.achievement_version.name},
        total=batch.ready,
        result_url=reverse("issuing:batch", args=[batch.organisation.slug, batch.pk]),
    )
    batch.save()
    BatchFile.objects.filter(batch=batch).delete()


def cancel_batch(batch_id: UUID, *, actor: object) -> Batch:
    """Stop a batch: a running one before its next chunk, a scheduled one for good.

    What is issued stays issued.

    Raises:
        BatchStateError: it neither runs nor is scheduled.
        JobOverError: it has just ended.
    """
    with transaction.atomic():
        batch = held(batch_id)
        if batch.state == BatchState.SCHEDULED:
            batch.state, batch.finished_at = BatchState.CANCELLED, timezone.now()
            batch.save(update_fields=["state", "finished_at"])
            _record(batch, "batch.cancelled", actor, {"ready": batch.ready})
        elif batch.state in _STEPS and batch.job is not None:
            jobs.cancel(batch.job, actor=actor)
        else:
            raise BatchStateError("This batch is not running.", state=batch.state)
    return batch


def discard_batch(batch_id: UUID, *, actor: object) -> None:
    """Remove a batch that was never started, with all its rows; nothing was issued from it.

    Raises:
        BatchStateError: it was started.
    """
    with transaction.atomic():
        batch = held(batch_id)
        if batch.state not in _NOT_STARTED:
            raise BatchStateError("A batch that was started stays.", state=batch.state)
        if batch.state == BatchState.READING and batch.job is not None and batch.job.open:
            jobs.cancel(batch.job, actor=actor)
        _record(batch, "batch.discarded", actor, before={"rows": batch.total})
        rows = BatchRow.objects.filter(batch=batch)
        rows._raw_delete(rows.db)  # noqa: SLF001 - nothing hangs on a row; 100,000 go at once
        batch.delete()


def reopen_batch(batch_id: UUID, *, actor: object) -> Batch:
    """Put a declined or cancelled batch of which nothing was issued back to be checked.

    Raises:
        BatchStateError: it is in another state, or something was issued.
    """
    with transaction.atomic():
        batch = held(batch_id)
        stopped = {BatchState.DECLINED, BatchState.CANCELLED, BatchState.FAILED}
        if batch.state not in stopped or batch.job is not None:
            raise BatchStateError("This batch cannot be checked again.", state=batch.state)
        batch.state, batch.note, batch.finished_at = BatchState.PREVIEW, "", None
        batch.save(update_fields=["state", "note", "finished_at"])
        _record(batch, "batch.reopened", actor, {"ready": batch.ready})
    return batch


def issue_chunk(batch: Batch, number: int) -> tuple[int, int]:
    """Issue one chunk of a batch in the caller's transaction.

    A chunk that ran before finds its rows settled and does nothing.

    Returns:
        How many rows are settled well, and how many failed, in this call.
    """
    rows = list(
        BatchRow.objects.filter(batch=batch)
        .exclude(state=RowState.PROBLEM)
        .order_by("line")[number * CHUNK : (number + 1) * CHUNK]
    )
    waiting = [row for row in rows if row.state == RowState.READY]
    if not waiting:
        return 0, 0
    intents = [
        intent.Intent(intent.from_json(row.recipient), row.source_key) for row in waiting
    ]
    outcomes = issue_many(
        batch.organisation,
        batch.achievement_version,
        intents,
        source=Source(batch.source),
        actor=batch.started_by,
        send_mail=batch.send_mail,
        approval=_approval_of(batch),
    )
    return _settle(batch, list(zip(waiting, outcomes, strict=True)))


def _approval_of(batch: Batch) -> UUID | None:
    """Return the second person's yes to a batch, which the signer wants to see of large ones."""
    found = Approval.objects.filter(
        kind__in=(APPROVE_BATCH, APPROVE_AWARD),
        subject_id=batch.pk,
        state=ApprovalState.APPROVED,
    )
    newest: UUID | None = found.order_by("-decided_at").values_list("pk", flat=True).first()
    return newest


def _settle(batch: Batch, done: list[tuple[BatchRow, Outcome]]) -> tuple[int, int]:
    """Write down what became of rows; return how many are settled well, and how many failed."""
    settled: dict[RowState, list[BatchRow]] = {
        RowState.ISSUED: [],
        RowState.DUPLICATE: [],
        RowState.FAILED: [],
    }
    for row, outcome in done:
        if outcome.error is not None:
            row.problems = [_problem(outcome.error)]
            row.column = row.problems[0]["column"][:20]
            settled[RowState.FAILED].append(row)
        else:
            state = RowState.ISSUED if outcome.is_new else RowState.DUPLICATE
            settled[state].append(row)
    for state, part in settled.items():
        BatchRow.objects.filter(pk__in=[row.pk for row in part]).update(state=state)
    for row in settled[RowState.FAILED]:
        row.save(update_fields=["problems", "column"])
    issued, failed = len(settled[RowState.ISSUED]), len(settled[RowState.FAILED])
    Batch.objects.filter(pk=batch.pk).update(
        issued=F("issued") + issued,
        failed=F("failed") + failed,
        duplicates=F("duplicates") + len(done) - issued - failed,
    )
    return len(done) - failed, failed


def held(batch_id: UUID) -> Batch:
    """Return a batch with its row locked."""
    rows = Batch.objects.select_for_update(of=("self",)).select_related(
        "organisation", "achievement_version__achievement", "job"
    )
    batch: Batch = rows.get(pk=batch_id)
    return batch


def _ask(batch: Batch, actor: object) -> None:
    batch.state = BatchState.WAITING
    batch.save()
    name = batch.achievement_version.name
    people = batch.ready
    title = (
        gettext_noop("Issue “%(name)s” to one person") % {"name": name}
        if batch.is_single
        else gettext_noop("Issue “%(name)s” to %(people)d people")
        % {"name": name, "people": people}
    )
    approvals.ask(
        APPROVE_AWARD if batch.is_single else APPROVE_BATCH,
        organisation=batch.organisation,
        subject_id=batch.pk,
        title=title,
        actor=actor,
        href=reverse("issuing:batch", args=[batch.organisation.slug, batch.pk]),
        facts={"people": people},
    )


def _problem(error: SkillmarkError) -> dict[str, str]:
    column = str(error.facts.get("field") or "")
    return {"code": error.code, "message": error.message, "column": column, "value": ""}


def _record(
    batch: Batch,
    action: str,
    actor: object,
    after: dict[str, object] | None = None,
    *,
    before: dict[str, object] | None = None,
) -> None:
    events.record(
        organisation_id=batch.organisation_id,
        actor=actor,
        action=action,
        object=batch,
        before=before,
        after=after,
    )
