"""Batches: a file is read and shown first, and issued only after a person said so.

`preview_batch` stores every row with its problems or as ready; `start_batch` hands the ready
ones to a durable job (`skillmark.platform.issuing.jobs`), which issues them in chunks.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.core.errors import SkillmarkError
from skillmark.core.issue import recipients
from skillmark.core.issue.recipients import RecipientsFile, Row
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.text import line
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.issuing import intent
from skillmark.platform.issuing.errors import (
    BatchFileError,
    BatchStateError,
    NothingToIssueError,
    NotPublishedError,
)
from skillmark.platform.issuing.models import (
    Award,
    AwardState,
    Batch,
    BatchRow,
    BatchState,
    RowState,
    Source,
)
from skillmark.platform.issuing.services.awarding import issue_many
from skillmark.platform.jobs import services as jobs
from skillmark.platform.orgs.models import Organisation

JOB_KIND: Final = "issuing.batch"
CHUNK: Final = 200  # rows of one transaction
MAX_FILE_BYTES: Final = 32 * 1024 * 1024
MAX_ROWS: Final = 100_000
_LOOK_UP: Final = 500  # keys of one query
_INSERT: Final = 1_000  # rows of one insert
_STEPS: Final = frozenset({BatchState.QUEUED, BatchState.RUNNING})


def preview_batch(
    organisation: Organisation,
    version: AchievementVersion,
    data: bytes,
    *,
    filename: str,
    actor: object,
    not_before: date | None = None,
    source: Source = Source.CSV,
) -> Batch:
    """Read a file of recipients and store what each row would do; nothing is issued.

    Args:
        organisation: whose file it is.
        version: what would be awarded; published.
        data: the file.
        filename: for people only.
        actor: who sent it.
        not_before: first day of the course; that of the version if not given.
        source: a file or the API.

    Raises:
        NotPublishedError: the version is not published.
        BatchFileError: the file as a whole cannot be read.
    """
    if version.state != State.PUBLISHED:
        raise NotPublishedError("Publish the achievement before you issue it.")
    found = _read(data, version, not_before)
    with transaction.atomic():
        batch: Batch = Batch.objects.create(
            organisation=organisation,
            achievement_version=version,
            source=source,
            filename=line(filename)[:200],
            file_digest=hashlib.sha256(data).hexdigest(),
            header=list(found.titles),
            created_by=audit.reference(actor),
            total=len(found.rows),
        )
        _store_rows(batch, found)
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="batch.previewed",
            object=batch,
            after={"rows": batch.total, "ready": batch.ready, "problems": batch.problems},
        )
    return batch


def submit_batch(
    organisation: Organisation,
    version: AchievementVersion,
    data: bytes,
    *,
    filename: str,
    actor: object,
    send_mail: bool = True,
    dry_run: bool = False,
) -> Batch:
    """Preview a file and start it at once, for programs; with nothing to issue it is done.

    Arguments as in `preview_batch` and `start_batch`; a dry run only previews, and the batch
    then waits for `start_batch`.

    Raises:
        IssuingError: as `preview_batch`.
    """
    with transaction.atomic():
        batch = preview_batch(
            organisation, version, data, filename=filename, actor=actor, source=Source.API
        )
        if dry_run:
            return batch
        if batch.ready:
            return start_batch(batch.pk, actor=actor, send_mail=send_mail)
        batch.state = BatchState.DONE
        batch.started_at = batch.finished_at = timezone.now()
        batch.save(update_fields=["state", "started_at", "finished_at"])
        return batch


def start_batch(batch_id: UUID, *, actor: object, send_mail: bool = True) -> Batch:
    """Issue the ready rows of a previewed batch, by a job that survives a crash.

    Raises:
        BatchStateError: it was started or discarded before.
        NothingToIssueError: no row is ready.
        NotPublishedError: the version was archived in the meantime.
    """
    with transaction.atomic():
        batch = _held(batch_id)
        if batch.state != BatchState.PREVIEW:
            raise BatchStateError("This batch was started already.", state=batch.state)
        if batch.ready == 0:
            raise NothingToIssueError("There is no row to issue in this file.")
        version = batch.achievement_version
        if version.state != State.PUBLISHED:
            raise NotPublishedError("Publish the achievement before you issue it.")
        batch.state, batch.started_at = BatchState.QUEUED, timezone.now()
        batch.send_mail = send_mail
        batch.started_by = audit.reference(actor)
        batch.job = jobs.start(
            JOB_KIND,
            batch.organisation,
            {"batch": str(batch.pk)},
            actor=actor,
            title=_("Issue “%(name)s”") % {"name": version.name},
            total=batch.ready,
            result_url=reverse("issuing:batch", args=[batch.organisation.slug, batch.pk]),
        )
        batch.save()
    return batch


def cancel_batch(batch_id: UUID, *, actor: object) -> Batch:
    """Stop a running batch before its next chunk; what is issued stays issued.

    Raises:
        BatchStateError: it does not run.
        JobOverError: it has just ended.
    """
    with transaction.atomic():
        batch = _held(batch_id)
        if batch.state not in _STEPS or batch.job is None:
            raise BatchStateError("This batch is not running.", state=batch.state)
        jobs.cancel(batch.job, actor=actor)
    return batch


def discard_batch(batch_id: UUID, *, actor: object) -> None:
    """Remove a previewed batch with all its rows; nothing was issued from it.

    Raises:
        BatchStateError: it was started.
    """
    with transaction.atomic():
        batch = _held(batch_id)
        if batch.state != BatchState.PREVIEW:
            raise BatchStateError("A batch that was started stays.", state=batch.state)
        events.record(
            organisation_id=batch.organisation_id,
            actor=actor,
            action="batch.discarded",
            object=batch,
            before={"rows": batch.total},
        )
        batch.delete()


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
    )
    settled: dict[RowState, list[BatchRow]] = {
        RowState.ISSUED: [],
        RowState.DUPLICATE: [],
        RowState.FAILED: [],
    }
    for row, outcome in zip(waiting, outcomes, strict=True):
        if outcome.error is not None:
            row.problems = [_problem(outcome.error)]
            settled[RowState.FAILED].append(row)
        else:
            state = RowState.ISSUED if outcome.is_new else RowState.DUPLICATE
            settled[state].append(row)
    for state, part in settled.items():
        BatchRow.objects.filter(pk__in=[row.pk for row in part]).update(state=state)
    for row in settled[RowState.FAILED]:
        row.save(update_fields=["problems"])
    issued, failed = len(settled[RowState.ISSUED]), len(settled[RowState.FAILED])
    Batch.objects.filter(pk=batch.pk).update(
        issued=F("issued") + issued,
        failed=F("failed") + failed,
        duplicates=F("duplicates") + len(waiting) - issued - failed,
    )
    return len(waiting) - failed, failed


def _problem(error: SkillmarkError) -> dict[str, str]:
    column = str(error.facts.get("field") or "")
    return {"code": error.code, "message": error.message, "column": column, "value": ""}


def _read(data: bytes, version: AchievementVersion, not_before: date | None) -> RecipientsFile:
    found = recipients.read(
        data,
        at=timezone.now().date(),
        not_before=not_before or version.course_start,
        achievements=frozenset({version.achievement.slug}),
        max_bytes=MAX_FILE_BYTES,
        max_rows=MAX_ROWS,
    )
    if found.problems:
        first = found.problems[0]
        raise BatchFileError(
            first.message, problem=first.code, line=first.line, column=first.column
        )
    return found


def _held(batch_id: UUID) -> Batch:
    rows = Batch.objects.select_for_update(of=("self",)).select_related(
        "organisation", "achievement_version__achievement", "job"
    )
    batch: Batch = rows.get(pk=batch_id)
    return batch


def _store_rows(batch: Batch, found: RecipientsFile) -> None:
    rows = [_row(batch, row) for row in found.rows]
    ready = {row.source_key: row for row in rows if row.state == RowState.READY}
    for key in _issued_before(list(ready)):
        ready[key].state = RowState.DUPLICATE
    BatchRow.objects.bulk_create(rows, batch_size=_INSERT)
    batch.ready = sum(row.state == RowState.READY for row in rows)
    batch.problems = sum(row.state == RowState.PROBLEM for row in rows)
    batch.duplicates = sum(row.state == RowState.DUPLICATE for row in rows)
    batch.save(update_fields=["ready", "problems", "duplicates"])


def _row(batch: Batch, row: Row) -> BatchRow:
    stored = BatchRow(
        organisation_id=batch.organisation_id,
        batch=batch,
        line=row.line,
        raw=list(row.cells),
        state=RowState.PROBLEM,
        problems=[problem.to_json() for problem in row.problems],
    )
    if row.recipient is not None:
        stored.state = RowState.READY
        stored.recipient = intent.to_json(row.recipient)
        stored.source_key = intent.source_key(batch.achievement_version_id, row.recipient)
    return stored


def _issued_before(keys: Sequence[str]) -> Iterable[str]:
    for start in range(0, len(keys), _LOOK_UP):
        part = keys[start : start + _LOOK_UP]
        rows = Award.objects.filter(source_key__in=part, state=AwardState.ISSUED)
        yield from rows.values_list("source_key", flat=True)
