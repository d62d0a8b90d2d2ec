"""Scoring: BM25F over all frameworks together, then a closer look at the best.

The closer look asks how much of a skill's name (or of one of its other names) the sentence
covers, because a sentence usually names several skills and each of them should come up: a short
name that is covered whole beats a long one of which two words fit.
"""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from skillmark.platform.skills.engine import words
from skillmark.platform.skills.engine.query import Query
from skillmark.platform.skills.engine.segment import BREAK, Segment

LOOKED_AT: Final = 300  # documents that are looked at closely
_NAME: Final = 1.0  # what a covered name adds, against an alternative's
_OTHER_NAME: Final = 0.6
_COVER: Final = 1.0
_STEP: Final = 255.0
_POWER: Final = 1.5


@dataclass(frozen=True, slots=True)
class Ranked:
    """One document of one segment with its score."""

    score: float
    segment: int
    document: int


def rank(query: Query, segments: Sequence[Segment], limit: int) -> list[Ranked]:
    """Return the best documents for a query, best first; equal ones in the order of the index."""
    idf = _rarity(query, segments)
    found: list[Ranked] = []
    for at, segment in enumerate(segments):
        scores = _gather(query, segment, idf)
        met_by = _met_by(query, segment, idf)
        best = heapq.nsmallest(LOOKED_AT, scores, key=lambda one: (-scores[one], one))
        found += [Ranked(scores[one] + _cover(segment, one, met_by), at, one) for one in best]
    return heapq.nsmallest(
        limit, found, key=lambda one: (-one.score, one.segment, one.document)
    )


def _rarity(query: Query, segments: Sequence[Segment]) -> dict[str, float]:
    """Return the inverse document frequency of each term over all segments."""
    total = sum(len(segment) for segment in segments)
    rarity = {}
    for stem in query.terms:
        among = sum(segment.frequency(stem) for segment in segments)
        rarity[stem] = math.log(1 + (total - among + 0.5) / (among + 0.5))
    return rarity


def _gather(query: Query, segment: Segment, idf: dict[str, float]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for stem, term in query.terms.items():
        weight = term.weight * idf[stem] / _STEP
        for document, impact in segment.posted(stem):
            scores[document] = scores.get(document, 0.0) + weight * impact
    return scores


def _cover(segment: Segment, document: int, met_by: dict[int, tuple[float, float]]) -> float:
    """Return what a document earns by the name, of all it has, that the query covers best."""
    best = met = whole = 0.0
    factor = _NAME
    rarity = segment.rarity
    for number in segment.phrases_at(document):
        if number == BREAK:
            if met:
                best = max(best, factor * met * (met / whole) ** _POWER)
            met = whole = 0.0
            factor = _OTHER_NAME
            continue
        share = met_by.get(number)
        if share is None:
            whole += rarity[number]
        else:
            whole += share[0]
            met += share[1]
    return _COVER * best


def _met_by(
    query: Query, segment: Segment, idf: dict[str, float]
) -> dict[int, tuple[float, float]]:
    """Return what each term of a query counts in a name, whole and met, by its number."""
    found = {}
    for stem, term in query.terms.items():
        number = segment.numbers.get(stem)
        if number is not None:
            met = idf[stem] * term.weight
            found[number] = (met if stem in words.WEAK_STEMS else idf[stem], met)
    return found
