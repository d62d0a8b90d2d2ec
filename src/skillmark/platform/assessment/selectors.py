"""Reading assessments.

A learner's own work and the plans they can show something for lie with many organisations: those
queries step outside the scope on purpose, and filter by person instead. Everything else works in
the scope that the caller opened.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from skillmark.platform.assessment.models import (
    Assignment,
    Conflict,
    Decision,
    Mark,
    OfferedAssignment,
    Plan,
    Submission,
)
from skillmark.platform.assessment.vocabulary import (
    OPEN,
    TO_DO,
    MarkState,
    Outcome,
    Part,
    Round,
    SubmissionState,
)
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.orgs.models import Membership
from skillmark.platform.people.models import User
from skillmark.platform.programmes import selectors as given
from skillmark.platform.programmes.models import Enrolment
from skillmark.platform.programmes.services.enrolling import HOLDING

FOUND: Final = 100  # plans that a learner's page names


def works_of(user: User) -> QuerySet[Submission]:
    """Return what an account has begun or handed in, with any organisation, newest first."""
    rows: QuerySet[Submission] = Submission.objects.with_scopes_disabled().filter(
        person__user=user
    )
    return rows.select_related("version", "organisation").order_by("-created_at", "-pk")


def own_work(work_id: UUID, user: User) -> Submission | None:
    """Return a submission if it is the account's own."""
    rows = works_of(user).select_related("plan__achievement", "person", "version")
    return rows.filter(pk=work_id).first()


def plan_anywhere(plan_id: UUID) -> Plan | None:
    """Return a plan whose achievement is published, of any organisation."""
    rows = Plan.objects.with_scopes_disabled().select_related("achievement", "organisation")
    found: Plan | None = rows.filter(_published(), pk=plan_id).first()
    return found


def plans_for(user: User) -> list[Plan]:
    """Return the open plans of units in whose programmes the account has a place.

    Left out is what was found competent, and what an attempt is open for.
    """
    places = Enrolment.objects.with_scopes_disabled().filter(
        person__user=user, state__in=HOLDING
    )
    units = given.giving().filter(programme__in=places.values("programme"))
    settled = Submission.objects.with_scopes_disabled().filter(
        Q(state__in=OPEN) | Q(state=SubmissionState.DECIDED, outcome=Outcome.COMPETENT),
        plan=OuterRef("pk"),
        person__user=user,
    )
    rows = Plan.objects.with_scopes_disabled().filter(
        _published(),
        ~Exists(settled),
        achievement_id__in=units.values("achievement"),
        is_open=True,
    )
    listed = rows.select_related("achievement", "organisation").order_by("achievement__name")
    return list(listed[:FOUND])


def plans_of_programme(programme_id: UUID) -> QuerySet[Plan]:
    """Return the plans of what a programme gives and is awarded now, of any organisation."""
    units = given.giving().filter(
        programme_id=programme_id, achievement_id=OuterRef("achievement_id")
    )
    rows: QuerySet[Plan] = Plan.objects.with_scopes_disabled().filter(
        _published(), Exists(units)
    )
    ordered = rows.select_related("achievement", "organisation")
    return ordered.order_by(Subquery(units.values("position")[:1]), "pk")


def marked_by(organisation_id: UUID, listed: Iterable[Plan]) -> set[UUID]:
    """Return which plans, of any organisation, the people of one are assigned to mark."""
    members = Membership.objects.with_scopes_disabled().filter(organisation_id=organisation_id)
    rows = Assignment.objects.with_scopes_disabled().filter(
        plan__in=[one.pk for one in listed],
        part=Part.ASSESSOR,
        user__in=members.values("user"),
    )
    return set(rows.values_list("plan_id", flat=True))


def plans(search: str = "") -> QuerySet[Plan]:
    """Return the plans of the current organisation, by the name of the unit."""
    rows: QuerySet[Plan] = Plan.objects.select_related("achievement")
    for word in search.split():
        rows = rows.filter(achievement__name__icontains=word)
    return rows.order_by("achievement__name", "pk")


def plan(plan_id: UUID) -> Plan | None:
    """Return a plan of the current organisation."""
    found: Plan | None = Plan.objects.select_related("achievement").filter(pk=plan_id).first()
    return found


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is at a plan."""

    assessors: int = 0
    moderators: int = 0
    waiting: int = 0
    decided: int = 0


def figures(listed: list[Plan]) -> dict[UUID, Figures]:
    """Return the figures of plans, in two queries."""
    ids = [one.pk for one in listed]
    people = dict[tuple[UUID, str], int]()
    counted = Assignment.objects.filter(plan_id__in=ids).values_list("plan_id", "part")
    for plan_id, part, count in counted.annotate(Count("pk")).order_by():
        people[plan_id, part] = count
    states = dict[tuple[UUID, str], int]()
    works = Submission.objects.filter(plan_id__in=ids).values_list("plan_id", "state")
    for plan_id, state, count in works.annotate(Count("pk")).order_by():
        states[plan_id, state] = count
    return {
        one: Figures(
            people.get((one, Part.ASSESSOR), 0),
            people.get((one, Part.MODERATOR), 0),
            states.get((one, SubmissionState.SUBMITTED), 0),
            states.get((one, SubmissionState.DECIDED), 0),
        )
        for one in ids
    }


def unplanned() -> QuerySet[AchievementVersion]:
    """Return the published versions of the current organisation without a plan, by name."""
    rows: QuerySet[AchievementVersion] = AchievementVersion.objects.filter(
        state=State.PUBLISHED, achievement__assessment_plan=None
    )
    return rows.order_by("name", "pk")


def works(of: Plan, state: str = "", search: str = "") -> QuerySet[Submission]:
    """Return what was handed in for a plan, the newest first; drafts are nobody's business."""
    rows: QuerySet[Submission] = Submission.objects.filter(plan=of)
    wanted = (SubmissionState.SUBMITTED, SubmissionState.DECIDED)
    chosen = [one for one in wanted if one == state] or wanted
    rows = rows.filter(state__in=chosen)
    for word in search.split():
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return rows.select_related("version").order_by("-submitted_at", "-pk")


