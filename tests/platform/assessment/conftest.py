"""A unit with a rubric, its plan, assessors, and learners who have a place in its programme."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from skillmark.platform.assessment.models import Mark, Plan, Submission
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

type MakeUser = Callable[..., User]
type HandIn = Callable[..., Submission]
type Judge = Callable[..., Mark]

LEVELS = [
    {"id": "l1", "name": "Beginning", "points": "0"},
    {"id": "l2", "name": "Secure", "points": "2"},
    {"id": "l3", "name": "Excellent", "points": "4"},
]
RUBRIC = [
    {"id": "c1", "name": "Sees the hazard", "levels": LEVELS},
    {"id": "c2", "name": "Acts in time", "levels": LEVELS},
]
CONTENT: dict[str, Any] = {
    "name": "Fire prevention",
    "description": "Prevents and fights small fires at work.",
    "criteria_markdown": "Pass the practical test.",
    "outcomes": ["Choose the right extinguisher", "Clear the way out"],
    "workload_hours": "3",
    "assessment_types": ["practical"],
    "assessment_description": "Put out three small fires.",
    "rubric": RUBRIC,
}
GOOD = {"c1": "l2", "c2": "l3"}


@pytest.fixture
def make_version(in_scope: "Organisation") -> Callable[..., "AchievementVersion"]:
    """Publish units."""
    from skillmark.platform.catalog import services
    from skillmark.platform.catalog.content import Content

    def make(**more: Any) -> "AchievementVersion":
        draft = services.create(in_scope, Content.parse(CONTENT | more), actor=None)
        return services.publish(draft.achievement, actor=None)

    return make


@pytest.fixture
def version(make_version: Callable[..., "AchievementVersion"]) -> "AchievementVersion":
    return make_version()


@pytest.fixture
def make_plan(
    in_scope: "Organisation", version: "AchievementVersion", user: "User"
) -> Callable[..., "Plan"]:
    """Make plans; unless told otherwise nothing is marked twice."""
    from skillmark.platform.assessment import criteria
    from skillmark.platform.assessment.services import plans

    def make(of: "AchievementVersion | None" = None, **terms: Any) -> "Plan":
        unit = of or version
        usual = {"required_levels": criteria.usual_levels(unit), "sample_percent": 0}
        return plans.create(in_scope, unit, plans.Terms(**(usual | terms)), actor=user)

    return make


@pytest.fixture
def plan(make_plan: Callable[..., "Plan"]) -> "Plan":
    return make_plan()


@pytest.fixture
def make_assessor(make_member: Callable[..., "User"], user: "User") -> Callable[..., "User"]:
    """Make assessors, or moderators, of a plan."""
    from skillmark.platform.assessment.services import plans
    from skillmark.platform.orgs.models import Role

    def make(plan: "Plan", part: str = "assessor") -> "User":
        one = make_member(Role.ASSESSOR)
        plans.assign(plan.pk, one, part, actor=user)
        return one

    return make


@pytest.fixture
def assessor(plan: "Plan", make_assessor: Callable[..., "User"]) -> "User":
    return make_assessor(plan)


@pytest.fixture
def programme(in_scope: "Organisation", version: "AchievementVersion", user: "User") -> Any:
    """A published programme with the unit, and a group that anybody can join."""
    from skillmark.platform.programmes.services import cohorts, offers
    from skillmark.platform.programmes.terms import Offer, Run

    offer = {
        "title": "Workplace safety",
        "summary": "Staying whole.",
        "description": "See danger.",
        "hours": "12",
        "cost": "0",
        "currency": "EUR",
    }
    made = offers.create(in_scope, Offer.parse(offer), actor=user)
    offers.set_achievements(
        made.pk, units=[version.achievement_id], final=None, prerequisites=[], actor=user
    )
    offers.publish(made.pk, actor=user)
    return cohorts.open_cohort(made.pk, Run.parse({"name": "Any time"}), actor=user)


@pytest.fixture
def make_learner(programme: Any, make_user: MakeUser) -> Callable[..., "User"]:
    """Make people with a place in the programme."""
    from skillmark.platform.programmes.services import enrolling

    def make(name: str = "Mark Olsen", email: str = "mark@learner.example") -> "User":
        one = make_user(email, name=name)
        enrolling.enrol(programme.pk, enrolling.Applicant(user=one, name=name, email=email))
        return one

    return make


@pytest.fixture
def learner(make_learner: Callable[..., "User"]) -> "User":
    return make_learner()


@pytest.fixture
def hand_in(request: pytest.FixtureRequest, learner: "User") -> HandIn:
    """Hand in a text, for `plan` unless told otherwise."""
    from skillmark.platform.assessment.evidence import Piece
    from skillmark.platform.assessment.services import submitting
    from skillmark.platform.assessment.services.submitting import Learner

    def run(
        by: "User | None" = None, of: "Plan | None" = None, kind: str = "work", *pieces: Piece
    ) -> "Submission":
        one = by or learner
        plan = of or request.getfixturevalue("plan")
        work = submitting.begin(plan.pk, Learner(user=one), kind=kind)
        for piece in pieces or (Piece.words("Report", "I put out *three* fires."),):
            submitting.add(work.pk, piece, actor=one)
        return submitting.submit(work.pk, actor=one)

    return run


@pytest.fixture
def judge() -> Judge:
    """Finish the mark that waits for an assessor."""
    from skillmark.platform.assessment import queue
    from skillmark.platform.assessment.services import marking
    from skillmark.platform.assessment.services.marking import Judgement

    def run(by: "User", part: str = "assessor", **said: Any) -> "Mark":
        mark = queue.waiting(by, part)[0]
        usual = {"levels": GOOD, "outcome": "competent", "reasons": "Well done."}
        return marking.finish(mark.pk, Judgement(**(usual | said)), actor=by)

    return run
