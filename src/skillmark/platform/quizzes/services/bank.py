"""The bank of questions: added, changed, put away.

Each function works inside the organisation scope its caller opened, in one transaction.
"""

import hashlib
import json
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.catalog.models import Achievement
from skillmark.platform.catalog.text import plain_number
from skillmark.platform.events.changes import changed, record
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.quizzes import questions
from skillmark.platform.quizzes.errors import InvalidError, StateError
from skillmark.platform.quizzes.models import Question, QuestionVersion
from skillmark.platform.quizzes.models.bank import MAX_TITLE
from skillmark.platform.quizzes.reading import Entry
from skillmark.platform.quizzes.vocabulary import QuestionState

_MARKS: Final = "#*_>`-+ \t"


def create(organisation: Organisation, entry: Entry, *, actor: object) -> Question:
    """Add a question to the bank.

    Raises:
        InvalidError: the code is taken, or the achievement is none of the organisation's.
    """
    with transaction.atomic():
        question = added(organisation, entry)
        record("question.created", question, actor=actor, label=question.title)
    return question


def edit(question_id: UUID, entry: Entry, *, actor: object) -> Question:
    """Say anew what a question asks; a version that was asked stays, and gets its next one.

    Raises:
        StateError: it is archived.
        InvalidError: as `create`.
    """
    with transaction.atomic():
        question = held(question_id)
        before, after = rewritten(question, entry)
        if after:
            record(
                "question.edited",
                question,
                actor=actor,
                label=question.title,
                before=before,
                after=after,
            )
    return question


def added(organisation: Organisation, entry: Entry) -> Question:
    """Add a question in the caller's transaction, without an entry in the trail.

    Raises:
        InvalidError: as `create`.
    """
    question = Question(organisation=organisation, **placing(entry))
    _save(question)
    _version(question, 1, entry.question)
    return question


def rewritten(question: Question, entry: Entry) -> tuple[dict[str, Any], dict[str, Any]]:
    """Change a held question without an entry in the trail; return what changed.

    Raises:
        StateError, InvalidError: as `edit`.
    """
    if question.state == QuestionState.ARCHIVED:
        raise StateError(_("This question is archived. Bring it back to change it."))
    before, after = changed(question, placing(entry))
    number = _rewrite(question, entry.question)
    if number is None and not after:
        return {}, {}
    for name, value in after.items():
        setattr(question, name, value)
    _save(question)
    version = {} if number is None else {"version": number}
    return _facts(before), _facts(after) | version


def archive(question_id: UUID, *, actor: object) -> Question:
    """Draw a question no more. Attempts under way keep it."""
    return _turn(question_id, QuestionState.ARCHIVED, "question.archived", actor)


def restore(question_id: UUID, *, actor: object) -> Question:
    """Let a question be drawn again."""
    return _turn(question_id, QuestionState.ACTIVE, "question.restored", actor)


def held(question_id: UUID) -> Question:
    """Return a question of the current organisation with its row locked.

    Raises:
        ObjectDoesNotExist: there is none of that id.
    """
    question: Question = Question.objects.select_for_update(of=("self",), no_key=True).get(
        pk=question_id
    )
    return question


def newest(question: Question) -> QuestionVersion:
    """Return the version that is asked next."""
    found: QuestionVersion = QuestionVersion.objects.filter(question=question).order_by(
        "-number"
    )[0]
    return found


def digest_of(question: questions.Question) -> str:
    """Return what tells a question apart from every other: SHA-256 of all it says."""
    said = {
        "kind": str(question.kind),
        "prompt": question.prompt,
        "points": plain_number(question.points),
        "explanation": question.explanation,
        **question.to_json(),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def title_of(prompt: str) -> str:
    """Return the first line of a prompt that says something, without Markdown's marks."""
    lines = (line.strip(_MARKS) for line in prompt.splitlines())
    first = next((line for line in lines if line), "…")
    return first if len(first) <= MAX_TITLE else f"{first[: MAX_TITLE - 1]}…"


def achievement_of(entry: Entry) -> Achievement | None:
    """Return the achievement that an entry names by id or slug.

    Raises:
        InvalidError: the organisation has none of that name.
    """
    if not entry.achievement:
        return None
    found = None
    with suppress(ValueError):
        found = catalog.achievement(UUID(entry.achievement))
    found = found or catalog.achievement_by_slug(entry.achievement)
    if found is None:
        words = _("You have no achievement “%(name)s”.") % {"name": entry.achievement}
        raise InvalidError({"achievement": words})
    return found


def placing(entry: Entry) -> dict[str, Any]:
    """Return the columns of a `Question`.

    Raises:
        InvalidError: the achievement is none of the organisation's.
    """
    achievement = achievement_of(entry)
    title = title_of(entry.question.prompt)
    words = [title, entry.code, entry.outcome, *entry.tags]
    return {
        "code": entry.code,
        "kind": str(entry.question.kind),
        "title": title,
        "tags": list(entry.tags),
        "achievement_id": achievement.pk if achievement else None,
        "outcome": entry.outcome,
        "search_text": "\n".join(words).casefold(),
    }


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "search_text"}


def _save(question: Question) -> None:
    try:
        with transaction.atomic():
            question.save()
    except IntegrityError:
        words = _("Another question has the code “%(code)s”.") % {"code": question.code}
        raise InvalidError({"code": words}) from None


def _rewrite(question: Question, content: questions.Question) -> int | None:
    """Write what a question says; return the number of the version, None if it says the same."""
    rows = QuestionVersion.objects.select_for_update(of=("self",), no_key=True).filter(
        question=question
    )
    last: QuestionVersion = rows.order_by("-number")[0]
    if last.digest == digest_of(content):
        return None
    if last.first_asked_at is None:
        for name, value in _columns(content).items():
            setattr(last, name, value)
        last.save()
        return last.number
    return _version(question, last.number + 1, content).number


def _version(question: Question, number: int, content: questions.Question) -> QuestionVersion:
    made: QuestionVersion = QuestionVersion.objects.create(
        organisation_id=question.organisation_id,
        question=question,
        number=number,
        **_columns(content),
    )
    return made


def _columns(content: questions.Question) -> dict[str, Any]:
    return {
        "kind": str(content.kind),
        "prompt": content.prompt,
        "key": content.to_json(),
        "points": content.points,
        "explanation": content.explanation,
        "digest": digest_of(content),
    }


def _turn(question_id: UUID, to: QuestionState, action: str, actor: object) -> Question:
    with transaction.atomic():
        question = held(question_id)
        if question.state == to:
            return question
        before, question.state = question.state, to
        question.save(update_fields=["state", "updated_at"])
        record(
            action,
            question,
            actor=actor,
            label=question.title,
            before={"state": str(before)},
            after={"state": str(to)},
        )
    return question
