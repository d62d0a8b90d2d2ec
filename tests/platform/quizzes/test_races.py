"""Two tabs at once: one attempt, one end, one message; each thread has a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest
from django.db import close_old_connections, connection
from quiz_answers import right_form, wrong_form

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import audit
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.people.models import User
from skillmark.platform.quizzes import reading, rounds
from skillmark.platform.quizzes.models import (
    AskedQuestion,
    Attempt,
    QuestionVersion,
    Quiz,
)
from skillmark.platform.quizzes.services import attempts, bank
from skillmark.platform.quizzes.signals import finished

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE: Final = 6  # threads
TRIES: Final = 12


def at_once(organisation_id: Any, act: Callable[[int], Any], tries: int = TRIES) -> list[Any]:
    def run(number: int) -> Any:
        try:
            with organisation_scope(organisation_id):
                return act(number)
        except SkillmarkError as error:
            return error.code
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(tries)))


def test_many_tabs_begin_one_attempt(quiz: Quiz, learner: User) -> None:
    found = at_once(quiz.organisation_id, lambda _n: attempts.begin(quiz.pk, learner).pk)
    assert len(set(found)) == 1
    assert Attempt.objects.with_scopes_disabled().count() == 1
    asked = AskedQuestion.objects.with_scopes_disabled().values_list("number", flat=True)
    assert sorted(asked) == [1, 2, 3, 4, 5, 6, 7]


def test_attempts_are_not_overdrawn(quiz: Quiz, learner: User) -> None:
    """Two are allowed, however often somebody begins and hands in at once."""

    def act(_number: int) -> Any:
        attempt = attempts.begin(quiz.pk, learner)
        return attempts.submit(attempt.pk, actor=learner).number

    found = at_once(quiz.organisation_id, act)
    numbers = Attempt.objects.with_scopes_disabled().order_by("number")
    assert list(numbers.values_list("number", flat=True)) == [1, 2]
    assert set(found) <= {1, 2, "quizzes.no_attempts_left"}


def test_answering_handing_in_and_the_clock_at_once(
    make_quiz: Any, learner: User, begin: Any
) -> None:
    """Whatever wins, it ends once, and what it is worth is what was kept by then."""
    from django.utils import timezone

    quiz = make_quiz(time_limit="10")
    attempt = begin(quiz, learner)
    with organisation_scope(quiz.organisation_id):
        rows = list(attempt.asked.select_related("version"))
    heard: list[Any] = []

    def hear(attempt: Attempt, **_facts: Any) -> None:
        heard.append(attempt.pk)

    def act(number: int) -> Any:
        if number == 5:
            return attempts.submit(attempt.pk, actor=learner).state
        if number == 6:
            return rounds.end_attempts(timezone.now())
        form = right_form if number % 2 else wrong_form
        one = rows[number % len(rows)]
        return attempts.answer(attempt.pk, one.number, form(one)).pk

    finished.connect(hear)
    try:
        at_once(quiz.organisation_id, act, tries=24)
    finally:
        finished.disconnect(hear)
    assert heard == [attempt.pk]
    with organisation_scope(quiz.organisation_id):
        attempt.refresh_from_db()
        assert not attempt.is_running
        kept = list(AskedQuestion.objects.filter(attempt=attempt).select_related("version"))
        assert attempt.score == sum(one.score or 0 for one in kept)
        for one in kept:
            right = one.answer is not None and one.score == one.version.points
            assert right or one.score == 0
        acts = AuditEntry.objects.filter(action="quiz_attempt.finished")
        assert acts.count() == 1
    assert audit.verify(quiz.organisation_id).intact


def test_a_question_changed_while_it_is_asked(
    make_quiz: Any, make_question: Any, make_user: Any, user: User
) -> None:
    """Every attempt shows, and scores by, a version that stands still from then on."""
    question = make_question("text")
    quiz = make_quiz(questions=[question])
    people = [make_user() for _n in range(TRIES)]

    def act(number: int) -> Any:
        if number % 3 == 0:
            said = {"kind": "text", "prompt": f"Gas {number}?", "accepted": [f"gas {number}"]}
            return bank.edit(question.pk, reading.entry(said), actor=user).pk
        return attempts.begin(quiz.pk, people[number]).pk

    at_once(quiz.organisation_id, act)
    with organisation_scope(quiz.organisation_id):
        asked = list(AskedQuestion.objects.select_related("version"))
        assert len(asked) == sum(number % 3 != 0 for number in range(TRIES))
        assert all(one.version.first_asked_at is not None for one in asked)
        numbers = QuestionVersion.objects.filter(question=question).order_by("number")
        found = list(numbers.values_list("number", flat=True))
        assert found == list(range(1, len(found) + 1))
        for one in asked:
            content = one.version.content
            attempts.answer(one.attempt_id, 1, {"text": [content.accepted[0]]})
            person = one.attempt.person.user
            assert attempts.submit(one.attempt_id, actor=person).percent == 100


def test_the_same_file_twice_at_once(organisation: Any, user: User) -> None:
    from skillmark.platform.quizzes.services import importing

    data = b"code,kind,question,answer\n" + b"".join(
        f"C{n},text,Gas {n}?,oxygen\n".encode() for n in range(20)
    )
    with organisation_scope(organisation):
        file = importing.offer(organisation, "q.csv", data, actor=user)
    found = at_once(
        organisation.pk, lambda _n: importing.start(file.pk, actor=user).pk, tries=6
    )
    assert found.count("quizzes.state") == 5
    with organisation_scope(organisation):
        assert QuestionVersion.objects.count() == 20
