"""What one organisation awards and another teaches: who marks it, and what its learners can show."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from skillmark.platform.assessment import eligibility, selectors
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.programmes.services import cohorts, consents, enrolling, offers
from skillmark.platform.programmes.terms import Offer, Run

if TYPE_CHECKING:
    from skillmark.platform.assessment.models import Plan
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db
type MakeUser = Callable[..., User]


@pytest.fixture
def final(make_version: Callable[..., "AchievementVersion"]) -> "AchievementVersion":
    return make_version(name="Safety certificate")


@pytest.fixture
def teach(
    other_organisation: "Organisation",
    version: "AchievementVersion",
    make_user: MakeUser,
    user: "User",
) -> Callable[..., Any]:
    """Let the other organisation teach the unit; return the programme and a learner of it."""

    def run(
        *, mode: str = "units", final: "AchievementVersion | None" = None
    ) -> tuple[Any, "User"]:
        facts = {"title": "Taught elsewhere", "summary": "Short.", "hours": "3", "cost": "0"}
        with organisation_scope(other_organisation):
            offer = Offer.parse(facts | {"mode": mode})
            made = offers.create(other_organisation, offer, actor=None)
            offers.set_achievements(
                made.pk,
                units=[version.achievement_id],
                final=final.achievement_id if final else None,
                prerequisites=[],
                actor=None,
            )
            _allow(made, user)
            offers.publish(made.pk, actor=None)
            group = cohorts.open_cohort(made.pk, Run(name="Any day"), actor=None)
            learner = make_user("ruth@learner.example", name="Ruth Abara")
            enrolling.enrol(
                group.pk,
                enrolling.Applicant(user=learner, name="Ruth Abara", email=learner.email),
            )
        return made, learner

    return run


def _allow(programme: Any, user: "User") -> None:
    for one in consents.lacking(programme):
        with organisation_scope(one.organisation_id):
            consents.decide(one.pk, given=True, actor=user)


def _page(client: Client, programme: Any) -> str:
    return client.get(reverse("programmes:public", args=[programme.pk])).text


def test_the_page_says_that_the_owner_marks(
    client: Client, plan: "Plan", teach: Callable[..., Any], organisation: "Organisation"
) -> None:
    programme, _learner = teach()
    page = _page(client, programme)
    assert "Who assesses" in page
    assert f"{organisation.name}, which awards it" in page
    assert plan.achievement.name in page


def test_who_was_invited_to_mark_does_it_for_the_owner(
    client: Client,
    plan: "Plan",
    teach: Callable[..., Any],
    make_assessor: Callable[..., "User"],
    other_organisation: "Organisation",
) -> None:
    from skillmark.platform.orgs.models import Membership

    programme, _learner = teach()
    trainer = make_assessor(plan)
    with organisation_scope(other_organisation):
        Membership.objects.create(
            organisation=other_organisation, user=trainer, role="assessor"
        )
    words = f"{other_organisation.name} and {plan.organisation.name}, which awards it"
    assert words in _page(client, programme)


def test_of_ones_own_units_nothing_has_to_be_said(
    client: Client, plan: "Plan", programme: Any
) -> None:
    assert plan.pk
    assert "Who assesses" not in _page(client, programme.programme)


def test_a_final_only_programme_gives_no_unit(
    plan: "Plan",
    make_plan: Callable[..., "Plan"],
    final: "AchievementVersion",
    teach: Callable[..., Any],
) -> None:
    whole = make_plan(final)
    programme, learner = teach(mode="final", final=final)
    assert [one.pk for one in selectors.plans_of_programme(programme.pk)] == [whole.pk]
    assert [one.pk for one in selectors.plans_for(learner)] == [whole.pk]
    assert eligibility.enrolment_for(plan, learner) is None
    assert eligibility.enrolment_for(whole, learner) is not None


def test_one_with_units_gives_both(
    plan: "Plan",
    make_plan: Callable[..., "Plan"],
    final: "AchievementVersion",
    teach: Callable[..., Any],
) -> None:
    whole = make_plan(final)
    programme, learner = teach(final=final)
    found = {one.pk for one in selectors.plans_of_programme(programme.pk)}
    assert found == {plan.pk, whole.pk}
    assert {one.pk for one in selectors.plans_for(learner)} == found
