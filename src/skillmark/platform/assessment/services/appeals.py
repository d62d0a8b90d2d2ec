"""Appeals: a learner asks for a new mark by somebody who has not seen the work."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.assessment import mails
from skillmark.platform.assessment.errors import AppealError, InvalidError
from skillmark.platform.assessment.models import Appeal, Decision, Mark, Submission
from skillmark.platform.assessment.models.decisions import MAX_GROUNDS
from skillmark.platform.assessment.services import submitting
from skillmark.platform.assessment.services.recording import label_of
from skillmark.platform.assessment.vocabulary import (
    OPEN,
    Basis,
    Round,
    SubmissionState,
)
from skillmark.platform.catalog import text
from skillmark.platform.events.changes import record
from skillmark.platform.people.models import User


def appeal(submission_id: UUID, grounds: str, *, actor: User) -> Appeal:
    """Appeal against the decision that counts; the work goes to a new assessor.

    Raises:
        InvalidError: no grounds are given.
        AppealError: too late, appealed before, or another attempt is open.
    """
    said = text.block(grounds)
    if not said or len(said) > MAX_GROUNDS:
        raise InvalidError({"grounds": _("Say what was judged wrongly, and why.")})
    with transaction.atomic():
        work = submitting.own(submission_id, actor)
        decision = submitting.newest_decision(work)
        against = refusal(work, decision, timezone.now())
        if against or decision is None:
            raise AppealError(against)
        row: Appeal = Appeal.objects.create(
            organisation_id=work.organisation_id, decision=decision, grounds=said
        )
        work.state = SubmissionState.SUBMITTED
        work.save(update_fields=["state"])
        Mark.objects.create(
            organisation_id=work.organisation_id, submission=work, round=Round.APPEAL
        )
        label = label_of(work.version, work.number)
        record("decision.appealed", decision, actor=actor, label=label)
        mails.appeal_received(work)
    return row


def refusal(work: Submission, decision: Decision | None, now: datetime) -> str:
    """Return why a decision cannot be appealed, in a sentence; empty when it can."""
    if decision is None or work.state != SubmissionState.DECIDED:
        return _("There is no decision to appeal against.")
    if decision.basis == Basis.APPEAL:
        return _("This was decided on appeal already.")
    if now > last_moment(work, decision):
        return _("The time for an appeal has passed.")
    others = Submission.objects.filter(
        plan_id=work.plan_id, person_id=work.person_id, state__in=OPEN
    )
    if others.exists():
        return _("You have begun another attempt. Take it back first.")
    return ""


def last_moment(work: Submission, decision: Decision) -> datetime:
    """Return until when a decision can be appealed."""
    return decision.decided_at + timedelta(days=work.plan.appeal_days)
