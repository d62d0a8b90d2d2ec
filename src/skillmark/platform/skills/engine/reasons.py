"""Why a skill was found: which typed words met which of its names, and by which way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from skillmark.platform.skills.engine import words
from skillmark.platform.skills.engine.query import How, Query, Term


class Place(StrEnum):
    """Where a word was met."""

    LABEL = "label"
    ALTERNATIVE = "alternative"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Reason:
    """One place of a skill with what met there.

    Attributes:
        place: the name, another name, or the description.
        text: that name, whole; empty for the description.
        typed: words of the sentence.
        met: the words they met, in the same order.
        how: in which way each met.
    """

    place: Place
    text: str
    typed: tuple[str, ...]
    met: tuple[str, ...]
    how: tuple[How, ...]

    @property
    def plain(self) -> bool:
        """Say whether every word is met as it was typed, up to its ending."""
        return all(one == How.WORD for one in self.how)


def explain(
    query: Query, label: str, alternatives: Sequence[str], description: str
) -> tuple[Reason, ...]:
    """Return the reasons for one skill: the name first, then what the name does not explain."""
    reasons, explained = [], set[str]()
    met = _meet(query, label)
    if met:
        reasons.append(_reason(Place.LABEL, label, met))
        explained.update(word for term, _text in met for word in term.typed.split())
    best = _best(query, alternatives, explained)
    if best is not None:
        reasons.append(best)
        explained.update(word for typed in best.typed for word in typed.split())
    left = [
        (term, text) for term, text in _meet(query, description) if not _told(term, explained)
    ]
    if left:
        reasons.append(_reason(Place.DESCRIPTION, "", left))
    return tuple(reasons)


def _best(query: Query, alternatives: Iterable[str], explained: set[str]) -> Reason | None:
    """Return the alternative that explains most of what is left, if any."""
    best: Reason | None = None
    most = words.LITTLE
    for text in alternatives:
        met = _meet(query, text)
        gain = sum(term.weight for term, _text in met if not _told(term, explained))
        gain -= len(text) / 10_000  # of two that explain the same, the shorter
        if met and gain > most:
            best, most = _reason(Place.ALTERNATIVE, text, met), gain
    return best


def _told(term: Term, explained: set[str]) -> bool:
    """Say whether the words a term came from are explained already."""
    return explained.issuperset(term.typed.split())


def _meet(query: Query, text: str) -> list[tuple[Term, str]]:
    """Return the terms of a query that a text has, each once, with the word as it stands."""
    found: dict[str, tuple[Term, str]] = {}
    for word in words.read(text):
        term = query.terms.get(word.stem)
        if term is not None and word.stem not in found and not word.empty:
            found[word.stem] = (term, word.text)
    telling = [one for one in found.values() if one[0].weight > words.LITTLE]
    return telling or list(found.values())


def _reason(place: Place, text: str, met: Sequence[tuple[Term, str]]) -> Reason:
    return Reason(
        place,
        text,
        tuple(term.typed for term, _text in met),
        tuple(text for _term, text in met),
        tuple(term.how for term, _text in met),
    )
