"""Working off the queue of people to look at again, a few at a time or as a job."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext_noop

from skillmark.core.errors import SkillmarkError
from skillmark.platform.jobs import services as jobs
from skillmark.platform.jobs.models import OPEN_STATES, Job
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.pathways.models import Pathway, Recheck
from skillmark.platform.pathways.services import awarding

KIND: Final = "pathways.look_again"
AT_ONCE: Final = 50  # people of one transaction
A_ROUND: Final = 200  # rows of one round; more people than that are a job
PATIENCE: Final = timedelta(minutes=1)  # after which what did not work is tried again

log = structlog.get_logger("skillmark.pathways")


def work_off(now: datetime, *, most: int = A_ROUND) -> int:
    """Look at people whose turn has come, of all organisations; return how many.

    What cannot be done now (nothing can be signed, say) comes again in a minute.
    """
    everywhere = Recheck.objects.with_scopes_disabled().filter(due_at__lte=now)
    rows = list(everywhere.order_by("due_at", "id").values("id", "pathway_id", "email")[:most])
    by_pathway: dict[UUID, dict[str, list[int]]] = {}
    for row in rows:
        by_pathway.setdefault(row["pathway_id"], {}).setdefault(row["email"], []).append(
            row["id"]
        )
    done = 0
    for pathway_id, people in by_pathway.items():
        pathway = _pathway(pathway_id)
        emails = sorted(people)
        for start in range(0, len(emails), AT_ONCE):
            part = emails[start : start + AT_ONCE]
            seen = [one for email in part for one in people[email]]
            done += _look(pathway, part, seen, now)
    return done


def ask_for_jobs(now: datetime) -> int:
    """Start a job for every pathway on which more wait than one round does."""
    everywhere = Recheck.objects.with_scopes_disabled().filter(due_at__lte=now)
    if everywhere.count() <= A_ROUND:
        return 0
    started = 0
    for pathway_id in list(
        everywhere.order_by().values_list("pathway_id", flat=True).distinct()
    ):
        if everywhere.filter(pathway_id=pathway_id).count() > A_ROUND:
            pathway = _pathway(pathway_id)
            with organisation_scope(pathway.organisation_id):
                started += start_job(pathway) is not None
    return started


def start_job(pathway: Pathway, *, actor: object = None) -> Job | None:
    """Ask for a job that works the whole queue of a pathway off; None when one is at it.

    Must run in the scope of the organisation.
    """
    arguments = {"pathway": str(pathway.pk)}
    if Job.objects.filter(kind=KIND, arguments=arguments, state__in=OPEN_STATES).exists():
        return None
    title = gettext_noop("Who fulfils “%(name)s”") % {"name": pathway.name[:120]}
    return jobs.start(KIND, pathway.organisation, arguments, actor=actor, title=title)


def waiting(pathway: Pathway) -> int:
    """Return how many people wait to be looked at."""
    rows = Recheck.objects.filter(pathway=pathway)
    return int(rows.values("email").distinct().count())


def next_people(pathway: Pathway, count: int, now: datetime) -> int:
    """Look at the next people of one pathway, in the caller's transaction; return how many."""
    rows = Recheck.objects.filter(pathway=pathway, due_at__lte=now)
    emails = list(rows.order_by("email").values_list("email", flat=True).distinct()[:count])
    if not emails:
        return 0
    seen = list(rows.filter(email__in=emails).values_list("pk", flat=True))
    found = awarding.look_again(pathway, emails, now)
    _forget(seen)
    return found.people


def _look(pathway: Pathway, emails: Sequence[str], seen: Sequence[int], now: datetime) -> int:
    with organisation_scope(pathway.organisation_id):
        try:
            with transaction.atomic():
                found = awarding.look_again(pathway, emails, now)
                _forget(seen)
        except SkillmarkError as error:
            log.warning("people were not looked at", pathway=str(pathway.pk), code=error.code)
            Recheck.objects.filter(pk__in=seen).update(due_at=now + PATIENCE)
            return 0
    return found.people


def _forget(seen: Sequence[int]) -> None:
    """Delete the rows that were seen before looking; what came later is looked at again."""
    for start in range(0, len(seen), 500):
        Recheck.objects.filter(pk__in=seen[start : start + 500]).delete()


def _pathway(pathway_id: UUID) -> Pathway:
    everywhere = Pathway.objects.with_scopes_disabled().select_related("organisation")
    found: Pathway = everywhere.get(pk=pathway_id)
    return found
