"""Attempts: begun once, timed by the server, scored once, kept as they were."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from quiz_answers import right_form, wrong_form

from skillmark.platform.events.models import AuditEntry
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people.models import User
from skillmark.platform.quizzes import reading, rounds
from skillmark.platform.quizzes.errors import (
    FrozenError,
    LateError,
    NoAttemptsLeftError,
    NotOpenError,
)
from skillmark.platform.quizzes.models import (
    AskedQuestion,
    Attempt,
    LateAnswer,
    QuestionVersion,
    Quiz,
)
from skillmark.platform.quizzes.services import attempts, bank, quizzes
from skillmark.platform.quizzes.signals import finished

pytestmark = pytest.mark.django_db


def answer_all(attempt: Attempt, form: Callable[[AskedQuestion], Any]) -> None:
    for asked in attempt.asked.select_related("version"):
        attempts.answer(attempt.pk, asked.number, form(asked))


def test_everything_right_earns_everything(
    in_scope: Organisation, quiz: Quiz, learner: User
) -> None:
    attempt = attempts.begin(quiz.pk, learner)
    answer_all(attempt, right_form)
    done = attempts.submit(attempt.pk, actor=learner)
    assert (done.score, done.out_of, done.percent) == (8, 8, 100)
    assert done.passed is True
    assert done.ending == "submitted"


def test_everything_wrong_earns_nothing(
    in_scope: Organisation, quiz: Quiz, learner: User
) -> None:
    attempt = attempts.begin(quiz.pk, learner)
    answer_all(attempt, wrong_form)
    done = attempts.submit(attempt.pk, actor=learner)
    assert (done.score, done.percent, done.passed) == (0, 0, False)
    assert set(attempt.asked.values_list("score", flat=True)) == {Decimal(0)}


def test_levels_and_marks_are_those_with_which_it_began(
    in_scope: Organisation, make_quiz: Any, make_question: Any, learner: User, user: User
) -> None:
    from skillmark.platform.quizzes.terms import Rules

    levels = [{"level": "l1", "at_least": "30"}, {"level": "l2", "at_least": "90"}]
    two = [make_question("single"), make_question("text")]
    quiz = make_quiz(questions=two, thresholds=levels, pass_mark="50")
    attempt = attempts.begin(quiz.pk, learner)
    harder = {"title": quiz.title, "pass_mark": "100", "thresholds": []}
    quizzes.edit(quiz.pk, Rules.parse(harder), actor=user)
    first = attempt.asked.select_related("version").get(number=1)
    attempts.answer(attempt.pk, 1, right_form(first))
    done = attempts.submit(attempt.pk, actor=learner)
    assert (done.percent, done.passed, done.level) == (50, True, "l1")


def test_beginning_twice_is_one_attempt(
    in_scope: Organisation, quiz: Quiz, learner: User
) -> None:
    one = attempts.begin(quiz.pk, learner)
    two = attempts.begin(quiz.pk, learner)
    assert one.pk == two.pk
    assert Attempt.objects.count() == 1


def test_attempts_run_out(in_scope: Organisation, quiz: Quiz, learner: User) -> None:
    for number in (1, 2):
        attempt = attempts.begin(quiz.pk, learner)
        assert attempt.number == number
        attempts.submit(attempt.pk, actor=learner)
    with pytest.raises(NoAttemptsLeftError):
        attempts.begin(quiz.pk, learner)


def test_handing_in_twice_ends_it_once(
    in_scope: Organisation, quiz: Quiz, learner: User
) -> None:
    heard: list[Attempt] = []

    def hear(attempt: Attempt, **_facts: Any) -> None:
        heard.append(attempt)

    finished.connect(hear)
    try:
        attempt = attempts.begin(quiz.pk, learner)
        first = attempts.submit(attempt.pk, actor=learner)
        second = attempts.submit(attempt.pk, actor=learner)
    finally:
        finished.disconnect(hear)
    assert [one.pk for one in heard] == [attempt.pk]
    assert first.finished_at == second.finished_at
    acts = AuditEntry.objects.filter(action__startswith="quiz_attempt.").order_by("sequence")
    assert list(acts.values_list("action", flat=True)) == [
        "quiz_attempt.started",
        "quiz_attempt.finished",
    ]


def test_a_late_answer_is_refused_and_kept(
    in_scope: Organisation, make_quiz: Any, learner: User, out_of_time: Any
) -> None:
    quiz = make_quiz(time_limit="10")
    attempt = attempts.begin(quiz.pk, learner)
    asked = attempt.asked.select_related("version").get(number=1)
    out_of_time(attempt)
    with pytest.raises(LateError):
        attempts.answer(attempt.pk, 1, right_form(asked))
    attempt.refresh_from_db()
    asked.refresh_from_db()
    assert (attempt.state, attempt.ending, attempt.percent) == ("finished", "time", 0)
    assert attempt.finished_at == attempt.deadline
    assert asked.answer is None
    late = LateAnswer.objects.get(asked=asked)
    assert late.answer is not None
    assert late.received_at > attempt.deadline


def test_late_answers_do_not_fill_the_disk(
    in_scope: Organisation, quiz: Quiz, learner: User
) -> None:
    attempt = attempts.begin(quiz.pk, learner)
    attempts.submit(attempt.pk, actor=learner)
    asked = attempt.asked.select_related("version").get(number=1)
    for _time in range(attempts.MAX_LATE + 5):
        with pytest.raises(LateError):
            attempts.answer(attempt.pk, 1, right_form(asked))
    assert LateAnswer.objects.count() == attempts.MAX_LATE


def test_a_slow_line_has_its_grace(
    in_scope: Organisation, make_quiz: Any, learner: User, out_of_time: Any
) -> None:
    quiz = make_quiz(time_limit="10", grace="120")
    attempt = attempts.begin(quiz.pk, learner)
    out_of_time(attempt, seconds=60)
    answer_all(attempt, right_form)
    done = attempts.submit(attempt.pk, actor=learner)
    assert (done.ending, done.percent) == ("submitted", 100)


def test_what_was_answered_in_time_counts_when_the_clock_ends_it(
    in_scope: Organisation, make_quiz: Any, learner: User, out_of_time: Any
) -> None:
    quiz = make_quiz(time_limit="10")
    attempt = attempts.begin(quiz.pk, learner)
    answer_all(attempt, right_form)
    out_of_time(attempt)
    rounds.end_attempts(timezone.now())
    attempt.refresh_from_db()
    assert (attempt.ending, attempt.percent, attempt.passed) == ("time", 100, True)
    rounds.end_attempts(timezone.now())
    acts = AuditEntry.objects.filter(action="quiz_attempt.finished")
    assert acts.count() == 1


def test_the_round_leaves_alone_what_is_not_over(
    in_scope: Organisation, make_quiz: Any, learner: User, make_user: Any, out_of_time: Any
) -> None:
    quiz = make_quiz(time_limit="10", grace="600")
    within_grace = attempts.begin(quiz.pk, learner)
    out_of_time(within_grace, seconds=30)
    fresh = attempts.begin(quiz.pk, make_user())
    rounds.end_attempts(timezone.now())
    states = Attempt.objects.filter(pk__in=[within_grace.pk, fresh.pk])
    assert set(states.values_list("state", flat=True)) == {"running"}


def test_the_next_attempt_begins_when_the_last_ran_out(
    in_scope: Organisation, make_quiz: Any, learner: User, out_of_time: Any
) -> None:
    quiz = make_quiz(time_limit="10")
    first = attempts.begin(quiz.pk, learner)
    out_of_time(first)
    second = attempts.begin(quiz.pk, learner)
    first.refresh_from_db()
    assert (first.state, second.number) == ("finished", 2)


def test_an_attempt_ends_with_the_quiz(
    in_scope: Organisation, make_quiz: Any, learner: User
) -> None:
    closes = timezone.now() + timedelta(minutes=5)
    quiz = make_quiz(time_limit="60", closes_at=closes)
    assert attempts.begin(quiz.pk, learner).deadline == closes


@pytest.mark.parametrize(
    "window",
    [
        {"opens_at": timedelta(hours=1)},
        {"closes_at": -timedelta(hours=1)},
    ],
)
def test_outside_the_window_nobody_begins(
    in_scope: Organisation, make_quiz: Any, learner: User, window: dict[str, timedelta]
) -> None:
    now = timezone.now()
    quiz = make_quiz(**{name: now + after for name, after in window.items()})
    with pytest.raises(NotOpenError):
        attempts.begin(quiz.pk, learner)
    assert Attempt.objects.count() == 0


def test_a_withdrawn_quiz_lets_an_attempt_go_on(
    in_scope: Organisation, quiz: Quiz, learner: User, user: User, make_user: Any
) -> None:
    attempt = attempts.begin(quiz.pk, learner)
    quizzes.withdraw(quiz.pk, actor=user)
    with pytest.raises(NotOpenError):
        attempts.begin(quiz.pk, make_user())
    answer_all(attempt, right_form)
    assert attempts.submit(attempt.pk, actor=learner).passed is True


def test_a_section_draws_so_many_and_the_rest_stays(
    in_scope: Organisation, make_quiz: Any, make_user: Any
) -> None:
    quiz = make_quiz(draw=3)
    drawn = set()
    for _person in range(12):
        attempt = attempts.begin(quiz.pk, make_user())
        ids = list(attempt.asked.values_list("version__question_id", flat=True))
        assert len(ids) == len(set(ids)) == 3
        drawn |= set(ids)
    assert len(drawn) > 3


def test_a_question_that_was_asked_never_changes(
    in_scope: Organisation, make_quiz: Any, make_question: Any, learner: User, user: User
) -> None:
    question = make_question("text")
    quiz = make_quiz(questions=[question])
    attempt = attempts.begin(quiz.pk, learner)
    changed = reading.entry(
        {"kind": "text", "prompt": "Which gas feeds a fire?", "accepted": ["helium"]}
    )
    bank.edit(question.pk, changed, actor=user)
    first, second = QuestionVersion.objects.filter(question=question).order_by("number")
    assert (first.key["accepted"], second.key["accepted"]) == (
        ["Oxyzenith", "O-two-zenith"],
        ["helium"],
    )
    attempts.answer(attempt.pk, 1, {"text": ["helium"]})
    assert attempts.submit(attempt.pk, actor=learner).percent == 0
    again = attempts.begin(quiz.pk, learner)
    assert again.asked.get().version_id == second.pk
    first.key = {"accepted": ["helium"]}
    with pytest.raises(FrozenError):
        first.save()


def test_a_question_that_nobody_was_asked_is_written_over(
    in_scope: Organisation, make_question: Any, user: User
) -> None:
    question = make_question("true_false")
    entry = reading.entry({"kind": "true_false", "prompt": "Fat burns.", "truth": True})
    bank.edit(question.pk, entry, actor=user)
    version = QuestionVersion.objects.get(question=question)
    assert (version.number, version.key, version.prompt) == (1, {"right": [0]}, "Fat burns.")
    before = AuditEntry.objects.count()
    bank.edit(question.pk, entry, actor=user)
    assert AuditEntry.objects.count() == before


def test_an_archived_question_is_not_drawn(
    in_scope: Organisation, make_quiz: Any, make_question: Any, learner: User, user: User
) -> None:
    kept, gone = make_question("single"), make_question("text")
    quiz = make_quiz(questions=[kept, gone])
    bank.archive(gone.pk, actor=user)
    attempt = attempts.begin(quiz.pk, learner)
    assert [one.version.question_id for one in attempt.asked.all()] == [kept.pk]


def test_only_those_with_a_place_may_try(
    make_quiz: Any, learner: User, user: User, request: pytest.FixtureRequest
) -> None:
    from issued_credentials import published

    from skillmark.platform.programmes.services import cohorts, enrolling, offers
    from skillmark.platform.programmes.terms import Offer, Run

    organisation = request.getfixturevalue("organisation")
    version = published(organisation)
    with organisation_scope(organisation):
        offer = Offer.parse(
            {"title": "Safety", "summary": "Be safe.", "hours": "3", "cost": "0"}
        )
        programme = offers.create(organisation, offer, actor=user)
        ids = [version.achievement_id]
        offers.set_achievements(
            programme.pk, units=ids, final=None, prerequisites=[], actor=user
        )
        offers.publish(programme.pk, actor=user)
        cohort = cohorts.open_cohort(programme.pk, Run.parse({"name": "Spring"}), actor=user)
        quiz = make_quiz(programme_id=str(programme.pk))
        with pytest.raises(NotOpenError):
            attempts.begin(quiz.pk, learner)
        who = enrolling.Applicant(user=learner, name="Mark Olsen", email=learner.email)
        enrolment = enrolling.enrol(cohort.pk, who)
        attempt = attempts.begin(quiz.pk, learner)
        assert attempt.enrolment_id == enrolment.pk


def test_the_trail_keeps_no_answer_and_no_name(
    in_scope: Organisation, quiz: Quiz, learner: User
) -> None:
    attempt = attempts.begin(quiz.pk, learner)
    answer_all(attempt, right_form)
    attempts.submit(attempt.pk, actor=learner)
    for entry in AuditEntry.objects.all():
        words = f"{entry.label} {entry.before} {entry.after}"
        assert not any(one in words for one in ("Olsen", "Oxyzenith", "Class F", "7112"))
