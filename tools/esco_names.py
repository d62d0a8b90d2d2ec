"""Takes the run-together texts of ESCO apart: name, other names, description.

The joined copy of ESCO that we have (see the SOURCE.md beside the packaged skills) runs the names
of a skill and its description together without a mark between them. Where the description begins
is told by its capital letter; where one name ends and the next begins is told by a small model
that learns from the rows whose name is known: which words begin a name, which end one, and that
no name says the same word twice.
"""

import itertools
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

FUNCTION_WORDS: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "for",
        "to",
        "and",
        "or",
        "with",
        "on",
        "by",
        "from",
        "at",
        "as",
        "into",
        "about",
        "&",
        "between",
        "through",
        "under",
        "regarding",
        "that",
        "is",
    ]
)
LONGEST: Final = 16  # words of a name
_ENDINGS: Final = ("ations", "ation", "ings", "ing", "ments", "ment", "ies", "es", "ed", "s")
_ROUNDS: Final = 6
_SHORT: Final = 3

type Example = tuple[str, str]


def split_description(text: str, starts: Counter[str], inside: Counter[str]) -> tuple[str, str]:
    """Return the names and the description of a text.

    Args:
        text: names and description, run together.
        starts: how often a word is the first with a capital in a text.
        inside: how often it has a capital inside a known name.
    """
    words = text.split(" ")
    capital = [at for at, word in enumerate(words) if at and word[:1].isupper()]
    if not capital:
        return text, ""
    end = next(
        (at for at, word in enumerate(words) if at > 1 and word[-1:] in ".;:"), len(words)
    )
    first = [at for at in capital if at <= end] or capital
    best = max(first, key=lambda at: (starts[bare(words[at])] + 1) / (inside[words[at]] + 1))
    return " ".join(words[:best]), " ".join(words[best:])


def bare(word: str) -> str:
    """Return a word without the marks around it."""
    return word.strip("“”\"'()")


def tiles(texts: Sequence[str], lists: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Return the texts that a list of other names takes apart without rest, by number.

    The lists of our copy stand beside other texts than their own, so each is tried on every text
    that has all its words.

    Args:
        texts: names run together.
        lists: other names divided by ``|``, in any order; empty ones are passed over.
    """
    holding: defaultdict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for word in text.split():
            holding[word].add(number)
    found: dict[int, tuple[str, ...]] = {}
    for names in (line.split("|") for line in lists if line):
        words = {word for name in names for word in name.split()}
        for number in set.intersection(*(holding[word] for word in words)):
            tail = _tiled(texts[number].split(), [name.split() for name in names])
            if tail:
                found[number] = tail
    return found


def _tiled(words: list[str], names: list[list[str]]) -> tuple[str, ...]:
    """Return the first name and then all of `names` in their order in `words`, or nothing."""
    length = len(words) - sum(map(len, names))
    if length <= 0:
        return ()
    tile, rest, left = [words[:length]], words[length:], sorted(names, key=len, reverse=True)
    while left:
        fitting = next((one for one in left if rest[: len(one)] == one), None)
        if fitting is None:
            return ()
        tile.append(fitting)
        left.remove(fitting)
        rest = rest[len(fitting) :]
    return tuple(" ".join(one) for one in tile)


class Names:
    """Where a name ends, learnt from texts whose first name is known."""

    def __init__(self, known: Sequence[Example], phrases: Sequence[str] = ()) -> None:
        """Learn from pairs of a name and the names it stands first among, and from names."""
        self.first: Counter[str] = Counter()
        self.last: Counter[str] = Counter()
        self.all: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        for phrase in [*(name for name, _names in known), *phrases]:
            words = phrase.split()
            if words:
                self.first[words[0]] += 1
                self.last[words[-1]] += 1
                self.all.update(words)
                self.pairs.update(itertools.pairwise(words))
        self.weights: defaultdict[str, float] = defaultdict(float)
        self._learn(known)

    def split(self, names: str) -> Iterator[tuple[str, float]]:
        """Return the names of a text one by one, each with how sure it is, 0 to 1."""
        words = names.split()
        while words:
            sure, length = self._first(words)
            yield " ".join(words[:length]), sure
            words = words[length:]

    def _first(self, words: Sequence[str]) -> tuple[float, int]:
        best, alive = (0.0, 1), 1.0
        for at in range(1, min(len(words), LONGEST) + 1):
            ends = 1.0 if at == len(words) else self._ends(self._facts(words, at))
            best = max(best, (alive * ends, at))
            alive *= 1 - ends
        return best

    def _learn(self, known: Sequence[Example]) -> None:
        examples = []
        for name, text in known:
            words, length = text.split(), len(name.split())
            for at in range(1, min(length, len(words) - 1) + 1):
                ends = at == length
                examples.append((self._facts(words, at, ends=ends), float(ends)))
        order = random.Random(3)  # noqa: S311 - the same model every time
        for number in range(_ROUNDS):
            order.shuffle(examples)
            rate = 0.15 / (1 + number)
            for facts, ends in examples:
                wrong = ends - self._ends(facts)
                for fact, value in facts.items():
                    self.weights[fact] += rate * wrong * value

    def _ends(self, facts: dict[str, float]) -> float:
        total = sum(self.weights[fact] * value for fact, value in facts.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def _facts(
        self, words: Sequence[str], at: int, *, ends: bool | None = None
    ) -> dict[str, float]:
        """Return what speaks for an end before ``words[at]``; an example is not its own proof."""
        before, after = words[at - 1], words[at]
        inner = ends is False
        past = self.all[before] - (ends is not None)
        ahead = self.all[after] - inner
        said = {stem(word) for word in words[:at] if word.lower() not in FUNCTION_WORDS}
        later = {stem(word) for word in words[at:]}
        near = {stem(word) for word in words[at : 2 * at + _SHORT]}
        facts = {
            "bias": 1.0,
            f"length {min(at, 9)}": 1.0,
            "after function word": float(before.lower() in FUNCTION_WORDS),
            "before function word": float(after.lower() in FUNCTION_WORDS),
            "ends": _ratio(self.last[before] - (ends is True) + 0.3, past, -1.2),
            "begins": _ratio(self.first[after] + 0.2, ahead, -1.5),
            "pair": math.log(self.pairs[before, after] - inner + 1),
            "repeated": float(stem(after) in said),
            "as the first": float(stem(after) == stem(words[0])),
            "shared": sum(word in said for word in near) / (len(said) or 1),
            "all come again": float(said <= later),
            "comes again": float(stem(after) in {stem(word) for word in words[at + 1 :]}),
            "last comes again": float(stem(before) in later),
        }
        return {fact: value for fact, value in facts.items() if value}


def stem(word: str) -> str:
    """Return what words of one family share, roughly."""
    plain = word.lower().strip("'\u2019,()")
    for ending in (*_ENDINGS, "ion", "e"):
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORT:
            return plain[: -len(ending)]
    return plain


def _ratio(some: float, whole: float, unknown: float) -> float:
    return math.log(some / (whole + 1.0)) if whole > 0 else unknown
