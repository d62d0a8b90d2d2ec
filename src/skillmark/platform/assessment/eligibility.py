"""Whether somebody can begin an attempt, asked before a page offers it and again when they do.

Learners are enrolled with any provider that teaches the unit, so enrolments are read across
organisations, and filtered by person instead.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from skillmark.platform.assessment.models import Plan, Submission
from skillmark.platform.assessment.vocabulary import OPEN, Kind, Outcome, SubmissionState
from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.people.models import User
from skillmark.platform.programmes import selectors
from skillmark.platform.programmes.models import Enrolment
from skillmark.platform.programmes.services.enrolling import HOLDING


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands with a plan.

    Attributes:
        used: attempts that were handed in.
        left: attempts that are left; None without a limit.
        reason: why no attempt can begin, in a sentence; empty when one can.
        open: the attempt that is not decided yet.
        competent: it was found already.
        enrolment: a place in a programme with this unit.
    """

    used: int = 0
    left: int | None = None
    reason: str = ""
    open: Submission | None = None
    competent: bool = False
    enrolment: Enrolment | None = None


def standing(plan: Plan, user: User, kind: str = Kind.WORK) -> Standing:
    """Return how an account stands with a plan, in the scope of the plan's organisation."""
    mine = Submission.objects.filter(plan=plan, person__user=user)
    rows = list(mine.select_related("version").order_by("number"))
    used = sum(row.submitted_at is not None for row in rows)
    left = None if plan.attempts is None else max(0, plan.attempts - used)
    current = next((row for row in rows if row.state in OPEN), None)
    competent = any(
        row.state == SubmissionState.DECIDED and row.outcome == Outcome.COMPETENT
        for row in rows
    )
    enrolment = enrolment_for(plan, user)
    reason = ""
    if competent:
        reason = _("You have shown this already.")
    elif current is not None:
        reason = _("You have an attempt that is not decided yet.")
    elif not plan.is_open or catalog.published(plan.achievement) is None:
        reason = _("No work is taken for this unit now.")
    elif left == 0:
        reason = _("You have used all your attempts.")
    elif kind == Kind.PRIOR and not plan.takes_prior_learning:
        reason = _("Prior learning does not count for this unit.")
    elif kind == Kind.WORK and enrolment is None:
        reason = _("Enrol in a programme with this unit first.")
    return Standing(used, left, reason, current, competent, enrolment)


def enrolment_for(plan: Plan, user: User) -> Enrolment | None:
    """Return the newest place that the account has in a programme that gives the plan's unit."""
    units = selectors.giving().filter(achievement_id=plan.achievement_id)
    rows = Enrolment.objects.with_scopes_disabled().filter(
        person__user=user, state__in=HOLDING, programme__in=units.values("programme")
    )
    found: Enrolment | None = (
        rows.select_related("programme").order_by("-queued_at", "-pk").first()
    )
    return found
