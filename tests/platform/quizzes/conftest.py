"""A quiz with one question of each kind, and people who take it."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from skillmark.platform.orgs.access import organisation_scope

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User
    from skillmark.platform.quizzes.models import Attempt, Question, Quiz

type MakeQuestion = Callable[..., Question]
type MakeQuiz = Callable[..., Quiz]

EXPLANATION = "kestrel-explanation"
RAW: dict[str, dict[str, Any]] = {
    "single": {
        "kind": "single",
        "prompt": "Which extinguisher for burning fat?",
        "options": [
            {"text": "Class F", "right": True},
            {"text": "Class A"},
            {"text": "Class D"},
        ],
    },
    "multiple": {
        "kind": "multiple",
        "prompt": "What feeds a fire?",
        "points": "2",
        "partial": True,
        "options": [
            {"text": "Heat", "right": True},
            {"text": "Fuel", "right": True},
            {"text": "Sand"},
            {"text": "Shade"},
        ],
    },
    "true_false": {
        "kind": "true_false",
        "prompt": "Water puts out burning fat.",
        "truth": "false",
    },
    "numeric": {
        "kind": "numeric",
        "prompt": "The European emergency number?",
        "value": "7112",
        "tolerance": "0.5",
    },
    "text": {
        "kind": "text",
        "prompt": "Which gas feeds a fire?",
        "accepted": ["Oxyzenith", "O-two-zenith"],
    },
    "ordering": {
        "kind": "ordering",
        "prompt": "First, second, third?",
        "partial": True,
        "options": [{"text": "Alarm"}, {"text": "Rescue"}, {"text": "Fight"}],
    },
    "matching": {
        "kind": "matching",
        "prompt": "Which sign means what?",
        "options": [
            {"text": "Green", "partner": "Safe"},
            {"text": "Red", "partner": "Stop"},
        ],
        "distractors": ["Hot"],
    },
}


@pytest.fixture
def make_question(organisation: "Organisation", user: "User") -> MakeQuestion:
    """Add questions of `RAW` to the bank of `organisation`."""
    from skillmark.platform.quizzes import reading
    from skillmark.platform.quizzes.services import bank

    def make(
        kind: str = "single", *, of: "Organisation | None" = None, **facts: Any
    ) -> "Question":
        owner = of or organisation
        raw = RAW[kind] | {"explanation": EXPLANATION} | facts
        with organisation_scope(owner):
            return bank.create(owner, reading.entry(raw), actor=user)

    return make


@pytest.fixture
def make_quiz(
    organisation: "Organisation", user: "User", make_question: MakeQuestion
) -> MakeQuiz:
    """Make quizzes with one section, published unless told otherwise."""
    from skillmark.platform.quizzes.services import quizzes
    from skillmark.platform.quizzes.terms import Part, Rules

    def make(
        *,
        questions: list[Any] | None = None,
        draw: int | None = None,
        draft: bool = False,
        of: "Organisation | None" = None,
        **facts: Any,
    ) -> "Quiz":
        owner = of or organisation
        if questions is None:
            questions = [make_question(kind, of=owner) for kind in RAW]
        usual = {"title": "Fire safety test", "attempts_allowed": "2", "pass_mark": "60"}
        with organisation_scope(owner):
            quiz = quizzes.create(owner, Rules.parse(usual | facts), actor=user)
            part = Part(title="Fire", draw=draw, questions=tuple(one.pk for one in questions))
            quizzes.add_section(quiz.pk, part, actor=user)
            return quiz if draft else quizzes.publish(quiz.pk, actor=user)

    return make


@pytest.fixture
def quiz(make_quiz: MakeQuiz) -> "Quiz":
    return make_quiz()


@pytest.fixture
def learner(make_user: Callable[..., "User"]) -> "User":
    return make_user("mark@learner.example", name="Mark Olsen")


@pytest.fixture
def begin() -> Callable[..., "Attempt"]:
    from skillmark.platform.quizzes.services import attempts

    def run(quiz: "Quiz", user: "User") -> "Attempt":
        with organisation_scope(quiz.organisation_id):
            return attempts.begin(quiz.pk, user)

    return run


@pytest.fixture
def out_of_time() -> Callable[..., None]:
    """Move the deadline of an attempt into the past, farther than its grace."""
    from skillmark.platform.quizzes.models import Attempt

    def run(attempt: "Attempt", *, seconds: int = 3_600) -> None:
        ends = timezone.now() - timedelta(seconds=seconds)
        Attempt.objects.with_scopes_disabled().filter(pk=attempt.pk).update(deadline=ends)

    return run
