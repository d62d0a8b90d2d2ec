"""What learners see of quizzes, and never see: other people's attempts, what is right too soon."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from quiz_answers import right_form, wrong_form

from skillmark.platform.people.models import User
from skillmark.platform.quizzes.models import AskedQuestion, Attempt, LateAnswer, Quiz

pytestmark = pytest.mark.django_db

SECRETS = ("Oxyzenith", "O-two-zenith", "7112", "kestrel-explanation")
"""Words of `conftest.RAW` that stand in keys and explanations alone."""


@pytest.fixture
def browser(client_of: Callable[[User], Client], learner: User) -> Client:
    return client_of(learner)


@pytest.fixture
def begun(browser: Client, quiz: Quiz) -> Attempt:
    answer = browser.post(f"/learning/quizzes/{quiz.pk}/begin")
    attempt = Attempt.objects.with_scopes_disabled().get(quiz=quiz)
    assert answer["Location"] == f"/learning/quizzes/attempts/{attempt.pk}/1"
    return attempt


def asked_of(attempt: Attempt) -> list[AskedQuestion]:
    rows = AskedQuestion.objects.with_scopes_disabled().filter(attempt=attempt)
    return list(rows.select_related("version").order_by("number"))


def test_a_whole_attempt_without_javascript(
    browser: Client, quiz: Quiz, begun: Attempt
) -> None:
    assert "Begin" in browser.get(f"/learning/quizzes/{quiz.pk}").text or begun
    for asked in asked_of(begun):
        path = f"/learning/quizzes/attempts/{begun.pk}/{asked.number}"
        assert f"Question {asked.number} of 7" in browser.get(path).text
        answer = browser.post(path, right_form(asked) | {"go": ["next"]})
        after = f"/{asked.number + 1}" if asked.number < 7 else ""
        assert answer["Location"] == f"/learning/quizzes/attempts/{begun.pk}{after}"
    overview = browser.get(f"/learning/quizzes/attempts/{begun.pk}").text
    assert "Every question is answered." in overview
    done = browser.post(f"/learning/quizzes/attempts/{begun.pk}/submit", follow=True).text
    assert "8 of 8 points, 100 %" in done
    assert "Passed" in done


def test_a_lost_connection_loses_nothing(
    browser: Client, quiz: Quiz, begun: Attempt, client_of: Any, learner: User
) -> None:
    forms = {asked.number: right_form(asked) for asked in asked_of(begun)}
    for number, form in forms.items():
        path = f"/learning/quizzes/attempts/{begun.pk}/{number}"
        kept = browser.post(path, form | {"autosave": ["1"]}, headers={"hx-request": "true"})
        assert "kept" in kept.text
    elsewhere = client_of(learner)
    again = elsewhere.post(f"/learning/quizzes/{quiz.pk}/begin")
    assert str(begun.pk) in again["Location"]
    for asked in asked_of(begun):
        page = elsewhere.get(f"/learning/quizzes/attempts/{begun.pk}/{asked.number}").text
        form = forms[asked.number]
        if typed := form.get("text", [""])[0]:
            assert f'value="{typed}"' in page
        for number in form.get("choice", []):
            assert re.search(rf'value="{number}" checked', page), page
        for name, (given,) in ((n, v) for n, v in form.items() if n.startswith("line-")):
            select = page.partition(f'name="{name}"')[2].partition("</select>")[0]
            assert f'<option value="{given}" selected>' in select


def test_no_page_before_the_end_says_what_is_right(browser: Client, make_quiz: Any) -> None:
    quiz = make_quiz(feedback="answers", time_limit="60")
    pages = [browser.get(f"/learning/quizzes/{quiz.pk}").text]
    browser.post(f"/learning/quizzes/{quiz.pk}/begin")
    attempt = Attempt.objects.with_scopes_disabled().get()
    base = f"/learning/quizzes/attempts/{attempt.pk}"
    for asked in asked_of(attempt):
        pages.append(browser.get(f"{base}/{asked.number}").text)
        wrong = browser.post(f"{base}/{asked.number}", wrong_form(asked), follow=True)
        pages.append(wrong.text)
        sent = wrong_form(asked) | {"autosave": ["1"]}
        pages.append(browser.post(f"{base}/{asked.number}", sent).text)
    pages += [browser.get(base).text, browser.get("/learning/quizzes").text]
    for page in pages:
        assert [word for word in SECRETS if word in page] == []
        assert "Not right" not in page
        assert not re.search(r"\b(right|correct|score|data-[a-z-]*key)=", page)
    result = browser.post(f"{base}/submit", follow=True).text
    assert [word for word in SECRETS if word not in result] == []


def test_the_page_of_an_ordering_does_not_follow_the_right_order(
    make_quiz: Any, make_question: Any, make_user: Any, client_of: Any
) -> None:
    """Over many attempts every order is shown, and the values say nothing of the author's."""
    quiz = make_quiz(questions=[make_question("ordering")], shuffle_options=False)
    seen = set()
    for _person in range(30):
        browser = client_of(make_user())
        browser.post(f"/learning/quizzes/{quiz.pk}/begin")
        attempt = Attempt.objects.with_scopes_disabled().latest("started_at", "pk")
        page = browser.get(f"/learning/quizzes/attempts/{attempt.pk}/1").text
        labels = re.findall(r'<label for="line-(\d)"><bdi>(\w+)</bdi>', page)
        assert [number for number, _words in labels] == ["1", "2", "3"]
        assert re.findall(r'<option value="(\d)"', page) == ["1", "2", "3"] * 3
        seen.add(tuple(words for _number, words in labels))
    assert len(seen) > 3


