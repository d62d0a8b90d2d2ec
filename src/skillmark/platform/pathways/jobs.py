"""The durable work of pathways, and what comes round."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmark.platform.jobs.models import Job
from skillmark.platform.jobs.periodic import every
from skillmark.platform.jobs.registry import ChunkResult, Plan, kind
from skillmark.platform.pathways.models import Pathway, PathwayAward
from skillmark.platform.pathways.services import dry_runs, following, marking, queue

CHUNK: Final = 100  # people of one transaction


@every(timedelta(seconds=5), "pathways.look_again")
def look_again(now: datetime) -> None:
    """Look at everybody for whom something changed, so that a final follows within seconds."""
    queue.ask_for_jobs(now)
    queue.work_off(now)


@every(timedelta(minutes=1), "pathways.dates")
def follow_dates(now: datetime) -> None:
    """Look at those for whom a date has come: what they hold began, expired, or left a window."""
    marking.mark_due(now)


@every(timedelta(minutes=1), "pathways.identities")
def follow_identities(now: datetime) -> None:
    """Let rules name the new identifiers of issuers that got some."""
    following.follow_identities(now)


@kind(queue.KIND)
class LookAgain:
    """Looks at everybody who waits on one pathway."""

    def plan(self, job: Job) -> Plan:
        """Count who waits."""
        people = queue.waiting(_pathway(job))
        return Plan(people, -(-people // CHUNK))

    def chunk(self, job: Job, number: int) -> ChunkResult:
        """Look at the next people; each number takes whoever is first then."""
        del number
        left = min(CHUNK, job.total - job.done)
        return ChunkResult(queue.next_people(_pathway(job), left, timezone.now()))

    def finish(self, job: Job) -> str:
        """Say how many finals were issued."""
        issued = PathwayAward.objects.filter(
            pathway=_pathway(job), awarded_at__gte=(job.started_at or timezone.now())
        ).count()
        return ngettext(
            "%(issued)d final was issued.", "%(issued)d finals were issued.", issued
        ) % {"issued": issued}


@kind(dry_runs.KIND)
class DryRunJob:
    """Holds a draft against everybody, and awards nothing."""

    def plan(self, job: Job) -> Plan:
        """Count the people."""
        people = dry_runs.population(dry_runs.of_job(job))
        return Plan(people, -(-people // dry_runs.CHUNK))

    def chunk(self, job: Job, number: int) -> ChunkResult:
        """Look at the people after the last address."""
        del number
        return ChunkResult(dry_runs.go_on(dry_runs.of_job(job), timezone.now()))

    def finish(self, job: Job) -> str:
        """Close the run."""
        run = dry_runs.close(dry_runs.of_job(job), timezone.now())
        return _("%(gain)d would gain it, %(lose)d lose, %(change)d stand differently.") % {
            "gain": run.gain,
            "lose": run.lose,
            "change": run.change,
        }


def _pathway(job: Job) -> Pathway:
    found: Pathway = Pathway.objects.select_related("organisation").get(
        pk=UUID(job.arguments["pathway"])
    )
    return found
