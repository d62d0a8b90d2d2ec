"""Files before they are issued: read, stored row by row, read again when somebody says how.

`preview_batch` keeps the bytes beside the batch until it is started, so that another encoding,
sheet or meaning of a column needs no second upload. What people say about columns is remembered
for the next list with the same titles. Nothing is issued here.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from skillmark.core.issue.recipients import Expectations, Row
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.text import line
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.issuing import intake
from skillmark.platform.issuing.errors import (
    BatchFileError,
    BatchStateError,
    NotPublishedError,
)
from skillmark.platform.issuing.intake import Found, How
from skillmark.platform.issuing.intake.how import digest_of
from skillmark.platform.issuing.making import intent
from skillmark.platform.issuing.making.expecting import expectations
from skillmark.platform.issuing.models import (
    Award,
    AwardState,
    Batch,
    BatchFile,
    BatchRow,
    BatchState,
    ColumnMapping,
    RowState,
    Source,
)
from skillmark.platform.jobs import services as jobs
from skillmark.platform.orgs.models import Organisation

READING_KIND: Final = "issuing.reading"
MAX_FILE_BYTES: Final = 32 * 1024 * 1024
MAX_ROWS: Final = 100_000
AT_ONCE: Final = 10_000  # rows; a longer list is stored by a job that shows its progress
_LOOK_UP: Final = 500  # keys of one query
_INSERT: Final = 1_000  # rows of one insert


def preview_batch(
    organisation: Organisation,
    version: AchievementVersion,
    data: bytes,
    *,
    filename: str,
    actor: object,
    not_before: date | None = None,
    source: Source = Source.CSV,
    how: How | None = None,
    ask: bool = False,
) -> Batch:
    """Read a file of recipients and store what each row would do; nothing is issued.

    Args:
        organisation: whose file it is.
        version: what would be awarded; published.
        data: the file, CSV or XLSX.
        filename: for people only.
        actor: who sent it.
        not_before: first day of the course; that of the version if not given.
        source: a file or the API.
        how: what is said about the file; the rest is found out.
        ask: whether somebody can be asked: columns that do not suffice then stop nothing, and a
            long list is stored by a job.

    Raises:
        NotPublishedError: the version is not published.
        BatchFileError: the file as a whole cannot be read.
    """
    require_published(version)
    found = _read(organisation, data, expectations(version, not_before), how or How())
    _refuse(found, ask=ask)
    batch = Batch(
        organisation=organisation,
        achievement_version=version,
        source=source,
        filename=line(filename)[:200],
        file_digest=hashlib.sha256(data).hexdigest(),
        not_before=not_before,
        created_by=audit.reference(actor),
    )
    with transaction.atomic():
        batch.save()
        if ask:
            BatchFile.objects.create(batch=batch, organisation=organisation, data=data)
        _fill(batch, found, actor=actor, may_wait=ask)
        _record(batch, "batch.previewed", actor)
    return batch


def preview_people(
    organisation: Organisation,
    version: AchievementVersion,
    found: Found,
    *,
    actor: object,
    source: Source,
    again: str = "",
) -> Batch:
    """Store people given by a form or as JSON as a batch, as `preview_batch` does a file.

    Args:
        organisation: whose award it is.
        version: what would be awarded; published.
        found: the people, read.
        actor: who names them.
        source: the form or the API.
        again: makes a deliberate repetition for the same person another award.

    Raises:
        NotPublishedError: the version is not published.
        BatchFileError: there are too many.
    """
    require_published(version)
    _refuse(found, ask=False)
    said = "\n".join(str(row.cells) for row in found.file.rows)
    with transaction.atomic():
        batch: Batch = Batch.objects.create(
            organisation=organisation,
            achievement_version=version,
            source=source,
            file_digest=hashlib.sha256(said.encode()).hexdigest(),
            created_by=audit.reference(actor),
        )
        _fill(batch, found, actor=actor, may_wait=False, again=again)
        _record(batch, "batch.previewed", actor)
    return batch


def reread_batch(batch_id: UUID, how: How, *, actor: object, remember: bool = True) -> Batch:
    """Read the file of a previewed batch again as somebody says, and remember the columns.

    Raises:
        BatchStateError: it was started, or its file is gone.
        BatchFileError: the file cannot be read so.
    """
    with transaction.atomic():
        batch: Batch = (
            Batch.objects.select_for_update(of=("self",))
            .select_related("organisation", "achievement_version__achievement")
            .get(pk=batch_id)
        )
        kept = BatchFile.objects.filter(batch=batch).first()
        if batch.state != BatchState.PREVIEW or kept is None:
            raise BatchStateError("This batch was started already.", state=batch.state)
        expected = expectations(batch.achievement_version, batch.not_before)
        said = replace(how, said=True, remembered=False)
        found = _read(batch.organisation, bytes(kept.data), expected, said)
        _refuse(found, ask=True)
        rows = BatchRow.objects.filter(batch=batch)
        rows._raw_delete(rows.db)  # noqa: SLF001 - nothing hangs on a row; 100,000 go at once
        _fill(batch, found, actor=actor, may_wait=True)
        if remember and found.how.columns and not found.how.problem:
            _remember(batch.organisation, found)
        _record(batch, "batch.reread", actor)
    return batch


def require_published(version: AchievementVersion) -> None:
    """Refuse a version that nothing can be issued from.

    Raises:
        NotPublishedError: it is a draft or archived.
    """
    if version.state != State.PUBLISHED:
        raise NotPublishedError("Publish the achievement before you issue it.")


def found_of(batch: Batch) -> Found:
    """Return the file of a batch, read as its batch says; for the job that stores long lists."""
    kept = BatchFile.objects.get(batch=batch)
    expected = expectations(batch.achievement_version, batch.not_before)
    said = How.from_json(batch.reading)
    return intake.read(
        bytes(kept.data), expected, said, max_bytes=MAX_FILE_BYTES, max_rows=MAX_ROWS
    )


def store_rows(batch: Batch, rows: Sequence[Row], *, again: str = "") -> None:
    """Store rows of a list with what each would do."""
    stored = [_row(batch, row, again) for row in rows]
    ready = {row.source_key: row for row in stored if row.state == RowState.READY}
    for key in _issued_before(list(ready)):
        ready[key].state = RowState.DUPLICATE
    BatchRow.objects.bulk_create(stored, batch_size=_INSERT)
    counted = dict.fromkeys(RowState, 0)
    for row in stored:
        counted[RowState(row.state)] += 1
    batch.ready += counted[RowState.READY]
    batch.problems += counted[RowState.PROBLEM]
    batch.duplicates += counted[RowState.DUPLICATE]


def _fill(
    batch: Batch, found: Found, *, actor: object, may_wait: bool, again: str = ""
) -> None:
    """Write how a file was read and its rows, at once or by a job."""
    batch.reading = found.how.to_json()
    batch.header = list(found.file.titles)
    batch.total = len(found.file.rows)
    batch.ready = batch.problems = batch.duplicates = 0
    batch.state = BatchState.PREVIEW
    if may_wait and batch.total > AT_ONCE:
        batch.state = BatchState.READING
        batch.job = jobs.start(
            READING_KIND,
            batch.organisation,
            {"batch": str(batch.pk)},
            actor=actor,
            title=gettext_noop("Check “%(name)s”") % {"name": batch.filename or batch.pk},
            total=batch.total,
        )
    else:
        store_rows(batch, found.file.rows, again=again)
    batch.save()


def _read(organisation: Organisation, data: bytes, expected: Expectations, said: How) -> Found:
    """Read a file; columns that nobody has said are taken as the last time, if they are known."""

    def attempt(how: How) -> Found:
        return intake.read(data, expected, how, max_bytes=MAX_FILE_BYTES, max_rows=MAX_ROWS)

    found = attempt(said)
    if said.columns or not found.file.titles:
        return found
    known: ColumnMapping | None = ColumnMapping.objects.filter(
        organisation=organisation, titles_digest=digest_of(found.file.titles)
    ).first()
    if known is None:
        return found
    order = said.date_order or known.date_order
    remembered = replace(said, columns=tuple(known.columns), date_order=order, remembered=True)
    return attempt(remembered)


def _remember(organisation: Organisation, found: Found) -> None:
    ColumnMapping.objects.update_or_create(
        organisation=organisation,
        titles_digest=digest_of(found.file.titles),
        defaults={
            "columns": list(found.how.columns),
            "date_order": found.how.date_order if found.how.date_order != "ask" else "",
        },
    )


def _refuse(found: Found, *, ask: bool) -> None:
    if found.file.problems and not (ask and found.stopped_by_columns):
        first = found.file.problems[0]
        raise BatchFileError(
            first.message, problem=first.code, line=first.line, column=first.column
        )


def _row(batch: Batch, row: Row, again: str) -> BatchRow:
    stored = BatchRow(
        organisation_id=batch.organisation_id,
        batch=batch,
        line=row.line,
        raw=list(row.cells),
        name=" ".join(row.cells)[:200],
        state=RowState.PROBLEM,
        column=row.problems[0].column if row.problems else "",
        problems=[problem.to_json() for problem in row.problems],
    )
    person = row.recipient
    if person is not None:
        stored.state = RowState.READY
        stored.name, stored.email = person.name, person.email or ""
        stored.recipient = intent.to_json(person)
        stored.source_key = intent.source_key(
            batch.achievement_version.achievement_id, person, again=again
        )
    return stored


def _issued_before(keys: Sequence[str]) -> Iterable[str]:
    for start in range(0, len(keys), _LOOK_UP):
        part = keys[start : start + _LOOK_UP]
        rows = Award.objects.filter(source_key__in=part, state=AwardState.ISSUED)
        yield from rows.values_list("source_key", flat=True)


def _record(batch: Batch, action: str, actor: object) -> None:
    events.record(
        organisation_id=batch.organisation_id,
        actor=actor,
        action=action,
        object=batch,
        after={"rows": batch.total, "ready": batch.ready, "problems": batch.problems},
    )
