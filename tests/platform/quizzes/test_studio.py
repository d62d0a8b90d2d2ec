"""The console's pages of quizzes, in a browser: writing, publishing, results, figures."""

import re
from typing import Any

import pytest
from django.test import Client
from issued_credentials import published
from quiz_answers import right_form, wrong_form

from skillmark.platform.catalog import services as catalog
from skillmark.platform.catalog.content import Content
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.people.models import User
from skillmark.platform.quizzes import selectors
from skillmark.platform.quizzes.models import Question, QuestionVersion, Quiz, Section
from skillmark.platform.quizzes.services import attempts

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(organisation: Organisation) -> str:
    return f"/studio/{organisation.slug}/quizzes"


FORMS: dict[str, dict[str, Any]] = {
    "single": {"option": ["Class F", "Class A", "", ""], "right": "1"},
    "multiple": {"option": ["Heat", "Fuel", "Sand"], "right": ["1", "2"], "partial": "on"},
    "true_false": {"truth": "false"},
    "numeric": {"value": "3,5", "tolerance": "0,1"},
    "text": {"accepted": "oxygen\nO2"},
    "ordering": {"sequence": "Alarm\nRescue\nFight", "partial": "on"},
    "matching": {"option": ["Green", "Red"], "partner": ["Safe", "Stop"], "distractors": "Hot"},
}


@pytest.mark.parametrize("kind", FORMS)
def test_a_question_of_each_kind_is_written_and_changed(
    studio: Client, base: str, kind: str
) -> None:
    form = {"prompt": "What **now**?", "points": "2", "tags": "fire, fat"} | FORMS[kind]
    assert f"?kind={kind}" in studio.get(f"{base}/questions/new").text
    assert studio.get(f"{base}/questions/new?kind={kind}").status_code == 200
    made = studio.post(f"{base}/questions/new?kind={kind}", form, follow=True)
    assert "The question is in the bank." in made.text
    assert "<strong>now</strong>" in made.text
    question = Question.objects.with_scopes_disabled().get()
    version = QuestionVersion.objects.with_scopes_disabled().get()
    edit = studio.get(f"{base}/questions/{question.pk}/edit")
    assert "What **now**?" in edit.text
    again = studio.post(
        f"{base}/questions/{question.pk}/edit", form | {"points": "3"}, follow=True
    )
    assert "The question is changed." in again.text
    version.refresh_from_db()
    assert (version.number, version.points, question.tags) == (1, 3, ["fire", "fat"])


def test_what_is_wrong_with_a_question_is_said_beside_it(studio: Client, base: str) -> None:
    form = {"prompt": "", "points": "0", "option": ["a", "A"], "right": "1"}
    answer = studio.post(f"{base}/questions/new?kind=single", form)
    assert answer.status_code == 422
    for words in ("Write what is asked.", "above 0", "Two options say the same."):
        assert words in answer.text
    assert Question.objects.with_scopes_disabled().count() == 0


def test_more_rows_keep_what_is_written(studio: Client, base: str) -> None:
    form = {"prompt": "Q?", "option": ["one", "two"], "right": "2", "step": "more"}
    answer = studio.post(f"{base}/questions/new?kind=single", form)
    assert answer.status_code == 200
    assert answer.text.count('name="option"') == 4
    assert 'value="two"' in answer.text
    assert "error" not in answer.text.partition("<form")[2].partition("</form>")[0]


def test_from_nothing_to_results(
    studio: Client, base: str, make_question: Any, learner: User, organisation: Organisation
) -> None:
    one, two = make_question("single"), make_question("text")
    assert "No quizzes yet" in studio.get(base).text
    rules = {
        "title": "Fire test",
        "attempts_allowed": "1",
        "pass_mark": "50",
        "feedback": "score",
        "opens_day": "2026-01-01",
        "zone": "Europe/Dublin",
        "level": ["Gold", "", "", ""],
        "at_least": ["90", "", "", ""],
    }
    made = studio.post(f"{base}/new", rules, follow=True)
    assert "Drafted." in made.text
    quiz = Quiz.objects.with_scopes_disabled().get()
    page = studio.get(f"{base}/{quiz.pk}").text
    assert "Add a section with questions." in page
    refused = studio.post(f"{base}/{quiz.pk}/publish", follow=True)
    assert "Add a section with questions." in refused.text
    chosen = {"title": "Fire", "question": [str(one.pk), str(two.pk)], "draw": "3"}
    wrong = studio.post(f"{base}/{quiz.pk}/sections/new", chosen)
    assert "fewer questions than that" in wrong.text
    studio.post(f"{base}/{quiz.pk}/sections/new", chosen | {"draw": ""})
    shown = studio.post(f"{base}/{quiz.pk}/publish", follow=True)
    assert "People can begin now." in shown.text
    assert "asks all 2 questions" in shown.text
    assert "Gold" in shown.text
    with organisation_scope(organisation):
        attempt = attempts.begin(quiz.pk, learner)
        for asked in attempt.asked.select_related("version"):
            attempts.answer(attempt.pk, asked.number, right_form(asked))
        attempts.submit(attempt.pk, actor=learner)
    listed = studio.get(f"{base}/{quiz.pk}/attempts").text
    assert "Mark Olsen" in listed
    assert "Passed" in listed
    result = studio.get(f"{base}/{quiz.pk}/attempts/{attempt.pk}").text
    assert "2 of 2 points, 100 %" in result
    sheet = studio.get(f"{base}/{quiz.pk}/attempts.csv").text
    assert "Mark Olsen,1,finished" in sheet
    assert "100.00,yes,Gold" in sheet


