"""Questions, quizzes and results over the REST API.

Reading questions takes the scope that writes them: they come with what is right.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from ninja import Query, Router, Status

from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.api_paging import PageFilter, cut, page_of
from skillmark.platform.orgs.models import Scope
from skillmark.platform.quizzes import reading, selectors
from skillmark.platform.quizzes.api_schemas import (
    AttemptOut,
    AttemptPage,
    ListFilter,
    QuestionIn,
    QuestionOut,
    QuestionPage,
    QuizIn,
    QuizOut,
    QuizPage,
    SectionIn,
    StatisticsOut,
)
from skillmark.platform.quizzes.models import Attempt, Question, Quiz
from skillmark.platform.quizzes.reading import Entry
from skillmark.platform.quizzes.services import bank, quizzes
from skillmark.platform.quizzes.terms import Part, Rules
from skillmark.platform.quizzes.views.results import name_of
from skillmark.platform.quizzes.vocabulary import Kind
from skillmark.platform.ui.answers import there

router = Router()

_READ = ApiKeyAuth(Scope.ACHIEVEMENTS_READ)
_WRITE = ApiKeyAuth(Scope.ACHIEVEMENTS_WRITE)
_RESULTS = ApiKeyAuth(Scope.CREDENTIALS_READ)
_TAGS = ["Quizzes"]


@router.get(
    "/questions",
    response=QuestionPage,
    operation_id="listQuestions",
    summary="List the bank of questions",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def questions(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    filters: Query[ListFilter],
) -> dict[str, Any]:
    """List the active questions with what is right, the last changed first."""
    found = selectors.questions(search=filters.search)
    shown = list(cut(found, filters))
    entries = selectors.entries(shown)
    items = [_question(one, entry) for one, (entry, _slug) in zip(shown, entries, strict=True)]
    return page_of(items, found, filters)


@router.post(
    "/questions",
    response={201: QuestionOut},
    operation_id="createQuestion",
    summary="Add a question",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def create_question(request: ApiRequest, body: QuestionIn) -> Status[dict[str, Any]]:
    """Add a question to the bank."""
    entry = reading.entry(body.model_dump())
    made = bank.create(request.organisation, entry, actor=request.api_key)
    return Status(201, _question_now(made))


@router.get(
    "/questions/{uuid:item_id}",
    response=QuestionOut,
    operation_id="getQuestion",
    summary="Read one question",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def question(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    item_id: UUID,
) -> dict[str, Any]:
    """Return one question with what is right."""
    return _question_now(_item(item_id))


@router.put(
    "/questions/{uuid:item_id}",
    response=QuestionOut,
    operation_id="writeQuestion",
    summary="Change a question",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def write_question(request: ApiRequest, item_id: UUID, body: QuestionIn) -> dict[str, Any]:
    """Say anew what a question asks; a version that somebody was asked stays as it was."""
    found = _item(item_id)
    entry = reading.entry(body.model_dump())
    return _question_now(bank.edit(found.pk, entry, actor=request.api_key))


@router.post(
    "/questions/{uuid:item_id}/archive",
    response=QuestionOut,
    operation_id="archiveQuestion",
    summary="Draw a question no more",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def archive_question(request: ApiRequest, item_id: UUID) -> dict[str, Any]:
    """Draw a question no more. Attempts under way keep it."""
    return _question_now(bank.archive(_item(item_id).pk, actor=request.api_key))


@router.post(
    "/questions/{uuid:item_id}/restore",
    response=QuestionOut,
    operation_id="restoreQuestion",
    summary="Let a question be drawn again",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def restore_question(request: ApiRequest, item_id: UUID) -> dict[str, Any]:
    """Let an archived question be drawn again."""
    return _question_now(bank.restore(_item(item_id).pk, actor=request.api_key))


@router.get(
    "/quizzes",
    response=QuizPage,
    operation_id="listQuizzes",
    summary="List quizzes",
    auth=_READ,
    tags=_TAGS,
)
@in_key_scope
def quiz_list(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    filters: Query[ListFilter],
) -> dict[str, Any]:
    """List the quizzes of the organisation, the last changed first."""
    found = selectors.quizzes(search=filters.search)
    return page_of(map(_quiz, cut(found, filters)), found, filters)


@router.post(
    "/quizzes",
    response={201: QuizOut},
    operation_id="createQuiz",
    summary="Draft a quiz",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def create_quiz(request: ApiRequest, body: QuizIn) -> Status[dict[str, Any]]:
    """Make a quiz as a draft. Add sections to it, then publish it."""
    rules = Rules.parse(body.model_dump())
    return Status(
        201, _quiz(quizzes.create(request.organisation, rules, actor=request.api_key))
    )


@router.get(
    "/quizzes/{uuid:quiz_id}",
    response=QuizOut,
    operation_id="getQuiz",
    summary="Read one quiz",
    auth=_READ,
    tags=_TAGS,
)
@in_key_scope
def quiz(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    quiz_id: UUID,
) -> dict[str, Any]:
    """Return one quiz with its rules and sections; no question."""
    return _quiz(_found(quiz_id))


@router.put(
    "/quizzes/{uuid:quiz_id}",
    response=QuizOut,
    operation_id="writeQuiz",
    summary="Change the rules of a quiz",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def write_quiz(request: ApiRequest, quiz_id: UUID, body: QuizIn) -> dict[str, Any]:
    """Say anew what the rules are; attempts under way keep those they began with."""
    found = _found(quiz_id)
    rules = Rules.parse(body.model_dump())
    return _quiz(quizzes.edit(found.pk, rules, actor=request.api_key))


@router.post(
    "/quizzes/{uuid:quiz_id}/sections",
    response={201: QuizOut},
    operation_id="addQuizSection",
    summary="Add a section",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def add_section(request: ApiRequest, quiz_id: UUID, body: SectionIn) -> Status[dict[str, Any]]:
    """Add a section of questions at the end."""
    found = _found(quiz_id)
    quizzes.add_section(found.pk, Part.parse(body.model_dump()), actor=request.api_key)
    return Status(201, _quiz(found))


@router.post(
    "/quizzes/{uuid:quiz_id}/publish",
    response=QuizOut,
    operation_id="publishQuiz",
    summary="Let people begin",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def publish(request: ApiRequest, quiz_id: UUID) -> dict[str, Any]:
    """Publish a quiz. Doing it again changes nothing."""
    return _quiz(quizzes.publish(_found(quiz_id).pk, actor=request.api_key))


@router.post(
    "/quizzes/{uuid:quiz_id}/withdraw",
    response=QuizOut,
    operation_id="withdrawQuiz",
    summary="Let nobody begin any more",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def withdraw(request: ApiRequest, quiz_id: UUID) -> dict[str, Any]:
    """Make a published quiz a draft again. Attempts under way go on."""
    return _quiz(quizzes.withdraw(_found(quiz_id).pk, actor=request.api_key))


@router.get(
    "/quizzes/{uuid:quiz_id}/attempts",
    response=AttemptPage,
    operation_id="listQuizAttempts",
    summary="List the attempts at a quiz",
    auth=_RESULTS,
    tags=_TAGS,
)
@in_key_scope
def attempts(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    quiz_id: UUID,
    filters: Query[PageFilter],
) -> dict[str, Any]:
    """List who tried and what came out of it, the newest first."""
    found = selectors.results(_found(quiz_id))
    return page_of(map(_attempt, cut(found, filters)), found, filters)


@router.get(
    "/quizzes/{uuid:quiz_id}/statistics",
    response=StatisticsOut,
    operation_id="getQuizStatistics",
    summary="How each question did",
    auth=_RESULTS,
    tags=_TAGS,
)
@in_key_scope
def statistics(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    quiz_id: UUID,
) -> dict[str, Any]:
    """Return difficulty and discrimination of each question, the most doubtful first."""
    return {
        "items": [
            {
                "question_id": one.version.question_id,
                "version": one.version.number,
                "title": one.version.question.title,
                "count": one.item.count,
                "difficulty": one.item.difficulty,
                "discrimination": one.item.discrimination,
            }
            for one in selectors.statistics(_found(quiz_id))
        ]
    }


def _item(item_id: UUID) -> Question:
    return there(selectors.question(item_id))


def _found(quiz_id: UUID) -> Quiz:
    return there(selectors.quiz(quiz_id))


def _question_now(found: Question) -> dict[str, Any]:
    return _question(found, selectors.entry_of(found, bank.newest(found)))


def _question(found: Question, entry: Entry) -> dict[str, Any]:
    version, said = bank.newest(found), entry.question
    partners = said.partners or ("",) * len(said.options)
    pairs = zip(said.options, partners, strict=True)
    return {
        "id": found.pk,
        "state": found.state,
        "version": version.number,
        "asked": version.first_asked_at is not None,
        "kind": str(said.kind),
        "prompt": said.prompt,
        "points": said.points,
        "options": [
            {"text": words, "partner": partner, "right": index in said.right}
            for index, (words, partner) in enumerate(pairs)
        ],
        "distractors": list(said.distractors),
        "accepted": list(said.accepted),
        "value": said.value,
        "tolerance": said.tolerance,
        "truth": said.right == (0,) if said.kind == Kind.TRUE_FALSE else None,
        "partial": said.partial,
        "explanation": said.explanation,
        "code": entry.code,
        "tags": list(entry.tags),
        "achievement": entry.achievement,
        "outcome": entry.outcome,
    }


def _quiz(found: Quiz) -> dict[str, Any]:
    names = [name for name in QuizOut.model_fields if name not in {"sections", "url"}]
    path = reverse("quizzes:learning-quiz", args=[found.pk])
    return {name: getattr(found, name) for name in names} | {
        "sections": [
            {"id": one.pk, "title": one.title, "draw": one.draw, "drawable": count}
            for one, count in selectors.sections(found)
        ],
        "url": f"{settings.SKILLMARK.site_url}{path}",
    }


def _attempt(found: Attempt) -> dict[str, Any]:
    names = [name for name in AttemptOut.model_fields if name != "name"]
    return {name: getattr(found, name) for name in names} | {"name": name_of(found)}
