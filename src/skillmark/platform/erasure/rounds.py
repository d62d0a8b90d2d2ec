"""When erasures begin, and who does them."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.erasure import running
from skillmark.platform.erasure.models import Erasure, ErasureState
from skillmark.platform.erasure.services import JOB_KIND
from skillmark.platform.jobs import registry
from skillmark.platform.jobs.models import Job
from skillmark.platform.jobs.periodic import every
from skillmark.platform.jobs.registry import ChunkResult, Plan

log = structlog.get_logger("skillmark.erasure")

LEFT_LYING: Final = timedelta(minutes=15)
"""After that the round goes on with what a stopped or cancelled job has begun."""


@every(timedelta(minutes=1), "erasure.due")
def erase_due(now: datetime) -> None:
    """Erase whose waiting time is over, and go on with what was stopped."""
    rows = Erasure.objects.with_scopes_disabled()
    begun = (ErasureState.RUNNING, ErasureState.TELLING)
    due = Q(organisation=None, state=ErasureState.WAITING, due_at__lte=now)
    going = Q(organisation=None, state__in=begun)
    left = Q(state__in=(ErasureState.WAITING, *begun), due_at__lte=now - LEFT_LYING)
    for pk in list(rows.filter(due | going | left).values_list("pk", flat=True)):
        try:
            running.run(pk)
        except Exception:
            log.exception("erasure stopped", erasure=str(pk))


@registry.kind(JOB_KIND)
class EraseLearner:
    """Erases one address within an organisation; a chunk is a part."""

    def plan(self, job: Job) -> Plan:
        """Note whom it is about."""
        count = running.begin(_erasure(job))
        return Plan(total=count, chunks=count)

    def chunk(self, job: Job, number: int) -> ChunkResult:  # noqa: ARG002 - the next one, whichever
        """Do the next part."""
        running.advance(_erasure(job))
        return ChunkResult(1)

    def finish(self, job: Job) -> str:
        """Sweep once more, and forget who it was."""
        erasure = _erasure(job)
        while running.advance(erasure):
            pass
        running.finish(erasure, timezone.now())
        return _("Erased.")


def _erasure(job: Job) -> UUID:
    return UUID(job.arguments["erasure"])
