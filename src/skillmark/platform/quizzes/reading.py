"""Reads a question from untrusted values: a form, the REST API or a row of a file.

All three take and refuse the same. Nothing here reads or writes the database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from skillmark.platform.catalog import text
from skillmark.platform.catalog.content.reader import Reader
from skillmark.platform.quizzes import scoring
from skillmark.platform.quizzes.errors import InvalidError
from skillmark.platform.quizzes.questions import Question
from skillmark.platform.quizzes.vocabulary import PARTIAL, Kind

MAX_PROMPT: Final = 10_000  # characters
MAX_OPTIONS: Final = 12
MAX_OPTION: Final = 500  # characters
MAX_ACCEPTED: Final = 40
MAX_POINTS: Final = Decimal(1_000)
MAX_TAGS: Final = 20
MAX_TAG: Final = 60  # characters
MAX_CODE: Final = 60  # characters
MAX_OUTCOME: Final = 500  # characters
_TRUE: Final = frozenset({"true", "1", "yes", "on"})
_FALSE: Final = frozenset({"", "false", "0", "no", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A question with where it stands in the bank.

    Attributes:
        code: the organisation's own, unique in its bank, or nothing.
        achievement: an id, or a slug as files name it, or nothing.
        outcome: the learning outcome of the achievement that it tests.
    """

    question: Question
    code: str = ""
    tags: tuple[str, ...] = ()
    achievement: str = ""
    outcome: str = ""


def entry(raw: Mapping[str, object]) -> Entry:
    """Return the question that `raw` says.

    Args:
        raw: ``kind prompt points partial explanation code tags achievement outcome`` and, by kind,
            ``options`` (``[{text, right?, partner?}]``), ``distractors``, ``accepted``, ``value``,
            ``tolerance``, ``truth``.

    Raises:
        InvalidError: with a sentence for each field that cannot be taken.
    """
    read = Reader(raw)
    kind = Kind(read.choice("kind", Kind.values, Kind.SINGLE)) if _kind_known(read) else None
    key = _KEYS[kind](read) if kind else {}
    prompt = read.block("prompt", MAX_PROMPT)
    if not prompt:
        read.problems["prompt"] = _("Write what is asked.")
    points = read.amount("points", MAX_POINTS)
    if points is not None and not points:
        read.problems["points"] = _("Write a number above 0.")
    partial = _yes(read, "partial")
    found = {
        "code": read.line("code", MAX_CODE),
        "tags": read.lines("tags", MAX_TAGS, MAX_TAG),
        "achievement": read.line("achievement", 80),
        "outcome": read.line("outcome", MAX_OUTCOME),
    }
    explanation = read.block("explanation", MAX_PROMPT)
    if read.problems or kind is None:
        raise InvalidError(read.problems)
    question = Question(
        kind=kind,
        prompt=prompt,
        points=Decimal(1) if points is None else points,
        partial=partial and kind in PARTIAL,
        explanation=explanation,
        **key,
    )
    return Entry(question=question, **found)  # type: ignore[arg-type] # by name


def _kind_known(read: Reader) -> bool:
    if read.text("kind").strip() in Kind.values:
        return True
    kinds = ", ".join(Kind.values)
    read.problems["kind"] = _("Choose a kind of question: %(kinds)s.") % {"kinds": kinds}
    return False


def _choices(read: Reader) -> dict[str, Any]:
    rows = _rows(read)
    right = tuple(index for index, row in enumerate(rows) if row["right"])
    if not right:
        read.problems.setdefault("options", _("Say which option is right."))
    return {"options": tuple(row["text"] for row in rows), "right": right}


def _single(read: Reader) -> dict[str, Any]:
    found = _choices(read)
    if len(found["right"]) > 1:
        read.problems.setdefault("options", _("Only one option can be right here."))
    return found


def _truth(read: Reader) -> dict[str, Any]:
    said = read.raw.get("truth")
    written = str(said).strip().lower() if said is not None else ""
    if written not in _TRUE | _FALSE or not written:
        read.problems["truth"] = _("Say whether the statement is true or false.")
    return {"right": (0,) if written in _TRUE else (1,)}


def _numeric(read: Reader) -> dict[str, Any]:
    value = scoring.number(read.text("value"))
    if value is None:
        read.problems["value"] = _("Write the right number, for example 3 or 1.5.")
    written = read.text("tolerance").strip()
    tolerance = scoring.number(written) if written else Decimal(0)
    if tolerance is None or tolerance < 0:
        read.problems["tolerance"] = _("Write how far off still counts, 0 or more.")
    return {"value": value, "tolerance": tolerance}


def _text(read: Reader) -> dict[str, Any]:
    accepted = read.lines("accepted", MAX_ACCEPTED, MAX_OPTION)
    if not accepted:
        read.problems.setdefault("accepted", _("Write at least one answer that counts."))
    return {"accepted": accepted}


def _ordering(read: Reader) -> dict[str, Any]:
    return {"options": tuple(row["text"] for row in _rows(read))}


def _matching(read: Reader) -> dict[str, Any]:
    rows = _rows(read)
    if any(not row["partner"] for row in rows):
        read.problems.setdefault("options", _("Write what belongs to each of the left sides."))
    distractors = read.lines("distractors", MAX_OPTIONS, MAX_OPTION)
    partners = tuple(row["partner"] for row in rows)
    if len({*partners, *distractors}) < 2:  # noqa: PLR2004 - nothing to choose between
        read.problems.setdefault("options", _("Give at least two different right sides."))
    return {
        "options": tuple(row["text"] for row in rows),
        "partners": partners,
        "distractors": tuple(one for one in distractors if one not in partners),
    }


_KEYS: Final[Mapping[Kind, Callable[[Reader], dict[str, Any]]]] = {
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _choices,
    Kind.TRUE_FALSE: _truth,
    Kind.NUMERIC: _numeric,
    Kind.TEXT: _text,
    Kind.ORDERING: _ordering,
    Kind.MATCHING: _matching,
}


def _rows(read: Reader) -> list[dict[str, Any]]:
    """Return the options that say something; two at least, none twice."""
    found: list[dict[str, Any]] = []
    for item in read.mappings("options", _("Each option needs its text.")):
        words = text.line(str(item.get("text") or ""))
        partner = text.line(str(item.get("partner") or ""))
        if not words and not partner:
            continue
        if not words:
            read.problems["options"] = _("Each option needs its text.")
        read.within("options", words, MAX_OPTION)
        read.within("options", partner, MAX_OPTION)
        right = item.get("right") in {True, "1", "true", "on", "yes"}
        found.append({"text": words, "partner": partner, "right": right})
    if len(found) < 2:  # noqa: PLR2004 - one option is no choice
        read.problems.setdefault("options", _("Give at least two options."))
    elif len(found) > MAX_OPTIONS:
        most = {"most": MAX_OPTIONS}
        read.problems["options"] = _("At most %(most)d options are possible.") % most
    elif len({scoring.folded(row["text"]) for row in found}) < len(found):
        read.problems.setdefault("options", _("Two options say the same."))
    return found


def _yes(read: Reader, name: str) -> bool:
    """Return whether something is wanted."""
    said = read.raw.get(name)
    if isinstance(said, bool) or said is None:
        return bool(said)
    written = str(said).strip().lower()
    if written not in _TRUE | _FALSE:
        read.problems[name] = _("Write yes or no.")
    return written in _TRUE
