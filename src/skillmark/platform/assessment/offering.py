"""The ways into assessment from the pages of a programme: its units, and prior learning."""

from django.http import HttpRequest

from skillmark.platform.assessment import selectors
from skillmark.platform.assessment.vocabulary import SubmissionState
from skillmark.platform.orgs.panels import Panel
from skillmark.platform.people.models import User
from skillmark.platform.programmes.models import Enrolment, Programme
from skillmark.platform.programmes.places import LEARNING_PAGE, PROGRAMME_PAGE
from skillmark.platform.programmes.services.enrolling import HOLDING


def units_to_show(enrolment: Enrolment, request: HttpRequest) -> Panel | None:
    """Return the assessed units of one's programme, each with the newest attempt at it."""
    user = request.user
    if not isinstance(user, User):
        return None
    plans = list(selectors.plans_of_programme(enrolment.programme_id))
    mine = selectors.works_of(user).filter(plan__in=plans).order_by("number")
    newest = {work.plan_id: work for work in mine.exclude(state=SubmissionState.WITHDRAWN)}
    rows = [(plan, newest.get(plan.pk)) for plan in plans]
    may_begin = enrolment.state in HOLDING
    shown = [(plan, work) for plan, work in rows if work or (plan.is_open and may_begin)]
    return Panel("assessment/learning_panel.html", {"rows": shown}) if shown else None


def prior_learning(programme: Programme, _request: HttpRequest) -> Panel | None:
    """Return the way to claim prior learning, where a unit of the provider's own takes it."""
    taking = selectors.plans_of_programme(programme.pk).filter(
        takes_prior_learning=True, is_open=True, organisation_id=programme.organisation_id
    )
    if not taking.exists():
        return None
    return Panel("assessment/prior_panel.html", {"programme": programme})


LEARNING_PAGE.register(10, units_to_show)
PROGRAMME_PAGE.register(10, prior_learning)
