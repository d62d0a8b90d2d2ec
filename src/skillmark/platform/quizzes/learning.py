"""What learners read of quizzes: those they may try, and their own attempts.

Filtered by person, not by scope: a learner belongs to no organisation.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.people.models import User
from skillmark.platform.programmes.models import Enrolment
from skillmark.platform.quizzes import answers, selectors
from skillmark.platform.quizzes.answers import Shown
from skillmark.platform.quizzes.models import AskedQuestion, Attempt, AttemptResult, Quiz
from skillmark.platform.quizzes.services import attempts
from skillmark.platform.quizzes.vocabulary import Feedback, QuizState


@dataclass(frozen=True, slots=True)
class Step:
    """A question of an attempt under way, without its key."""

    asked: AskedQuestion
    shown: Shown

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.asked.answer is not None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A question of an attempt that is over, with what was right."""

    asked: AskedQuestion
    given: list[str]
    right: list[str]
    explanation: str
    full: bool
    annulled: bool = False


def quizzes_of(user: User) -> QuerySet[Quiz]:
    """Return the quizzes that an account may try or has tried, by title."""
    rows: QuerySet[Quiz] = Quiz.objects.with_scopes_disabled()
    mine = Attempt.objects.with_scopes_disabled().filter(person__user=user).values("quiz_id")
    offered = Q(state=QuizState.PUBLISHED, programme_id__in=_programmes(user))
    return (
        rows.filter(offered | Q(pk__in=mine))
        .select_related("organisation", "programme")
        .order_by("title", "pk")
    )


def quiz_for(user: User, quiz_id: UUID) -> Quiz | None:
    """Return a quiz if the account may see it.

    That is one that is published, and open to everybody with its address or of a programme in
    which they have a place; or one that they have tried.
    """
    rows = Quiz.objects.with_scopes_disabled().select_related("organisation", "programme")
    mine = Attempt.objects.with_scopes_disabled().filter(person__user=user).values("quiz_id")
    reach = Q(programme=None) | Q(programme_id__in=_programmes(user))
    found: Quiz | None = rows.filter(
        Q(pk=quiz_id) & (Q(state=QuizState.PUBLISHED) & reach | Q(pk__in=mine))
    ).first()
    return found


def attempts_at(quiz: Quiz, user: User) -> list[Attempt]:
    """Return one's own attempts at a quiz, the newest first; those whose time is up have ended."""
    rows = Attempt.objects.with_scopes_disabled().filter(quiz=quiz, person__user=user)
    return [ended(one) for one in rows.select_related("quiz").order_by("-number")]


def attempt_of(user: User, attempt_id: UUID) -> Attempt | None:
    """Return one's own attempt; one whose time is up has ended."""
    rows = Attempt.objects.with_scopes_disabled().filter(person__user=user, pk=attempt_id)
    found = rows.select_related("quiz__organisation").first()
    return None if found is None else ended(found)


def ended(attempt: Attempt) -> Attempt:
    """Return the attempt as it stands now: the clock may have ended it meanwhile."""
    if not attempt.is_running or not attempt.is_over_at(timezone.now()):
        return attempt
    with organisation_scope(attempt.organisation_id):
        return attempts.end_if_over(attempt.pk)


def steps(attempt: Attempt) -> list[Step]:
    """Return what an attempt asks, in order, without what is right."""
    with organisation_scope(attempt.organisation_id):
        rows = selectors.asked(attempt)
    return [
        Step(row, answers.shown(row.version.content, row.order, row.answer)) for row in rows
    ]


def shows_score(attempt: Attempt) -> bool:
    """Say whether the learner may see the score."""
    return not attempt.is_running and attempt.quiz.feedback != Feedback.NOTHING


def shows_answers(attempt: Attempt, now: datetime) -> bool:
    """Say whether the learner may see what was right: never before the attempt is over."""
    if attempt.is_running:
        return False
    quiz = attempt.quiz
    if quiz.feedback == Feedback.ANSWERS:
        return True
    closed = quiz.closes_at is not None and quiz.closes_at <= now
    return quiz.feedback == Feedback.ANSWERS_LATER and (
        closed or quiz.state == QuizState.ARCHIVED
    )


def reviewed(attempt: Attempt) -> list[Reviewed]:
    """Return the questions of an attempt with their right answers; see `shows_answers`."""
    with organisation_scope(attempt.organisation_id):
        rows = selectors.asked(attempt)
    found = []
    for row in rows:
        content = row.version.content
        found.append(
            Reviewed(
                row,
                answers.described(content, row.answer),
                answers.right(content),
                content.explanation,
                row.score == content.points,
                hasattr(row.version, "annulment"),
            )
        )
    return found


def former(attempt: Attempt) -> list[AttemptResult]:
    """Return what an attempt was found to be worth, where it was scored anew."""
    with organisation_scope(attempt.organisation_id):
        return selectors.results_of(attempt)


def _programmes(user: User) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.with_scopes_disabled()
    found: QuerySet[Enrolment] = rows.filter(
        person__user=user, state__in=attempts.PLACES
    ).values("programme_id")
    return found
