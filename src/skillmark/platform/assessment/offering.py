"""The ways into assessment from the pages of a programme: its units, and prior learning."""

from django.http import HttpRequest

from skillmark.platform.assessment import selectors
from skillmark.platform.assessment.vocabulary import SubmissionState
from skillmark.platform.orgs.panels import Panel
from skillmark.platform.people.models import User
from skillmark.platform.programmes import eligibility
from skillmark.platform.programmes.models import Enrolment, Programme
from skillmark.platform.programmes.places import LEARNING_PAGE, PROGRAMME_PAGE
from skillmark.platform.programmes.services.enrolling import HOLDING


def units_to_show(enrolment: Enrolment, request: HttpRequest) -> Panel | None:
    """Return the assessed units of one's programme, each with the newest attempt at it.

    A unit whose credential one holds is marked as earned; it can be shown again, to renew it.
    """
    user = request.user
    if not isinstance(user, User):
        return None
    plans = list(selectors.plans_of_programme(enrolment.programme_id))
    mine = selectors.works_of(user).filter(plan__in=plans).order_by("number")
    newest = {work.plan_id: work for work in mine.exclude(state=SubmissionState.WITHDRAWN)}
    held = eligibility.holdings(user, [plan.achievement_id for plan in plans])
    may_begin = enrolment.state in HOLDING
    shown = [
        (plan, newest.get(plan.pk), plan.achievement_id in held)
        for plan in plans
        if plan.pk in newest or (plan.is_open and may_begin)
    ]
    return Panel("assessment/learning_panel.html", {"rows": shown}) if shown else None


def prior_learning(programme: Programme, _request: HttpRequest) -> Panel | None:
    """Return the way to claim prior learning, where a unit of the provider's own takes it."""
    taking = selectors.plans_of_programme(programme.pk).filter(
        takes_prior_learning=True, is_open=True, organisation_id=programme.organisation_id
    )
    if not taking.exists():
        return None
    return Panel("assessment/prior_panel.html", {"programme": programme})


def who_assesses(programme: Programme, _request: HttpRequest) -> Panel | None:
    """Return who marks what another organisation awards: its own people, or the provider's.

    The owner grants it to people of the provider by inviting them to mark the unit.
    """
    plans = list(selectors.plans_of_programme(programme.pk))
    if all(one.organisation_id == programme.organisation_id for one in plans):
        return None
    granted = selectors.marked_by(programme.organisation_id, plans)
    rows = [
        (one, one.organisation_id == programme.organisation_id, one.pk in granted)
        for one in plans
    ]
    return Panel(
        "assessment/who_panel.html", {"rows": rows, "provider": programme.organisation}
    )


def who_assesses_me(enrolment: Enrolment, request: HttpRequest) -> Panel | None:
    """Return the same for a learner's page."""
    return who_assesses(enrolment.programme, request)


LEARNING_PAGE.register(10, units_to_show)
LEARNING_PAGE.register(11, who_assesses_me)
PROGRAMME_PAGE.register(5, who_assesses)
PROGRAMME_PAGE.register(10, prior_learning)
