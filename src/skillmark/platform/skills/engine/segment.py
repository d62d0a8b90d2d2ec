"""The inverted index of one framework: immutable, compact, kept as bytes.

Scores follow BM25F (Robertson & Zaragoza 2009, §3.6): a term's frequency is weighted and
normalised by field (label, alternative labels, description) and then saturated. Only the inverse
document frequency is left to the query, because it is taken over all frameworks that are searched
together. A saturated frequency is kept in one byte; the order of hits does not feel the rounding.

Beside the postings stands, for each document, the list of its phrases (the label first, then the
alternatives) as term numbers, so that ranking can tell how much of a name a sentence covers.
"""

import json
import math
import struct
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from skillmark.platform.skills.engine import words

MAGIC: Final = b"SKX1"
MAX_BYTES: Final = 512 * 1024 * 1024  # bytes of an unpacked segment
_K1: Final = 1.2
_WEIGHTS: Final = (3.0, 1.6, 0.7)  # label, alternatives, description
_LENGTHS: Final = (0.6, 0.75, 0.75)  # how much a long field counts against a term, BM25's b
_MOST: Final = 3  # how often a term counts in one field
_STEP: Final = 255.0
BREAK: Final = 0xFFFF_FFFF
"""Ends a phrase."""


class SegmentError(ValueError):
    """The bytes are no segment of this release."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed of one skill."""

    uri: str
    label: str
    alternatives: Sequence[str] = ()
    description: str = ""


@dataclass(frozen=True)
class Segment:
    """One framework's index.

    Attributes:
        uris: of the documents, by number.
        terms: the vocabulary, sorted.
        starts: where each term's postings begin; one more than terms.
        postings: document numbers.
        impacts: the saturated frequency of each posting, 0 to 255.
        phrase_starts: where each document's phrases begin; one more than documents.
        phrases: term numbers, each phrase ended by a mark.
    """

    uris: list[str]
    terms: list[str]
    starts: "array[int]"
    postings: "array[int]"
    impacts: "array[int]"
    phrase_starts: "array[int]"
    phrases: "array[int]"

    def __len__(self) -> int:
        return len(self.uris)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each term."""
        return {term: number for number, term in enumerate(self.terms)}

    @cached_property
    def rarity(self) -> "array[float]":
        """The inverse document frequency of each term here; a weak word counts little."""
        total = len(self.uris)
        found = array("d")
        for number, term in enumerate(self.terms):
            among = self.starts[number + 1] - self.starts[number]
            rare = math.log(1 + (total - among + 0.5) / (among + 0.5))
            found.append(rare * words.LITTLE if term in words.WEAK_STEMS else rare)
        return found

    def frequency(self, term: str) -> int:
        """Return in how many documents a term stands."""
        number = self.numbers.get(term)
        return 0 if number is None else self.starts[number + 1] - self.starts[number]

    def beginning(self, start: str, limit: int) -> list[str]:
        """Return at most `limit` terms that begin with `start`, the most frequent first."""
        place = bisect_left(self.terms, start)
        found = []
        while place < len(self.terms) and self.terms[place].startswith(start):
            found.append(self.terms[place])
            place += 1
        return sorted(found, key=lambda term: -self.frequency(term))[:limit]

    def posted(self, term: str) -> Iterator[tuple[int, int]]:
        """Return document numbers and impacts of a term."""
        number = self.numbers.get(term)
        if number is None:
            return iter(())
        first, last = self.starts[number], self.starts[number + 1]
        return zip(self.postings[first:last], self.impacts[first:last], strict=True)

    def phrases_at(self, document: int) -> "array[int]":
        """Return the term numbers of a document's phrases, each phrase ended by `BREAK`."""
        return self.phrases[self.phrase_starts[document] : self.phrase_starts[document + 1]]

    def phrases_of(self, document: int) -> Iterator[list[str]]:
        """Return the phrases of a document as terms: the label first, then alternatives."""
        phrase: list[str] = []
        for number in self.phrases_at(document):
            if number == BREAK:
                yield phrase
                phrase = []
            else:
                phrase.append(self.terms[number])

    def dump(self) -> bytes:
        """Return the segment as bytes for `load`."""
        arrays = [self.starts, self.postings, self.impacts, self.phrase_starts, self.phrases]
        head = json.dumps([self.uris, self.terms, [len(one) for one in arrays]]).encode()
        body = b"".join(_little(one) for one in arrays)
        packed = zlib.compress(struct.pack("<I", len(head)) + head + body, 9)
        return MAGIC + packed


