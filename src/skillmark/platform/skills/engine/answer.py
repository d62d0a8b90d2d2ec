"""From a typed sentence to ranked documents: the whole sentence, and each of its parts.

A sentence such as *identify hazards, wear protective gear and lift heavy weights* names three
skills. Ranked as a whole the longest part would take all places; so the best of each part are
seated first and the rest is filled from the whole.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from skillmark.platform.skills.engine import clauses, ranking
from skillmark.platform.skills.engine.query import Query, understand
from skillmark.platform.skills.engine.ranking import Ranked
from skillmark.platform.skills.engine.segment import Segment

MOST_PARTS: Final = 6  # of one sentence
_SEATS: Final = 2  # places that a part of a sentence is sure of
_SEATS_OF_MANY: Final = 3  # that one sentence of several is sure of


def to_sentence(
    sentence: str, segments: Sequence[Segment], limit: int
) -> tuple[Query, list[Ranked]]:
    """Return how a sentence was understood and the documents it speaks of, best first."""
    query = understand(sentence, segments)
    best = {_place(one): one for one in ranking.rank(query, segments, limit)}
    parts = clauses.of([sentence])[1 : MOST_PARTS + 1]
    seated: dict[tuple[int, int], Ranked] = {}
    for part in parts:
        for one in ranking.rank(understand(part, segments), segments, _SEATS):
            seated.setdefault(_place(one), best.get(_place(one), one))
    return query, _filled(seated, list(best.values()), limit)


def to_sentences(
    sentences: Sequence[str], segments: Sequence[Segment], limit: int
) -> tuple[Query, list[Ranked]]:
    """Return the same for several sentences, such as a title and its outcomes."""
    whole = Query()
    seated: dict[tuple[int, int], Ranked] = {}
    for sentence in clauses.of(sentences):
        query = understand(sentence, segments)
        for term in query.terms.values():
            whole.add(term)
        whole.unknown += [word for word in query.unknown if word not in whole.unknown]
        for one in ranking.rank(query, segments, _SEATS_OF_MANY):
            known = seated.get(_place(one))
            if known is None or known.score < one.score:
                seated[_place(one)] = one
    return whole, _filled(seated, [], limit)


def _place(one: Ranked) -> tuple[int, int]:
    return one.segment, one.document


def _filled(
    seated: dict[tuple[int, int], Ranked], others: Sequence[Ranked], limit: int
) -> list[Ranked]:
    found = _sorted(seated.values())[:limit]
    taken = {_place(one) for one in found}
    found += [one for one in others if _place(one) not in taken][: limit - len(found)]
    return _sorted(found)


def _sorted(found: Iterable[Ranked]) -> list[Ranked]:
    return sorted(found, key=lambda one: (-one.score, one.segment, one.document))
