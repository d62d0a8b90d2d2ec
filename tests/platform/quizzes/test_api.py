"""Questions, quizzes and results over the REST API."""

import json
from typing import Any

import pytest
from django.test import Client
from quiz_answers import right_form

from skillmark.platform.orgs import api_keys
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation, Scope
from skillmark.platform.people.models import User
from skillmark.platform.quizzes.models import Quiz
from skillmark.platform.quizzes.services import attempts

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(organisation: Organisation, user: User) -> Any:
    with organisation_scope(organisation):
        made = api_keys.create_api_key(
            organisation, name="k", scopes=Scope.values, actor=user, expires_at=None
        )

    def run(method: str, path: str, body: object = None) -> Any:
        return Client().generic(
            method,
            f"/api/v1/{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={"authorization": f"Bearer {made.text}"},
        )

    return run


SINGLE = {
    "kind": "single",
    "prompt": "Which class?",
    "options": [{"text": "Class F", "right": True}, {"text": "Class A"}],
    "code": "F1",
    "tags": ["fire"],
}


def test_a_quiz_is_made_and_published(call: Any, learner: User) -> None:
    question = call("POST", "questions", SINGLE)
    assert question.status_code == 201, question.text
    assert (question.json()["version"], question.json()["asked"]) == (1, False)
    rules = {"title": "Test", "pass_mark": "50", "thresholds": [{"level": "A", "at_least": 90}]}
    quiz = call("POST", "quizzes", rules).json()
    assert call("POST", f"quizzes/{quiz['id']}/publish").json()["code"] == "quizzes.not_ready"
    part = {"title": "Fire", "questions": [question.json()["id"]]}
    assert call("POST", f"quizzes/{quiz['id']}/sections", part).status_code == 201
    shown = call("POST", f"quizzes/{quiz['id']}/publish").json()
    assert (shown["state"], shown["sections"][0]["drawable"]) == ("published", 1)
    assert shown["url"].endswith(f"/learning/quizzes/{quiz['id']}")
    found = Quiz.objects.with_scopes_disabled().get()
    with organisation_scope(found.organisation_id):
        attempt = attempts.begin(found.pk, learner)
        for asked in attempt.asked.select_related("version"):
            attempts.answer(attempt.pk, asked.number, right_form(asked))
        attempts.submit(attempt.pk, actor=learner)
    results = call("GET", f"quizzes/{quiz['id']}/attempts").json()["items"]
    assert [(one["name"], one["percent"], one["passed"], one["level"]) for one in results] == [
        ("Mark Olsen", "100.00", True, "A")
    ]
    figures = call("GET", f"quizzes/{quiz['id']}/statistics").json()["items"]
    assert [(one["count"], one["difficulty"]) for one in figures] == [(1, "1.00")]
    changed = SINGLE | {"prompt": "Which class of fire?"}
    again = call("PUT", f"questions/{question.json()['id']}", changed).json()
    assert (again["version"], again["asked"]) == (2, False)


def test_what_comes_out_goes_in_again(call: Any, make_question: Any) -> None:
    for kind in ("single", "multiple", "true_false", "numeric", "text", "ordering", "matching"):
        made = make_question(kind)
        out = call("GET", f"questions/{made.pk}").json()
        said = {k: v for k, v in out.items() if k not in {"id", "state", "version", "asked"}}
        again = call("PUT", f"questions/{made.pk}", said)
        assert again.json() == out, again.text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"options": [{"text": "a", "right": True}]}, "options"),
        ({"options": [{"text": "a"}, {"text": "b"}]}, "options"),
        ({"achievement": "none-such"}, "achievement"),
        ({"kind": "numeric", "options": []}, "value"),
    ],
)
def test_a_bad_question_is_refused_with_its_field(
    call: Any, change: dict[str, Any], field: str
) -> None:
    answer = call("POST", "questions", SINGLE | change)
    assert answer.status_code == 422
    assert answer.json()["code"] == "quizzes.invalid"
    assert field in answer.json()["facts"]["fields"]


def test_a_code_stands_once(call: Any) -> None:
    assert call("POST", "questions", SINGLE).status_code == 201
    again = call("POST", "questions", SINGLE | {"prompt": "Another?"})
    assert (again.status_code, again.json()["code"]) == (422, "quizzes.invalid")
