"""Taking a question out that was asked already: it counts for nobody, and nobody loses by it.

Attempts that asked it are scored anew without it. Where that would be worse for somebody, their
result stays as it was. Former results are kept; `settle` goes on where it stopped, so that quizzes
with very many attempts are done in rounds.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.catalog import text
from skillmark.platform.events.changes import record
from skillmark.platform.people.models import User
from skillmark.platform.quizzes.errors import InvalidError, StateError
from skillmark.platform.quizzes.models import (
    Annulment,
    AskedQuestion,
    Attempt,
    AttemptResult,
    Question,
    QuestionVersion,
)
from skillmark.platform.quizzes.models.annulments import MAX_REASON
from skillmark.platform.quizzes.services import attempts, bank
from skillmark.platform.quizzes.signals import finished
from skillmark.platform.quizzes.vocabulary import AttemptState

AT_ONCE: Final = 100  # attempts that are scored anew while somebody waits
SETTLING: Final = timedelta(minutes=5)
"""As long as acts may be under way that began before the annulment was known."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What an attempt is worth."""

    score: Decimal
    out_of: Decimal
    percent: Decimal
    passed: bool | None
    level: str


def annul(question_id: UUID, number: int, reason: str, *, actor: User) -> Annulment:
    """Let a version of a question count no more; what it was asked in is scored anew by `settle`.

    Raises:
        InvalidError: no reason is given.
        StateError: nobody was asked it, or it is annulled already.
        ObjectDoesNotExist: there is no such version.
    """
    said = text.line(reason)
    if not said or len(said) > MAX_REASON:
        raise InvalidError({"reason": _("Say in a sentence what is wrong with it.")})
    with transaction.atomic():
        question: Question = bank.held(question_id)
        version: QuestionVersion = QuestionVersion.objects.select_for_update(
            of=("self",), no_key=True
        ).get(question=question, number=number)
        if version.first_asked_at is None:
            raise StateError(_("Nobody was asked this version. Edit the question instead."))
        if Annulment.objects.filter(version=version).exists():
            raise StateError(_("This version is annulled already."))
        made: Annulment = Annulment.objects.create(
            organisation_id=question.organisation_id,
            version=version,
            reason=said,
            annulled_by=actor,
        )
        record(
            "question.annulled",
            question,
            actor=actor,
            label=question.title,
            after={"version": number, "reason": said},
        )
    return made


def settle(annulment: Annulment, *, most: int, now: datetime | None = None) -> int:
    """Score attempts anew in which an annulled version was asked; return how many.

    Args:
        annulment: of the current organisation.
        most: attempts of this call; each is a transaction of its own.
        now: the time, for tests.
    """
    found = list(left(annulment).values_list("pk", flat=True)[:most])
    for attempt_id in found:
        with transaction.atomic():
            _settle_one(annulment, attempt_id)
    moment = now or timezone.now()
    if len(found) < most and moment - annulment.annulled_at > SETTLING:
        Annulment.objects.filter(pk=annulment.pk).update(settled_at=moment)
    return len(found)


def left(annulment: Annulment) -> QuerySet[Attempt]:
    """Return the finished attempts that are still to be scored anew, the oldest first."""
    rows: QuerySet[Attempt] = Attempt.objects.filter(
        state=AttemptState.FINISHED,
        asked__version_id=annulment.version_id,
        finished_at__lte=annulment.annulled_at + SETTLING,
    )
    done = AttemptResult.objects.filter(annulment=annulment).values("attempt_id")
    return rows.exclude(pk__in=done).order_by("finished_at", "pk")


def touched(version: QuestionVersion) -> int:
    """Return how many finished attempts asked a version."""
    rows = AskedQuestion.objects.filter(version=version)
    return int(rows.filter(attempt__state=AttemptState.FINISHED).count())


def _settle_one(annulment: Annulment, attempt_id: UUID) -> None:
    attempt = attempts.held(attempt_id)
    if AttemptResult.objects.filter(attempt=attempt, annulment=annulment).exists():
        return
    former = _stored(attempt)
    if former is None:
        return
    if not AttemptResult.objects.filter(attempt=attempt).exists():
        _keep(attempt, 1, former, None)
    anew = _anew(attempt)
    worth = anew if anew is not None and anew.percent >= former.percent else former
    last = AttemptResult.objects.filter(attempt=attempt).count()
    _keep(attempt, last + 1, worth, annulment)
    if worth == former:
        return
    attempt.score, attempt.out_of, attempt.percent = worth.score, worth.out_of, worth.percent
    attempt.passed, attempt.level = worth.passed, worth.level
    attempt.save(update_fields=["score", "out_of", "percent", "passed", "level"])
    record(
        "quiz_attempt.scored_anew",
        attempt,
        actor=annulment.annulled_by,
        label=attempt.quiz.title,
        before={"percent": former.percent, "passed": former.passed},
        after={"percent": worth.percent, "passed": worth.passed},
    )
    finished.send(sender=Attempt, attempt=attempt)


def _stored(attempt: Attempt) -> Worth | None:
    if attempt.score is None or attempt.out_of is None or attempt.percent is None:
        return None
    return Worth(attempt.score, attempt.out_of, attempt.percent, attempt.passed, attempt.level)


def _anew(attempt: Attempt) -> Worth | None:
    """Return what an attempt is worth without what is annulled; None where nothing is left."""
    rows = list(attempts.counting(attempt))
    if not rows:
        return None
    outcome = attempts.outcome_of(attempt, rows)
    return Worth(outcome.score, outcome.out_of, outcome.percent, outcome.passed, outcome.level)


def _keep(attempt: Attempt, number: int, worth: Worth, annulment: Annulment | None) -> None:
    facts: dict[str, Any] = {
        "score": worth.score,
        "out_of": worth.out_of,
        "percent": worth.percent,
        "passed": worth.passed,
        "level": worth.level,
    }
    moment = timezone.now() if annulment else attempt.finished_at
    AttemptResult.objects.create(
        organisation_id=attempt.organisation_id,
        attempt=attempt,
        number=number,
        annulment=annulment,
        made_at=moment,
        **facts,
    )
