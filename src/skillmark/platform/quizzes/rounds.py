"""What comes round: attempts whose time is up are ended, annulled questions are settled."""

from datetime import datetime, timedelta
from typing import Final

import structlog

from skillmark.platform.jobs import periodic
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.quizzes.models import Annulment, Attempt
from skillmark.platform.quizzes.services import annulling, attempts
from skillmark.platform.quizzes.vocabulary import AttemptState

EVERY: Final = timedelta(seconds=30)
_AT_A_TIME: Final = 500

log = structlog.get_logger("skillmark.quizzes")


@periodic.every(EVERY, "quizzes.end_attempts")
def end_attempts(now: datetime) -> None:
    """End attempts whose deadline and grace are over, each in a transaction of its own."""
    due = Attempt.objects.with_scopes_disabled().filter(
        state=AttemptState.RUNNING, deadline__lt=now
    )
    rows = due.order_by("deadline").only("pk", "organisation_id", "deadline", "grace", "state")
    for attempt in rows[:_AT_A_TIME]:
        if not attempt.is_over_at(now):
            continue
        try:
            with organisation_scope(attempt.organisation_id):
                attempts.end_if_over(attempt.pk)
        except Exception:
            log.exception("attempt not ended", attempt=str(attempt.pk))


@periodic.every(EVERY, "quizzes.settle_annulments")
def settle_annulments(now: datetime) -> None:
    """Score attempts anew in which an annulled question was asked, some at a time."""
    for annulment in Annulment.objects.with_scopes_disabled().filter(settled_at=None):
        try:
            with organisation_scope(annulment.organisation_id):
                annulling.settle(annulment, most=_AT_A_TIME, now=now)
        except Exception:
            log.exception("annulment not settled", annulment=str(annulment.pk))
