"""What assessment adds to the pages of others: the overview, the rail, the audit trail."""

from collections.abc import Collection

from django.http import HttpRequest
from django.urls import reverse

from skillmark.platform.assessment import queue, selectors
from skillmark.platform.assessment.models import Decision, Plan, Submission
from skillmark.platform.assessment.vocabulary import Part
from skillmark.platform.orgs.access import allowed
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.orgs.panels import AUDIT_SUBJECTS, OVERVIEW, Panel, Subject
from skillmark.platform.people.models import User
from skillmark.platform.ui import navigation
from skillmark.platform.ui.paging import count_up_to


def counted(request: HttpRequest) -> int:
    """Return how much waits for whoever looks, up to many."""
    user = request.user
    if not isinstance(user, User):
        return 0
    parts = (Part.ASSESSOR, Part.MODERATOR)
    return sum(count_up_to(queue.waiting(user, part)) for part in parts)


def waiting(organisation: Organisation, request: HttpRequest) -> Panel | None:
    """Return what waits to be marked by whoever looks, and what an owner has to look after."""
    role = getattr(getattr(request, "membership", None), "role", "")
    mine = counted(request) if role in allowed(Role.ASSESSOR) else 0
    late = selectors.not_issued().count() if role in allowed(Role.DESIGNER) else 0
    if not mine and not late:
        return None
    facts = {"mine": mine, "late": late, "organisation": organisation}
    return Panel("assessment/waiting_panel.html", facts)


def plans_named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return the unit of each plan."""
    rows = Plan.objects.filter(pk__in=ids).select_related("achievement")
    return {
        str(row.pk): Subject(
            row.achievement.name, reverse("assessment:plan", args=[organisation.slug, row.pk])
        )
        for row in rows
    }


def works_named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return the learner of each piece of work that was handed in.

    Marks are not named: who marks second must not find the first mark here.
    """
    rows = Submission.objects.filter(pk__in=ids, submitted_at__isnull=False)
    return {str(row.pk): _subject(organisation, row) for row in rows}


def decisions_named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return the learner of each decision."""
    rows = Decision.objects.filter(pk__in=ids).select_related("submission")
    return {str(row.pk): _subject(organisation, row.submission) for row in rows}


def _subject(organisation: Organisation, work: Submission) -> Subject:
    href = reverse("assessment:studio-work", args=[organisation.slug, work.pk])
    return Subject(work.name, href)


AUDIT_SUBJECTS.register("plan", plans_named)
AUDIT_SUBJECTS.register("submission", works_named)
AUDIT_SUBJECTS.register("decision", decisions_named)
OVERVIEW.register_asking(12, waiting)
navigation.counted("assess", counted)