@pytest.mark.parametrize(
    ("feedback", "closed", "seen"),
    [
        ("nothing", True, (False, False)),
        ("score", True, (True, False)),
        ("answers", False, (True, True)),
        ("answers_later", False, (True, False)),
        ("answers_later", True, (True, True)),
    ],
)
def test_what_is_seen_afterwards(
    browser: Client, make_quiz: Any, feedback: str, closed: bool, seen: tuple[bool, bool]
) -> None:
    score, answers = seen
    quiz = make_quiz(feedback=feedback, closes_at=timezone.now() + timedelta(hours=1))
    browser.post(f"/learning/quizzes/{quiz.pk}/begin")
    attempt = Attempt.objects.with_scopes_disabled().get()
    browser.post(f"/learning/quizzes/attempts/{attempt.pk}/submit")
    if closed:
        rows = Quiz.objects.with_scopes_disabled()
        rows.filter(pk=quiz.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    page = browser.get(f"/learning/quizzes/attempts/{attempt.pk}").text
    assert ("0 of 8 points" in page) is score
    assert ("Not passed" in page) is score
    assert ("Oxyzenith" in page) is answers
    listed = browser.get(f"/learning/quizzes/{quiz.pk}").text
    assert ("Not passed" in listed) is score


def test_somebody_elses_attempt_answers_like_none(
    begun: Attempt, make_user: Any, client_of: Any, studio: Client
) -> None:
    asked = asked_of(begun)[0]
    for other in (client_of(make_user()), studio):
        for known in (begun.pk, uuid4()):
            base = f"/learning/quizzes/attempts/{known}"
            answers = [
                other.get(base),
                other.get(f"{base}/1"),
                other.post(f"{base}/1", right_form(asked)),
                other.post(f"{base}/submit"),
            ]
            assert [one.status_code for one in answers] == [404] * 4
            assert not any("Fire" in one.text for one in answers)
    begun.refresh_from_db()
    assert begun.is_running
    assert asked_of(begun)[0].answer is None


def test_whoever_is_signed_out_signs_in_first(begun: Attempt, quiz: Quiz) -> None:
    for path in (f"attempts/{begun.pk}", f"attempts/{begun.pk}/1", f"{quiz.pk}", ""):
        answer = Client().get(f"/learning/quizzes/{path}".rstrip("/"))
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]


def test_a_draft_and_a_quiz_of_another_programme_are_not_there(
    browser: Client, make_quiz: Any
) -> None:
    draft = make_quiz(draft=True)
    for method in (
        browser.get(f"/learning/quizzes/{draft.pk}"),
        browser.post(f"/learning/quizzes/{draft.pk}/begin"),
    ):
        assert method.status_code == 404


def test_an_answer_after_the_time_is_kept_and_said_to_be_late(
    browser: Client, make_quiz: Any, out_of_time: Any
) -> None:
    quiz = make_quiz(time_limit="5")
    browser.post(f"/learning/quizzes/{quiz.pk}/begin")
    attempt = Attempt.objects.with_scopes_disabled().get()
    asked = asked_of(attempt)[0]
    out_of_time(attempt)
    rows = Attempt.objects.with_scopes_disabled().filter(pk=attempt.pk)
    path = f"/learning/quizzes/attempts/{attempt.pk}/1"
    answer = browser.post(path, right_form(asked), follow=True)
    assert "Your time was up" in answer.text
    assert "0 of 8 points" in answer.text
    assert LateAnswer.objects.with_scopes_disabled().count() == 1
    saved = browser.post(path, right_form(asked) | {"autosave": ["1"]})
    assert saved["HX-Redirect"] == f"/learning/quizzes/attempts/{attempt.pk}"
    assert rows.get().percent == 0


def test_opening_the_page_after_the_time_ends_it(
    browser: Client, make_quiz: Any, out_of_time: Any
) -> None:
    quiz = make_quiz(time_limit="5")
    browser.post(f"/learning/quizzes/{quiz.pk}/begin")
    attempt = Attempt.objects.with_scopes_disabled().get()
    out_of_time(attempt)
    page = browser.get(f"/learning/quizzes/attempts/{attempt.pk}/1", follow=True).text
    assert "Your time was up" in page


def test_a_forged_answer_is_refused_on_the_page(browser: Client, begun: Attempt) -> None:
    single = next(one for one in asked_of(begun) if one.version.kind == "single")
    path = f"/learning/quizzes/attempts/{begun.pk}/{single.number}"
    answer = browser.post(path, {"choice": ["9"]})
    assert answer.status_code == 422
    assert "does not belong" in answer.text
    assert browser.get(f"/learning/quizzes/attempts/{begun.pk}/99").status_code == 404
    assert browser.post(f"/learning/quizzes/attempts/{begun.pk}/99").status_code == 404


def test_used_attempts_are_said(browser: Client, make_quiz: Any) -> None:
    quiz = make_quiz(attempts_allowed="1")
    browser.post(f"/learning/quizzes/{quiz.pk}/begin")
    attempt = Attempt.objects.with_scopes_disabled().get()
    browser.post(f"/learning/quizzes/attempts/{attempt.pk}/submit")
    assert "used all your attempts" in browser.get(f"/learning/quizzes/{quiz.pk}").text
    again = browser.post(f"/learning/quizzes/{quiz.pk}/begin", follow=True)
    assert "used all your attempts" in again.text
    assert Attempt.objects.with_scopes_disabled().count() == 1
