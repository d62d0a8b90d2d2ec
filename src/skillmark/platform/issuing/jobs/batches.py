"""The durable jobs behind a batch: chunks of rows, each chunk one transaction."""

from math import ceil
from threading import Lock
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.events import services as events
from skillmark.platform.issuing.intake import Found
from skillmark.platform.issuing.models import Batch, BatchRow, BatchState, RowState
from skillmark.platform.issuing.services.batches import CHUNK, JOB_KIND, issue_chunk
from skillmark.platform.issuing.services.previews import READING_KIND, found_of, store_rows
from skillmark.platform.jobs import registry
from skillmark.platform.jobs.models import Job
from skillmark.platform.jobs.registry import ChunkResult, Plan

ROWS_STORED: Final = 5_000  # of a long list, in one transaction


@registry.kind(JOB_KIND)
class IssueBatch:
    """Issues the ready rows of one batch."""

    def plan(self, job: Job) -> Plan:
        """Cut the rows without problems into chunks; those issued before are passed over."""
        batch = _batch(job)
        batch.state = BatchState.RUNNING
        batch.save(update_fields=["state"])
        rows = BatchRow.objects.filter(batch=batch).exclude(state=RowState.PROBLEM)
        return Plan(total=batch.ready, chunks=ceil(rows.count() / CHUNK))

    def chunk(self, job: Job, number: int) -> ChunkResult:
        """Issue one chunk."""
        done, failed = issue_chunk(_batch(job), number)
        return ChunkResult(done=done, failed=failed)

    def finish(self, job: Job) -> str:
        """Close the batch."""
        batch = _batch(job)
        batch.state, batch.finished_at = BatchState.DONE, timezone.now()
        batch.save(update_fields=["state", "finished_at"])
        events.record(
            organisation_id=batch.organisation_id,
            actor=None,
            action="batch.issued",
            object=batch,
            after={
                "issued": batch.issued,
                "duplicates": batch.duplicates,
                "failed": batch.failed,
                "problems": batch.problems,
            },
        )
        return _("%(issued)d credentials issued.") % {"issued": batch.issued}


@registry.kind(READING_KIND)
class StoreRows:
    """Stores the rows of one long list, so that they can be checked.

    The file is read once in this process and kept until the last chunk; after a crash another
    process reads it again, to the same rows.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[UUID, Found] | None = None

    def plan(self, job: Job) -> Plan:
        """Cut the rows into chunks; what an earlier run has stored is removed."""
        batch = _batch(job)
        rows = BatchRow.objects.filter(batch=batch)
        rows._raw_delete(rows.db)  # noqa: SLF001 - nothing hangs on a row
        batch.ready = batch.problems = batch.duplicates = 0
        batch.save(update_fields=["ready", "problems", "duplicates"])
        return Plan(total=batch.total, chunks=ceil(batch.total / ROWS_STORED))

    def chunk(self, job: Job, number: int) -> ChunkResult:
        """Store one chunk."""
        batch = _batch(job)
        rows = self._found(batch).file.rows[number * ROWS_STORED : (number + 1) * ROWS_STORED]
        store_rows(batch, rows)
        batch.save(update_fields=["ready", "problems", "duplicates"])
        return ChunkResult(done=len(rows))

    def finish(self, job: Job) -> str:
        """Open the batch for its check."""
        batch = _batch(job)
        batch.state = BatchState.PREVIEW
        batch.save(update_fields=["state"])
        with self._lock:
            self._kept = None
        return _("%(rows)d rows are ready to be checked.") % {"rows": batch.total}

    def _found(self, batch: Batch) -> Found:
        with self._lock:
            if self._kept is None or self._kept[0] != batch.pk:
                self._kept = (batch.pk, found_of(batch))
            return self._kept[1]


def _batch(job: Job) -> Batch:
    rows = Batch.objects.select_related("organisation", "achievement_version__achievement")
    batch: Batch = rows.get(pk=job.arguments["batch"])
    return batch
