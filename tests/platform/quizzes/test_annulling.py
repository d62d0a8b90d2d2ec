"""A question that turned out wrong: it counts for nobody, nobody loses by it, nothing is edited."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import quiz_answers
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.quizzes import reading, rounds
from skillmark.platform.quizzes.errors import FrozenError, InvalidError, StateError
from skillmark.platform.quizzes.models import Annulment, AskedQuestion, Attempt, AttemptResult
from skillmark.platform.quizzes.services import annulling, attempts, bank
from skillmark.platform.quizzes.signals import finished

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User
    from skillmark.platform.quizzes.models import Quiz

pytestmark = pytest.mark.django_db

type Take = Callable[..., Attempt]
REASON = "Both options are right."
LEVELS = [{"level": "low", "at_least": "0"}, {"level": "high", "at_least": "60"}]


@pytest.fixture
def two(make_quiz: Any, make_question: Any) -> "Quiz":
    """A quiz with one question of a choice and one of truth."""
    questions = [make_question("single"), make_question("true_false")]
    quiz: Quiz = make_quiz(questions=questions, thresholds=LEVELS, feedback="answers")
    return quiz


@pytest.fixture
def take(two: "Quiz", begin: Any) -> Take:
    """Take the quiz: right at the choice, right at the truth?"""

    def run(user: "User", *, choice: bool, truth: bool) -> Attempt:
        attempt = begin(two, user)
        with organisation_scope(two.organisation_id):
            for row in AskedQuestion.objects.filter(attempt=attempt).select_related("version"):
                right = choice if row.version.kind == "single" else truth
                form = quiz_answers.right_form if right else quiz_answers.wrong_form
                attempts.answer(attempt.pk, row.number, form(row))
            return attempts.submit(attempt.pk, actor=user)

    return run


def choice_of(quiz: "Quiz") -> Any:
    with organisation_scope(quiz.organisation_id):
        rows = AskedQuestion.objects.filter(version__kind="single")
        return rows.select_related("version__question")[0].version.question


def test_who_had_it_wrong_gains_and_who_had_it_right_keeps(
    two: "Quiz", take: Take, learner: "User", make_user: Any, user: "User"
) -> None:
    wrong = take(learner, choice=False, truth=True)
    right = take(make_user(), choice=True, truth=False)
    assert (wrong.percent, wrong.passed, wrong.level) == (50, False, "low")
    heard: list[Any] = []

    def hear(attempt: Attempt, **_: Any) -> None:
        heard.append(attempt.pk)

    finished.connect(hear)
    with organisation_scope(two.organisation_id):
        made = annulling.annul(choice_of(two).pk, 1, REASON, actor=user)
        assert annulling.settle(made, most=10) == 2
        assert annulling.settle(made, most=10) == 0
        for one in (wrong, right):
            one.refresh_from_db()
        assert (wrong.percent, wrong.passed, wrong.level) == (100, True, "high")
        assert (right.percent, right.out_of) == (50, 2)  # worse without it, so it stays
        kept = AttemptResult.objects.filter(attempt=wrong).values_list("number", "percent")
        assert list(kept) == [(1, 50), (2, 100)]
        with pytest.raises(FrozenError):
            AttemptResult.objects.filter(attempt=wrong)[0].save()
    finished.disconnect(hear)
    assert heard == [wrong.pk]


def test_an_annulled_question_is_out_of_later_draws_until_it_is_edited(
    two: "Quiz", begin: Any, learner: "User", make_user: Any, user: "User"
) -> None:
    under_way = begin(two, learner)
    choice = choice_of(two)
    with organisation_scope(two.organisation_id):
        annulling.annul(choice.pk, 1, REASON, actor=user)
        assert begin(two, make_user()).asked.count() == 1
        assert attempts.submit(under_way.pk, actor=learner).out_of == 1
        better = reading.entry({"kind": "true_false", "prompt": "Fat burns.", "truth": "true"})
        bank.edit(choice.pk, better, actor=user)
        assert begin(two, make_user()).asked.count() == 2


def test_rounds_settle_what_is_left_and_then_stop(
    two: "Quiz", take: Take, learner: "User", user: "User"
) -> None:
    take(learner, choice=False, truth=True)
    with organisation_scope(two.organisation_id):
        annulling.annul(choice_of(two).pk, 1, REASON, actor=user)
    rounds.settle_annulments(timezone.now())
    with organisation_scope(two.organisation_id):
        assert Attempt.objects.get().percent == 100
        assert Annulment.objects.get().settled_at is None
        rounds.settle_annulments(timezone.now() + timedelta(minutes=6))
        assert Annulment.objects.get().settled_at is not None


def test_what_cannot_be_annulled(
    two: "Quiz", take: Take, learner: "User", user: "User", make_question: Any
) -> None:
    take(learner, choice=True, truth=True)
    choice = choice_of(two)
    fresh = make_question("text")
    with organisation_scope(two.organisation_id):
        with pytest.raises(InvalidError):
            annulling.annul(choice.pk, 1, "  ", actor=user)
        with pytest.raises(StateError):
            annulling.annul(fresh.pk, 1, REASON, actor=user)
        annulling.annul(choice.pk, 1, REASON, actor=user)
        with pytest.raises(StateError):
            annulling.annul(choice.pk, 1, REASON, actor=user)


def test_the_pages_say_so(
    *,
    two: "Quiz",
    take: Take,
    learner: "User",
    studio: Client,
    client_of: Callable[["User"], Client],
    organisation: "Organisation",
) -> None:
    attempt = take(learner, choice=False, truth=True)
    choice = choice_of(two)
    page = reverse("quizzes:question", args=[organisation.slug, choice.pk])
    act = reverse("quizzes:annul", args=[organisation.slug, choice.pk, 1])
    assert act in studio.get(page).text
    assert "1 finished attempt asked it" in studio.get(act).text
    assert studio.post(act, {"reason": ""}).status_code == 422
    assert studio.post(act, {"reason": REASON}).status_code == 302
    assert studio.post(act, {"reason": REASON}).status_code == 422
    assert REASON in studio.get(page).text
    mine = client_of(learner).get(reverse("quizzes:attempt", args=[attempt.pk])).text
    for words in ("1 of 1 points, 100 %", "1 of 2 points, 50 %", REASON, "Annulled"):
        assert words in mine
    there = reverse("quizzes:result", args=[organisation.slug, two.pk, attempt.pk])
    assert REASON in studio.get(there).text
    missing = reverse("quizzes:annul", args=[organisation.slug, choice.pk, 9])
    assert studio.get(missing).status_code == 404
