"""A provider with a programme of two units and a final credential, and people who want to learn."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from issued_credentials import published

from skillmark.platform.orgs.access import organisation_scope

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User
    from skillmark.platform.programmes.models import Cohort, Enrolment, Programme

type MakeProgramme = Callable[..., Programme]
type MakeCohort = Callable[..., Cohort]
type Enrol = Callable[..., Enrolment]

OFFER: dict[str, Any] = {
    "title": "Workplace Safety Foundations",
    "summary": "Four evenings on staying whole at work.",
    "description": "Learn to **see** danger.",
    "hours": "12",
    "cost": "120.50",
    "currency": "EUR",
    "eqf_level": "3",
    "recognition": "Harbour Employers' Association",
    "goals": ["Safety officer", "Warehouse worker"],
}


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def make_programme(organisation: "Organisation", user: "User") -> MakeProgramme:
    """Make programmes of `organisation`, published unless told otherwise."""
    from skillmark.platform.programmes.services import offers
    from skillmark.platform.programmes.terms import Offer

    def make(
        *,
        of: "Organisation | None" = None,
        units: tuple[str, ...] = ("Identify hazards", "Fire prevention"),
        final: str = "Workplace safety",
        asks: tuple[Any, ...] = (),
        draft: bool = False,
        **facts: Any,
    ) -> "Programme":
        owner = of or organisation
        versions = [published(owner, name) for name in units]
        last = published(owner, final) if final else None
        with organisation_scope(owner):
            made = offers.create(owner, Offer.parse(OFFER | facts), actor=user)
            offers.set_achievements(
                made.pk,
                units=[one.achievement_id for one in versions],
                final=last.achievement_id if last else None,
                prerequisites=[one.achievement_id for one in asks],
                actor=user,
            )
            if not draft:
                offers.publish(made.pk, actor=user)
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def programme(make_programme: MakeProgramme) -> "Programme":
    return make_programme()


@pytest.fixture
def make_cohort(today: date) -> MakeCohort:
    """Open groups of a programme that anybody can register for."""
    from skillmark.platform.programmes.services import cohorts
    from skillmark.platform.programmes.terms import Run

    def make(programme: "Programme", **facts: Any) -> "Cohort":
        usual = {
            "name": "Spring",
            "starts_on": today + timedelta(days=10),
            "ends_on": today + timedelta(days=40),
        }
        with organisation_scope(programme.organisation):
            return cohorts.open_cohort(programme.pk, Run.parse(usual | facts), actor=None)

    return make


@pytest.fixture
def cohort(programme: "Programme", make_cohort: MakeCohort) -> "Cohort":
    return make_cohort(programme)


@pytest.fixture
def enrol() -> Enrol:
    """Enrol an account with its first address."""
    from skillmark.platform.programmes.services import enrolling

    def run(cohort: "Cohort", user: "User", **facts: Any) -> "Enrolment":
        who = enrolling.Applicant(
            user=user,
            name=facts.get("name", user.display_name),
            email=facts.get("email", user.email),
        )
        with organisation_scope(cohort.organisation_id):
            return enrolling.enrol(cohort.pk, who)

    return run