def work(work_id: UUID) -> Submission | None:
    """Return a submission of the current organisation that was handed in."""
    rows = Submission.objects.select_related("plan__achievement", "version", "organisation")
    found: Submission | None = rows.filter(pk=work_id, submitted_at__isnull=False).first()
    return found


def drafts(of: Plan) -> QuerySet[Submission]:
    """Return the drafts of a plan with a last day, by that day: some may need more time."""
    rows: QuerySet[Submission] = Submission.objects.filter(
        plan=of, state=SubmissionState.DRAFT, due_at__isnull=False
    )
    return rows.order_by("due_at", "pk")


def offers(of: Plan) -> QuerySet[OfferedAssignment]:
    """Return the units of a plan that are offered in invitations nobody has answered yet."""
    rows: QuerySet[OfferedAssignment] = OfferedAssignment.objects.filter(
        plan=of,
        invitation__accepted_at=None,
        invitation__withdrawn_at=None,
        invitation__expires_at__gt=timezone.now(),
    )
    return rows.select_related("invitation")


def double_marks(of: Plan) -> list[tuple[Mark, Mark]]:
    """Return first and second marks of the work that was marked twice, in order of time."""
    rows = Mark.objects.filter(
        submission__plan=of,
        state=MarkState.FINISHED,
        round__in=(Round.FIRST, Round.SECOND),
    ).select_related("submission__version", "submission__plan")
    pairs: dict[UUID, dict[str, Mark]] = {}
    for row in rows.order_by("finished_at", "pk"):
        pairs.setdefault(row.submission_id, {})[row.round] = row
    return [(both[Round.FIRST], both[Round.SECOND]) for both in pairs.values() if len(both) > 1]


def double_outcomes(listed: list[Plan]) -> dict[UUID, list[tuple[str, str]]]:
    """Return the first and the second outcome of work that was marked twice, by plan."""
    rows = Mark.objects.filter(
        submission__plan__in=listed,
        state=MarkState.FINISHED,
        round__in=(Round.FIRST, Round.SECOND),
    ).values_list("submission__plan_id", "submission_id", "round", "outcome")
    works: dict[tuple[UUID, UUID], dict[str, str]] = {}
    for plan_id, work_id, which, outcome in rows.order_by("finished_at", "pk"):
        works.setdefault((plan_id, work_id), {})[which] = outcome
    found: dict[UUID, list[tuple[str, str]]] = {}
    for (plan_id, _work), both in works.items():
        if len(both) > 1:
            found.setdefault(plan_id, []).append((both[Round.FIRST], both[Round.SECOND]))
    return found


def unmarkable(of: Plan) -> int:
    """Return how many works wait that nobody who is assigned may judge, in four queries."""
    waiting = list(
        Mark.objects.filter(submission__plan=of, state__in=TO_DO, marker=None).values_list(
            "submission_id", "round", "submission__person__user_id"
        )
    )
    if not waiting:
        return 0
    able: dict[str, set[UUID]] = {Part.ASSESSOR: set(), Part.MODERATOR: set()}
    for user, part in Assignment.objects.filter(plan=of).values_list("user_id", "part"):
        able[part].add(user)
    barred = set[tuple[UUID, UUID | None]]()
    conflicts = Conflict.objects.filter(submission__plan=of)
    barred.update(conflicts.values_list("submission_id", "user_id"))
    marks = Mark.objects.filter(submission__plan=of).exclude(state=MarkState.VOID)
    barred.update(marks.values_list("submission_id", "marker_id"))
    blocked = 0
    for work, which, author in waiting:
        part = Part.MODERATOR if which == Round.MODERATION else Part.ASSESSOR
        blocked += not any(user != author and (work, user) not in barred for user in able[part])
    return blocked


def not_issued() -> QuerySet[Decision]:
    """Return the positive decisions that count and have no credential yet, oldest first."""
    rows: QuerySet[Decision] = Decision.objects.filter(
        outcome=Outcome.COMPETENT, credential=None, superseded_by=None
    )
    return rows.select_related("submission__version").order_by("decided_at", "pk")


def _published() -> Exists:
    rows = AchievementVersion.objects.with_scopes_disabled().filter(
        achievement_id=OuterRef("achievement_id"), state=State.PUBLISHED
    )
    return Exists(rows)
