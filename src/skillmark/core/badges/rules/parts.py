"""The parts that many credentials share, judged once: the issuer and the achievement.

Whether such a part keeps the rules depends on nothing but its own content, so the answer is
remembered by that content, value for value; the one rule that looks across a document (one name,
one thing) gets the part's names from here. Only sound parts are remembered. Whoever finds no
answer here looks at the whole document.
"""

import json
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.rules import achievement, endorsement, images, naming, profile
from skillmark.core.jsonio import JsonError, JsonValue, dumps

MAX_PARTS: Final = 32  # of one kind, the latest
MAX_BYTES: Final = 16_384  # of one part

_TEXT_ONLY: Final = frozenset({str, list, dict})
"""Types of which equal values are the same; True equals 1, and 1.0."""

type Names = tuple[tuple[str, frozenset[str]], ...]
"""What a part names, with the classes of each thing."""


def anywhere(nodes: list[Node]) -> Iterator[Problem]:
    """Yield the problems of nodes that have their rules wherever they stand."""
    yield from naming.problems(nodes)
    yield from images.problems(nodes)
    yield from endorsement.problems(nodes)
    for node in nodes:
        types = node.types()
        if "Profile" in types:
            yield from profile.problems(node)
        elif "Alignment" in types:
            yield from achievement.alignment(node)


class _Part(NamedTuple):
    """A part found sound: its value, its bytes where values may be equal and not the same."""

    value: JsonValue
    written: bytes | None
    names: Names


class KnownParts:
    """The parts of one kind that were found sound lately; safe to share between threads."""

    def __init__(self, judge: Callable[[Node], Iterator[Problem]]) -> None:
        """Know nothing yet.

        Args:
            judge: the rules of the part itself, besides those that hold anywhere.
        """
        self._judge = judge
        self._known: tuple[_Part, ...] = ()

    def names(self, node: Node) -> Names | None:
        """Return what a sound part names; nothing when it has to be looked at in its place."""
        for part in self._known:
            if part.value == node.value and (
                part.written is None or part.written == dumps(node.value)
            ):
                return part.names
        return self._look(node)

    def _look(self, node: Node) -> Names | None:
        try:
            written = dumps(node.value)
        except JsonError:
            return None
        inside = node.descendants()
        if len(written) > MAX_BYTES or any(True for _ in self._judge(node)):
            return None
        if any(True for _ in anywhere(inside)):
            return None
        names = tuple(naming.things(inside))
        exact = all(_TEXT_ONLY.issuperset(map(type, one.value.values())) for one in inside)
        part = _Part(json.loads(written), None if exact else written, names)
        self._known = (part, *self._known[: MAX_PARTS - 1])
        return names


def _nothing(_node: Node) -> Iterator[Problem]:
    return iter(())


issuers: Final = KnownParts(_nothing)
achievements: Final = KnownParts(achievement.problems)
