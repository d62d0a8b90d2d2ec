"""The parts that many credentials share, judged once: the issuer and the achievement.

Whether such a part keeps the rules depends on nothing but its own content, so the answer is
remembered by that content, byte for byte; the one rule that looks across a document (one name,
one thing) gets the part's names from here. Only sound parts are remembered. Whoever finds no
answer here looks at the whole document.
"""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.rules import achievement, endorsement, images, naming, profile
from skillmark.core.jsonio import JsonError, dumps

MAX_PARTS: Final = 256
MAX_BYTES: Final = 16_384  # of one part

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


def issuer_names(node: Node) -> Names | None:
    """Return what a sound issuer names; nothing when it has to be looked at in its place."""
    return _remembered(node, _issuer)


def achievement_names(node: Node) -> Names | None:
    """Return what a sound achievement names; nothing when it has to be looked at in its place."""
    return _remembered(node, _achievement)


def _remembered(node: Node, judge: Callable[[bytes], Names | None]) -> Names | None:
    try:
        data = dumps(node.value)
    except JsonError:
        return None
    return judge(data) if len(data) <= MAX_BYTES else None


@lru_cache(MAX_PARTS)
def _issuer(data: bytes) -> Names | None:
    return _sound(Node(json.loads(data), ""))


@lru_cache(MAX_PARTS)
def _achievement(data: bytes) -> Names | None:
    node = Node(json.loads(data), "")
    return None if any(True for _ in achievement.problems(node)) else _sound(node)


def _sound(node: Node) -> Names | None:
    nodes = node.descendants()
    if any(True for _ in anywhere(nodes)):
        return None
    return tuple(naming.things(nodes))
