"""What an answer is worth, exactly.

Pure. Scores are fractions, so that three thirds make a whole; they are rounded once, where they are
stored or shown, and never before it is decided whether somebody has passed.

An answer is plain JSON, in the order of the author's options:

- choices: ``{"chosen": [0, 2]}``
- a number or a short text: ``{"text": "3,5"}``
- an ordering: ``{"places": [0, null, 1]}``, the place given to each option
- a matching: ``{"pairs": [2, null]}``, the index in `Question.pool` given to each option
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from skillmark.platform.quizzes.questions import Question
from skillmark.platform.quizzes.vocabulary import CHOICES, Kind

STORED: Final = Decimal("0.0001")  # points
SHOWN: Final = Decimal("0.01")  # per cent
_WHOLE: Final = Fraction(100)  # per cent
_NUMBER: Final = re.compile(r"[+-]?\d{1,20}(\.\d{1,20})?\Z", re.ASCII)

type Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A level, and from how many per cent on it is reached."""

    level: str
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt as a whole is worth.

    Attributes:
        total: the points earned, exactly.
        out_of: the points that were possible.
        passed: None where a quiz has no pass mark.
        level: the highest one that is reached, or nothing.
    """

    total: Fraction
    out_of: Decimal
    passed: bool | None
    level: str

    @property
    def score(self) -> Decimal:
        """The points earned, to four places."""
        return rounded(self.total)

    @property
    def percent(self) -> Decimal:
        """The share of the points, rounded down: it never shows more than was reached."""
        return _decimal(math.floor(_percent(self.total, self.out_of) / Fraction(SHOWN)), SHOWN)


def score(question: Question, answer: Answer | None) -> Fraction:
    """Return the points that an answer earns: 0 for none, never below 0, never above."""
    if not answer:
        return Fraction(0)
    share = _share(question, answer)
    if not question.partial and share < 1:
        share = Fraction(0)
    return share * Fraction(question.points)


def judge(
    scores: Sequence[Fraction],
    points: Iterable[Decimal],
    *,
    pass_mark: Decimal | None = None,
    thresholds: Iterable[Threshold] = (),
) -> Outcome:
    """Return what the scores make together.

    Args:
        scores: of each question.
        points: what each question could earn.
        pass_mark: per cent; from there on it is passed.
        thresholds: of the levels, in any order.
    """
    total, out_of = sum(scores, Fraction(0)), sum(points, Decimal(0))
    percent = _percent(total, out_of)
    reached = [one for one in thresholds if percent >= Fraction(one.at_least)]
    best = max(reached, key=lambda one: one.at_least, default=None)
    passed = None if pass_mark is None else percent >= Fraction(pass_mark)
    return Outcome(total, out_of, passed, best.level if best else "")


def rounded(value: Fraction) -> Decimal:
    """Return points to four places, halves to the even neighbour."""
    return _decimal(round(value / Fraction(STORED)), STORED)


def number(written: str) -> Decimal | None:
    """Return the number that somebody wrote; a comma is a point. Nothing if it is none."""
    plain = "".join(written.split()).replace("\u2212", "-").replace(",", ".")
    return Decimal(plain) if _NUMBER.match(plain) else None


def folded(text: str) -> str:
    """Return a short text as it is compared: without regard to case, width and spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _share(question: Question, answer: Answer) -> Fraction:
    """Return how much of the answer is right, from 0 to 1."""
    kind = question.kind
    if kind in CHOICES:
        return _chosen(question, set(answer.get("chosen", ())))
    if kind == Kind.NUMERIC:
        given = number(str(answer.get("text", "")))
        close = (
            given is not None
            and question.value is not None
            and abs(Fraction(given) - Fraction(question.value)) <= Fraction(question.tolerance)
        )
        return Fraction(close)
    if kind == Kind.TEXT:
        said = folded(str(answer.get("text", "")))
        return Fraction(said in {folded(one) for one in question.accepted})
    if kind == Kind.ORDERING:
        places = list(answer.get("places", ()))
        right = sum(place == index for index, place in enumerate(places))
        return Fraction(right, len(question.options))
    return _paired(question, list(answer.get("pairs", ())))


def _chosen(question: Question, chosen: set[int]) -> Fraction:
    """Return the share of right options, each wrong one chosen taking a right one away."""
    right = set(question.right)
    if question.kind != Kind.MULTIPLE or not question.partial:
        return Fraction(chosen == right)
    net = len(chosen & right) - len(chosen - right)
    return Fraction(max(0, net), len(right))


def _paired(question: Question, pairs: Sequence[int | None]) -> Fraction:
    pool = question.pool
    right = sum(
        given is not None and pool[given] == partner
        for given, partner in zip(pairs, question.partners, strict=False)
    )
    return Fraction(right, len(question.partners))


def _percent(total: Fraction, out_of: Decimal) -> Fraction:
    return total * _WHOLE / Fraction(out_of) if out_of else Fraction(0)


def _decimal(steps: int, places: Decimal) -> Decimal:
    """Return so many steps of the last place as a decimal."""
    return Decimal(steps).scaleb(places.as_tuple().exponent)  # type: ignore[arg-type] # finite
