"""The durable job behind a batch: chunks of rows, each chunk one transaction."""

from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.events import services as events
from skillmark.platform.issuing.models import Batch, BatchRow, BatchState, RowState
from skillmark.platform.issuing.services.batches import CHUNK, JOB_KIND, issue_chunk
from skillmark.platform.jobs import registry
from skillmark.platform.jobs.models import Job
from skillmark.platform.jobs.registry import ChunkResult, Plan


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


def _batch(job: Job) -> Batch:
    rows = Batch.objects.select_related("organisation", "achievement_version__achievement")
    batch: Batch = rows.get(pk=job.arguments["batch"])
    return batch
