"""What a learner sees of a question, and what a learner sends back.

Pure. Options are numbered from 1 in the order in which they are shown, so that nothing on a page
says which of them is right, or where one belongs; `order` leads back to the author's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from skillmark.platform.catalog import text
from skillmark.platform.quizzes.errors import AnswerError
from skillmark.platform.quizzes.questions import Question
from skillmark.platform.quizzes.scoring import Answer
from skillmark.platform.quizzes.vocabulary import CHOICES, Kind

MAX_TEXT: Final = 500  # characters of a typed answer
_PLACE: Final = re.compile(r"[1-9]\d{0,2}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One option as it is shown: its number, its words, and what was answered.

    Attributes:
        given: of a choice whether it is chosen; else the number that was given to it, or 0.
    """

    number: int
    text: str
    given: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A question without its key.

    Attributes:
        lines: options, or the left sides of a matching.
        pool: the right sides of a matching; of an ordering its places. Number and words.
        typed: what was typed, of a number or a short text.
    """

    kind: Kind
    prompt: str
    lines: tuple[Line, ...] = ()
    pool: tuple[Line, ...] = ()
    typed: str = ""


def shown(question: Question, order: Sequence[int], answer: Answer | None = None) -> Shown:
    """Return what a learner sees, with what was answered so far.

    Args:
        question: with its key, of which nothing comes out here.
        order: the author's indexes in the order shown; see `Question.shuffled`.
        answer: as `read` returned it.
    """
    kind, said = question.kind, answer or {}
    if kind in CHOICES:
        words = question.options or (_("True"), _("False"))
        chosen = set(said.get("chosen", ()))
        lines = tuple(
            Line(number, words[index], int(index in chosen))
            for number, index in enumerate(_order(question, order), 1)
        )
        return Shown(kind, question.prompt, lines)
    if kind == Kind.ORDERING:
        places = list(said.get("places", ())) or [None] * len(question.options)
        lines = tuple(
            Line(number, question.options[index], _number(places[index]))
            for number, index in enumerate(order, 1)
        )
        pool = tuple(Line(number, str(number)) for number in range(1, len(lines) + 1))
        return Shown(kind, question.prompt, lines, pool)
    if kind == Kind.MATCHING:
        pairs = list(said.get("pairs", ())) or [None] * len(question.options)
        seen = {index: number for number, index in enumerate(order, 1)}
        lines = tuple(
            Line(number, words, seen.get(pairs[number - 1], 0))
            for number, words in enumerate(question.options, 1)
        )
        pool = tuple(Line(seen[index], question.pool[index]) for index in order)
        return Shown(kind, question.prompt, lines, pool)
    return Shown(kind, question.prompt, typed=str(said.get("text", "")))


def read(
    question: Question, order: Sequence[int], sent: Mapping[str, Sequence[str]]
) -> dict[str, Any] | None:
    """Return the answer of a sent form, None when nothing is answered.

    Args:
        question: which was asked.
        order: in which its options were shown.
        sent: lists by field: ``choice`` (numbers), ``text``, ``line-1``, ``line-2`` … (a number).

    Raises:
        AnswerError: a number that was never shown, or too long a text.
    """
    if question.kind in CHOICES:
        return _read_choice(question, _order(question, order), sent.get("choice", ()))
    if question.kind in {Kind.NUMERIC, Kind.TEXT}:
        typed = text.line("".join(sent.get("text", ())[:1]))
        if len(typed) > MAX_TEXT:
            most = {"size": MAX_TEXT}
            raise AnswerError(_("Use at most %(size)d characters.") % most)
        return {"text": typed} if typed else None
    count = len(question.options)
    given = [
        _place(sent.get(f"line-{number}", ()), len(order)) for number in range(1, count + 1)
    ]
    if not any(given):
        return None
    if question.kind == Kind.MATCHING:
        return {"pairs": [order[one - 1] if one else None for one in given]}
    places: list[int | None] = [None] * count
    for index, one in zip(order, given, strict=True):
        places[index] = one - 1 if one else None
    return {"places": places}


def described(question: Question, answer: Answer | None) -> list[str]:
    """Return in words what was answered, line by line; nothing when nothing was."""
    if not answer:
        return []
    if question.kind in CHOICES:
        words = question.options or (_("True"), _("False"))
        return [words[index] for index in answer.get("chosen", ())]
    if question.kind == Kind.ORDERING:
        placed = [
            (place, words)
            for place, words in zip(answer.get("places", ()), question.options, strict=False)
            if place is not None
        ]
        return [f"{place + 1}. {words}" for place, words in sorted(placed)]
    if question.kind == Kind.MATCHING:
        pool = question.pool
        return [
            f"{left} → {pool[given] if given is not None else '…'}"
            for left, given in zip(question.options, answer.get("pairs", ()), strict=False)
        ]
    return [str(answer.get("text", ""))]


def right(question: Question) -> list[str]:
    """Return in words what is right, line by line: never before an attempt is over."""
    if question.kind in CHOICES:
        return described(question, {"chosen": question.right})
    if question.kind == Kind.ORDERING:
        return [f"{number}. {words}" for number, words in enumerate(question.options, 1)]
    if question.kind == Kind.MATCHING:
        pairs = zip(question.options, question.partners, strict=True)
        return [f"{left} → {partner}" for left, partner in pairs]
    if question.kind == Kind.TEXT:
        return list(question.accepted)
    value = text.plain_number(question.value) if question.value is not None else ""
    if not question.tolerance:
        return [value]
    return [f"{value} (± {text.plain_number(question.tolerance)})"]


def _read_choice(
    question: Question, order: Sequence[int], sent: Sequence[str]
) -> dict[str, Any] | None:
    numbers = {_place([one], len(order)) for one in sent} - {0}
    if question.kind != Kind.MULTIPLE and len(numbers) > 1:
        raise AnswerError(_("Choose one option only."))
    chosen = sorted(order[one - 1] for one in numbers)
    return {"chosen": chosen} if chosen else None


def _order(question: Question, order: Sequence[int]) -> Sequence[int]:
    """Return the order of options; true comes before false, always."""
    return (0, 1) if question.kind == Kind.TRUE_FALSE else order


def _place(sent: Sequence[str], most: int) -> int:
    """Return the number that was sent, 0 for none."""
    written = "".join(sent[:1]).strip()
    if not written:
        return 0
    if not _PLACE.match(written) or int(written) > most:
        raise AnswerError(_("This answer does not belong to the question. Reload the page."))
    return int(written)


def _number(place: int | None) -> int:
    return 0 if place is None else place + 1
