"""The REST API of assessment, quizzes that fill criteria, and what others' pages show."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from skillmark.platform.assessment import results
from skillmark.platform.assessment.models import GivenResult

if TYPE_CHECKING:
    from conftest import HandIn, Judge
    from skillmark.platform.assessment.models import Plan
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(in_scope: Any, user: "User") -> Callable[..., Any]:
    """Call the API with a key that reads and writes assessments."""
    from skillmark.platform.orgs import api_keys

    key = api_keys.create_api_key(
        in_scope, name="LMS", scopes=["assessment:read", "assessment:write"], actor=user
    )

    def run(path: str, body: Any = None) -> Any:
        headers = {"authorization": f"Bearer {key.text}"}
        url = f"/api/v1/assessment/{path}"
        if body is None:
            return Client().get(url, headers=headers)
        sent = json.dumps(body)
        return Client().post(url, sent, content_type="application/json", headers=headers)

    return run


def test_plans_work_and_decisions_are_read(
    *,
    call: Callable[..., Any],
    plan: "Plan",
    assessor: "User",
    hand_in: "HandIn",
    judge: "Judge",
    deliver: Callable[[], None],
) -> None:
    (listed,) = call("plans").json()["items"]
    assert (listed["id"], listed["name"]) == (str(plan.pk), "Fire prevention")
    work = hand_in()
    judge(assessor)
    deliver()
    page = call(f"plans/{plan.pk}/submissions?state=decided").json()
    assert page["next_page"] is None
    (one,) = page["items"]
    assert one == call(f"submissions/{work.pk}").json()
    (decision,) = one["decisions"]
    assert (decision["outcome"], decision["levels"]) == ("competent", {"c1": "l2", "c2": "l3"})
    assert decision["url"].endswith(f"/c/{decision['credential']}")
    assert call(f"plans/{plan.pk}/submissions?state=submitted").json()["items"] == []
    assert call(f"plans/{plan.pk}/agreement").json() == []
    assert call(f"plans/{work.pk}/submissions").status_code == 404


def test_results_are_given_once_and_mistakes_named(
    call: Callable[..., Any], plan: "Plan", hand_in: "HandIn"
) -> None:
    good = {
        "email": "mark@learner.example",
        "unit": "fire-prevention",
        "criterion": "c1",
        "score": "4",
        "date": "2026-05-03",
    }
    body = {"results": [good, good | {"unit": "unknown"}]}
    first, again = call("results", body).json(), call("results", body).json()
    (problem,) = first["problems"]
    assert (first["new"], problem["index"], problem["field"]) == (1, 1, "unit")
    assert (again["new"], again["known"]) == (0, 1)
    assert call("results", {"results": [{"email": "x"}]}).status_code == 422
    work = hand_in()
    assert results.filled(work)["c1"].level == "l3"
    assert GivenResult.objects.get().source == "api"


@pytest.mark.parametrize(
    ("facts", "kept"),
    [
        pytest.param({"level": "Secure"}, ["l2"], id="by the name of the level"),
        pytest.param({"level": "l3"}, ["l3"], id="by its id"),
        pytest.param({"level": "Superb"}, [], id="no level of the rubric"),
        pytest.param({"level": ""}, [], id="no threshold reached"),
    ],
)
def test_a_quiz_fills_its_criterion(
    plan: "Plan", learner: "User", facts: dict[str, str], kept: list[str]
) -> None:
    from django.utils import timezone

    from skillmark.platform.people.models import Person
    from skillmark.platform.quizzes.models import Attempt, Quiz
    from skillmark.platform.quizzes.signals import finished

    quiz = Quiz(
        organisation_id=plan.organisation_id,
        achievement_id=plan.achievement_id,
        criterion="c1",
    )
    attempt = Attempt(
        quiz=quiz,
        person=Person.objects.get(user=learner),
        finished_at=timezone.now(),
        percent="87.50",
        **facts,
    )
    for _ in range(2):
        finished.send(sender=Attempt, attempt=attempt)
    rows = GivenResult.objects.all()
    assert [row.level for row in rows] == kept
    assert all(row.score == "87.50 %" and row.source == "quiz" for row in rows)


def test_the_rail_and_the_overview_show_what_waits(
    *,
    client_of: Callable[..., Any],
    studio: Client,
    user: "User",
    plan: Any,
    assessor: "User",
    hand_in: "HandIn",
    organisation: Any,
) -> None:
    from skillmark.platform.assessment import panels
    from skillmark.platform.assessment.services import plans

    hand_in()
    plans.assign(plan.pk, user, "assessor", actor=user)
    home = studio.get(f"/studio/{organisation.slug}/").text
    assert "1 piece of work waits for you" in home
    assert f"/studio/{organisation.slug}/assess" in home
    moved = client_of(assessor).get(f"/studio/{organisation.slug}/assess")
    queue = reverse("assessment:queue", args=[organisation.slug])
    assert moved["Location"] == queue
    assert "1 waiting" in client_of(assessor).get(queue).text
    assert panels.counted(SimpleNamespace(user=None)) == 0


def test_the_trail_names_learners_of_decisions_and_never_of_marks(
    *,
    studio: Client,
    assessor: "User",
    hand_in: "HandIn",
    judge: "Judge",
    organisation: Any,
) -> None:
    work = hand_in()
    judge(assessor)
    page = studio.get(reverse("orgs:audit", args=[organisation.slug])).text
    for words in ("Work handed in", "Mark finished", "Decision made", "Mark Olsen"):
        assert words in page
    from skillmark.platform.orgs.panels import AUDIT_SUBJECTS

    marks = [("mark", str(one.pk)) for one in work.marks.all()]
    assert AUDIT_SUBJECTS.named(organisation, marks) == {}
