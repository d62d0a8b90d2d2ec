"""Reading a typed sentence: which terms to look for, how much each counts, and why.

What stands in the vocabulary counts fully. What does not is taken for the beginning of a word
that is still being typed, for two words written as one, or for a typing mistake; synonyms are
added at less weight. Words that lead nowhere are named, never dropped silently.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from skillmark.platform.skills.engine import synonyms, words
from skillmark.platform.skills.engine.segment import Segment
from skillmark.platform.skills.engine.words import Word

MAX_TERMS: Final = 60  # of one sentence; the first ones count
MAX_MISSPELT: Final = 12  # words that are looked for among all others, of one sentence
_GUESSED: Final = 0.7
_JOINED: Final = 0.9
_HALF: Final = 0.5  # what a word counts that is half of a known one
_BEGINNINGS: Final = 8  # words that one beginning may stand for
_PART: Final = 3  # letters of half a word
_SURE: Final = 5  # letters from which one mistake is forgiven
_LONG: Final = 9  # letters from which two are


class How(StrEnum):
    """How a term came out of the sentence."""

    WORD = "word"
    BEGINNING = "beginning"
    SPELLING = "spelling"
    SYNONYM = "synonym"


@dataclass(frozen=True, slots=True)
class Term:
    """One term to look for.

    Attributes:
        stem: what the index knows it by.
        weight: how much it counts, 0 to 1.
        typed: the words of the sentence it came from.
        how: by which way.
    """

    stem: str
    weight: float
    typed: str
    how: How = How.WORD


@dataclass(slots=True)
class Query:
    """A sentence, understood.

    Attributes:
        terms: what to look for, by stem.
        unknown: words of the sentence that no framework has.
    """

    terms: dict[str, Term] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def add(self, term: Term) -> None:
        """Take a term in; of two with one stem the weightier stays."""
        present = self.terms.get(term.stem)
        if present is None or present.weight < term.weight:
            self.terms[term.stem] = term


def understand(sentence: str, segments: Sequence[Segment]) -> Query:
    """Read a sentence against the vocabulary of the frameworks that are searched."""
    query = Query()
    said = [word for word in words.read(sentence) if not word.empty][:MAX_TERMS]
    guesses = 0
    for at, word in enumerate(said):
        weight = words.LITTLE if word.stem in words.WEAK_STEMS else 1.0
        if _known(word.stem, segments):
            query.add(Term(word.stem, weight, word.text))
            continue
        found = _split(word, segments)
        if not found and at == len(said) - 1:
            found = _begun(word, segments)
        if not found and guesses < MAX_MISSPELT:
            guesses += 1
            found = _misspelt(word, segments)
        for term in found:
            query.add(term)
        if not found and word.text not in query.unknown:
            query.unknown.append(word.text)
    _join(said, query, segments)
    _widen(said, query, segments)
    return query


def _known(stem: str, segments: Sequence[Segment]) -> bool:
    return any(stem in segment.numbers for segment in segments)


def _split(word: Word, segments: Sequence[Segment]) -> list[Term]:
    """Return two known words that make up this one: ``toolbox`` as *tool box*."""
    text = word.text.casefold()
    for cut in range(_PART, len(text) - _PART + 1):
        parts = [words.stem(text[:cut]), words.stem(text[cut:])]
        if all(_known(part, segments) for part in parts):
            return [Term(part, _JOINED, word.text) for part in parts]
    return []


def _begun(word: Word, segments: Sequence[Segment]) -> list[Term]:
    """Return the words that the last one may become; needs two letters."""
    start = word.text.casefold()
    if len(start) < _PART - 1:
        return []
    found: dict[str, int] = {}
    for segment in segments:
        for term in segment.beginning(start, _BEGINNINGS):
            found[term] = found.get(term, 0) + segment.frequency(term)
    best = sorted(found, key=lambda term: (-found[term], term))[:_BEGINNINGS]
    return [Term(term, _GUESSED, word.text, How.BEGINNING) for term in best]


def _misspelt(word: Word, segments: Sequence[Segment]) -> list[Term]:
    """Return the nearest known words: one letter off, two in long words."""
    if len(word.text) < _SURE or not word.stem.isalpha():
        return []
    cutoff = 2 if len(word.stem) >= _LONG else 1
    near: dict[str, tuple[int, int]] = {}
    for segment in segments:
        for term, distance, _at in process.extract(
            word.stem, segment.terms, scorer=OSA.distance, score_cutoff=cutoff, limit=20
        ):
            if len(term) >= _PART and term.isalpha():
                known = near.get(term, (distance, 0))[1]
                near[term] = (distance, known - segment.frequency(term))
    first = word.stem[:1]
    ranked = sorted(near, key=lambda term: (near[term][0], term[:1] != first, near[term][1]))
    best = [term for term in ranked if near[term][0] == near[ranked[0]][0]][:2]
    return [Term(term, _GUESSED, word.text, How.SPELLING) for term in best]


def _join(said: Sequence[Word], query: Query, segments: Sequence[Segment]) -> None:
    """Add two neighbours as one word where that is known: ``cyber security``."""
    for one, two in itertools.pairwise(said):
        both = words.stem((one.text + two.text).casefold())
        if _known(both, segments):
            query.add(Term(both, 1.0, f"{one.text} {two.text}"))
            for part in (one, two):
                if (term := query.terms.get(part.stem)) is not None:
                    query.terms[part.stem] = replace(term, weight=term.weight * _HALF)
                if part.text in query.unknown:
                    query.unknown.remove(part.text)


def _widen(said: Sequence[Word], query: Query, segments: Sequence[Segment]) -> None:
    """Add the synonyms of the phrases of a sentence; a word may stand between two of one."""
    places: dict[str, int] = {}
    for at, word in enumerate(said):
        places.setdefault(word.stem, at)
    for phrase, others in synonyms.TABLE.items():
        if not all(stem in places for stem in phrase):
            continue
        met = sorted(places[stem] for stem in phrase)
        if met[-1] - met[0] >= len(phrase) + synonyms.SPREAD:
            continue
        typed = " ".join(said[at].text for at in met)
        weight = synonyms.SURER if len(phrase) > 1 else synonyms.WEIGHT
        known = [stem for other in others for stem in other if _known(stem, segments)]
        for stem in known:
            if stem not in places:
                query.add(Term(stem, weight, typed, How.SYNONYM))
        for at in met if known else ():
            if said[at].text in query.unknown:
                query.unknown.remove(said[at].text)