def test_a_section_is_changed_and_removed(
    studio: Client, base: str, quiz: Quiz, make_question: Any
) -> None:
    part = Section.objects.with_scopes_disabled().get()
    extra = make_question("text")
    path = f"{base}/{quiz.pk}/sections/{part.pk}"
    page = studio.get(path).text
    assert len(re.findall(r'name="question"[^>]* checked>', page)) == 7
    studio.post(path, {"title": "New", "question": [str(extra.pk)]})
    part.refresh_from_db()
    with organisation_scope(quiz.organisation_id):
        assert (part.title, selectors.chosen(part)) == ("New", {extra.pk})
    kept = studio.post(f"{path}/remove", follow=True)
    assert "Add a section with questions." in kept.text  # it is published
    assert Section.objects.with_scopes_disabled().count() == 1
    studio.post(f"{base}/{quiz.pk}/withdraw")
    studio.post(f"{path}/remove")
    assert Section.objects.with_scopes_disabled().count() == 0


def test_a_quiz_fills_a_criterion_by_its_own_levels(
    studio: Client, base: str, organisation: Organisation
) -> None:
    rubric = [
        {
            "id": "c1",
            "name": "Safety",
            "levels": [{"id": "l1", "name": "Basic"}, {"id": "l2", "name": "Sure"}],
        }
    ]
    said = {"name": "Fire", "description": "D", "criteria_markdown": "C", "rubric": rubric}
    with organisation_scope(organisation):
        draft = catalog.create(organisation, Content.parse(said), actor=None)
        version = catalog.publish(draft.achievement, actor=None)
    fills = f"{version.achievement_id}:c1"
    assert "Fire: Safety" in studio.get(f"{base}/new").text
    form = {"title": "T", "feedback": "score", "fills": fills}
    wrong = studio.post(f"{base}/new", form | {"level": ["Gold"], "at_least": ["50"]})
    assert "The criterion has these levels: Basic, Sure." in wrong.text
    good = form | {"level": ["sure", "Basic"], "at_least": ["80", "50"]}
    studio.post(f"{base}/new", good)
    quiz = Quiz.objects.with_scopes_disabled().get()
    assert (quiz.criterion, str(quiz.achievement_id)) == ("c1", fills.partition(":")[0])
    assert quiz.thresholds == [
        {"level": "l1", "at_least": "50"},
        {"level": "l2", "at_least": "80"},
    ]
    page = studio.get(f"{base}/{quiz.pk}").text
    assert "Safety" in page
    assert "Sure" in page
    assert 'value="Basic"' in studio.get(f"{base}/{quiz.pk}/edit").text


def test_nothing_of_another_organisation_can_be_named(
    studio: Client,
    base: str,
    quiz: Quiz,
    make_question: Any,
    other_organisation: Organisation,
) -> None:
    theirs = make_question("single", of=other_organisation)
    version = published(other_organisation)
    answer = studio.post(
        f"{base}/{quiz.pk}/sections/new", {"title": "X", "question": [str(theirs.pk)]}
    )
    assert "not in your bank" in answer.text
    form = {"title": "T", "feedback": "score", "fills": str(version.achievement_id)}
    assert studio.post(f"{base}/new", form).status_code == 422
    assert studio.get(f"{base}/questions/{theirs.pk}").status_code == 404


def test_figures_of_each_question(
    studio: Client, base: str, make_quiz: Any, make_question: Any, make_user: Any
) -> None:
    """One question follows the rest, one goes against it."""
    kinds = ("single", "text", "true_false", "numeric")
    quiz = make_quiz(questions=[make_question(kind) for kind in kinds])
    with organisation_scope(quiz.organisation_id):
        for able in (True, True, False, False):
            attempt = attempts.begin(quiz.pk, user := make_user())
            for asked in attempt.asked.select_related("version"):
                right = able != (asked.version.kind == "numeric")
                form = right_form(asked) if right else wrong_form(asked)
                attempts.answer(attempt.pk, asked.number, form)
            attempts.submit(attempt.pk, actor=user)
        found = {one.version.kind: one.item for one in selectors.statistics(quiz)}
    assert {one.count for one in found.values()} == {4}
    assert {str(one.difficulty) for one in found.values()} == {"0.50"}
    assert str(found["numeric"].discrimination) == "-1.00"
    assert str(found["single"].discrimination) == "1.00"
    page = studio.get(f"{base}/{quiz.pk}/statistics").text
    assert page.count("Look at it") == 1
    assert "-1.00" in page


@pytest.mark.parametrize(
    ("role", "bank", "results"),
    [
        (Role.DESIGNER, 200, 200),
        (Role.ISSUER, 403, 200),
        (Role.APPROVER, 403, 200),
        (Role.ASSESSOR, 403, 403),
        (Role.VIEWER, 403, 403),
    ],
)
def test_keys_are_for_those_who_write_them(  # noqa: PLR0917 - fixtures
    make_member: Any, client_of: Any, base: str, quiz: Quiz, role: Role, bank: int, results: int
) -> None:
    browser = client_of(make_member(role))
    assert browser.get(f"{base}/questions").status_code == bank
    assert browser.get(f"{base}/questions/export.csv").status_code == bank
    assert browser.get(f"{base}/{quiz.pk}/attempts").status_code == results
    page = browser.get(f"{base}/{quiz.pk}")
    assert page.status_code == (403 if role == Role.ASSESSOR else 200)
    assert not any(words in page.text for words in ("Class F", "Oxyzenith", "7112"))