def ordered(documents: Iterable[Document]) -> list[Document]:
    """Return documents in the order they are indexed in, which decides ties."""
    return sorted(documents, key=lambda one: (one.label.casefold(), one.uri))


def build(documents: Iterable[Document]) -> Segment:
    """Index documents; their order decides ties."""
    kept = list(documents)
    fields = [_fields(one) for one in kept]
    means = [
        max(sum(len(stems) for one in fields for stems in one[at]) / max(len(kept), 1), 1.0)
        for at in range(3)
    ]
    posted: dict[str, list[tuple[int, int]]] = {}
    for number, one in enumerate(fields):
        for term, impact in _impacts(one, means):
            posted.setdefault(term, []).append((number, impact))
    terms = sorted(posted)
    starts, postings, impacts = array("I", [0]), array("I"), array("B")
    for term in terms:
        for number, impact in posted[term]:
            postings.append(number)
            impacts.append(impact)
        starts.append(len(postings))
    numbers = {term: number for number, term in enumerate(terms)}
    phrase_starts, phrases = array("I", [0]), array("I")
    for label, alternatives, _description in fields:
        seen = set()
        for phrase in (*label, *alternatives):
            key = tuple(sorted(set(phrase)))
            if key and key not in seen:
                seen.add(key)
                phrases.extend(numbers[term] for term in dict.fromkeys(phrase))
                phrases.append(BREAK)
        phrase_starts.append(len(phrases))
    uris = [one.uri for one in kept]
    return Segment(uris, terms, starts, postings, impacts, phrase_starts, phrases)


def load(data: bytes) -> Segment:
    """Read what `Segment.dump` wrote.

    Raises:
        SegmentError: the bytes are of another kind, or damaged.
    """
    if not data.startswith(MAGIC):
        raise SegmentError("These bytes are no segment of this release.")
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(data[len(MAGIC) :], MAX_BYTES)
        (length,) = struct.unpack_from("<I", plain)
        uris, terms, counts = json.loads(plain[4 : 4 + length])
        place, arrays = 4 + length, []
        for kind, count in zip("IIBII", counts, strict=True):
            one = array(kind)
            end = place + count * one.itemsize
            one.frombytes(plain[place:end])
            if sys.byteorder == "big":
                one.byteswap()
            arrays.append(one)
            place = end
    except (zlib.error, struct.error, ValueError) as error:
        raise SegmentError("This segment is damaged.") from error
    return Segment(uris, terms, *arrays)


type _Fields = tuple[list[list[str]], list[list[str]], list[list[str]]]


def _fields(one: Document) -> _Fields:
    alternatives = [words.stems(text) for text in one.alternatives]
    return [words.stems(one.label)], alternatives, [words.stems(one.description)]


def _impacts(fields: _Fields, means: Sequence[float]) -> Iterator[tuple[str, int]]:
    weighted: dict[str, float] = {}
    for stems, weight, length, mean in zip(fields, _WEIGHTS, _LENGTHS, means, strict=True):
        counts: dict[str, int] = {}
        size = 0
        for part in stems:
            size += len(part)
            for term in part:
                counts[term] = counts.get(term, 0) + 1
        scale = weight / (1 - length + length * size / mean)
        for term, count in counts.items():
            weighted[term] = weighted.get(term, 0.0) + scale * min(count, _MOST)
    for term, weight in weighted.items():
        yield term, max(1, round(_STEP * weight / (_K1 + weight)))


def _little(one: "array[int]") -> bytes:
    if sys.byteorder == "big":
        one = one[:]
        one.byteswap()
    return one.tobytes()
