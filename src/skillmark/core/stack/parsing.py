"""From a document to a rule: everything that is wrong with it is said at once, with its place.

A rule decides over people's qualifications for years, so nothing is guessed: an unknown word, a
second spelling of a number or a part too deep is refused. The same is written down as a JSON
Schema in ``rule.schema.json`` for editors; what a schema cannot say (unique names, limits of
the whole) is only here.
"""

import json
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Final

from skillmark.core.canon import jcs
from skillmark.core.jsonio import JsonObject, JsonValue, load_object
from skillmark.core.stack.digests import digest
from skillmark.core.stack.errors import RuleDocumentError
from skillmark.core.stack.places import Place, Problems, as_place, is_did
from skillmark.core.stack.rule import (
    ANYBODY,
    MAX_DEPTH,
    MAX_NODES,
    SAME,
    TYPE,
    VERSION,
    Earned,
    Kind,
    Level,
    Limits,
    Node,
    Rule,
)

MAX_BYTES: Final = 262_144  # bytes of one rule
MAX_TITLE: Final = 200  # characters
MAX_ISSUERS: Final = 50
MAX_LEVEL: Final = 20
MAX_DAYS: Final = 36_500  # a hundred years

_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}", re.ASCII)
_UNIT: Final = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ._-]{0,38}[A-Za-z0-9])?", re.ASCII)


def parse_rule(document: JsonObject) -> Rule:
    """Read a rule.

    Args:
        document: strict JSON, as `skillmark.core.jsonio` reads it; nobody changes it later.

    Raises:
        RuleDocumentError: with every problem that was found.
    """
    problems = Problems("rule")
    place = Place(document, "", problems)
    place.has("$schema")
    place.constant("type", (TYPE,))
    place.constant("version", (VERSION,))
    reader = _Reader()
    top = place.place("rule") if "rule" in document else None
    if "rule" not in document:
        place.refuse("missing", "rule", "“rule” is missing.")
        place.has("rule")
    root = reader.node(top, _Above(1, Limits())) if top else None
    place.finish()
    if problems.found or root is None:
        raise RuleDocumentError(tuple(problems.found))
    return _rule(document, root)


def load_rule(data: bytes) -> Rule:
    """Read a rule from the bytes of a file.

    Raises:
        JsonError: the bytes are no strict JSON object, or more than `MAX_BYTES`.
        RuleDocumentError: with every problem that was found.
    """
    return parse_rule(load_object(data, max_bytes=MAX_BYTES))


def schema_bytes() -> bytes:
    """Return the published JSON Schema of rules, the bytes to serve."""
    folder = resources.files(__name__.rpartition(".")[0])
    return folder.joinpath("rule.schema.json").read_bytes()


@cache
def schema() -> JsonObject:
    """Return the published JSON Schema of rules; not to be changed."""
    document: JsonObject = json.loads(schema_bytes())
    return document


def _rule(document: JsonObject, root: Node) -> Rule:
    nodes: list[Node] = []
    above: dict[int, tuple[int, ...]] = {}
    leaves: dict[str, list[int]] = {}

    def visit(node: Node, around: tuple[int, ...]) -> None:
        nodes.append(node)
        above[node.index] = around
        if node.kind is Kind.ACHIEVEMENT:
            leaves.setdefault(node.achievement, []).append(node.index)
        for child in node.children:
            visit(child, (node.index, *around))

    visit(root, ())
    canonical = jcs.canonicalize(document)
    return Rule(
        document=document,
        root=root,
        nodes=tuple(nodes),
        above=tuple(above[index] for index in range(len(nodes))),
        leaves={name: tuple(found) for name, found in leaves.items()},
        canonical=canonical,
        digest=digest(canonical),
    )


@dataclass(frozen=True, slots=True)
class _Above:
    """What a node inherits."""

    depth: int
    limits: Limits


class _Reader:
    """Reads the nodes of one document and numbers them."""

    def __init__(self) -> None:
        self._count = 0
        self._names: set[str] = set()

    def node(self, place: Place, above: _Above) -> Node | None:
        """Return the node at a place, or None when there is none to be made of it."""
        index = self._count
        self._count += 1
        if above.depth > MAX_DEPTH or index >= MAX_NODES:
            self._too_much(place, index)
            return None
        name = self._name(place)
        title = place.text("title", MAX_TITLE) or ""
        level, earned, issuers, word = _constraints(place)
        limits = _within(above.limits, level, earned, issuers)
        if word == ANYBODY:
            limits = replace(limits, anybody=True)
        kinds = [kind for kind in Kind if kind.value in place.value]
        if len(kinds) != 1:
            listed = ", ".join(f"“{kind}”" for kind in Kind)
            place.refuse("kind", "", f"A node has exactly one of {listed}.")
            for kind in kinds:
                place.has(kind.value)
        body = self._body(kinds[0], place, _Above(above.depth + 1, limits)) if kinds else None
        place.finish()
        if body is None:
            return None
        return replace(
            body,
            index=index,
            id=name,
            path=place.path,
            title=title,
            level=level,
            earned=earned,
            issuers=issuers,
            same_issuer=word == SAME,
            any_issuer=word == ANYBODY,
            limits=limits if body.kind is Kind.ACHIEVEMENT else Limits(),
            end=self._count,
        )

    def _too_much(self, place: Place, index: int) -> None:
        if index < MAX_NODES:
            place.refuse("depth", "", f"A rule has at most {MAX_DEPTH} nodes in each other.")
        elif index == MAX_NODES:
            place.refuse("nodes", "", f"A rule has at most {MAX_NODES} nodes.")

    def _name(self, place: Place) -> str:
        if "id" not in place.value:
            return place.path
        words = "a short name of small letters, digits and hyphens"
        name = place.matching("id", _NAME, words)
        if name in self._names:
            place.refuse("duplicate_id", "id", f"Two nodes are called “{name}”.")
        self._names.add(name)
        return name

    def _body(self, kind: Kind, place: Place, below: _Above) -> Node | None:
        """Return a node with what its kind says, to be completed by `node`."""
        if kind is Kind.ACHIEVEMENT:
            return _achievement(place)
        if kind in {Kind.ALL, Kind.ANY}:
            parts = self._parts(place, kind.value, below)
            every = kind is Kind.ALL
            return _made(
                kind,
                need=Decimal(len(parts) if every else 1),
                children=tuple(parts),
                single=not every and all(part.single for part in parts),
            )
        inside = place.place(kind.value)
        if inside is None:
            return None
        node = self._counted(kind, inside, below)
        inside.finish()
        return node

    def _counted(self, kind: Kind, inside: Place, below: _Above) -> Node | None:
        if kind is Kind.CREDITS:
            amount = inside.decimal("atLeast")
            words = "a unit of credits, such as ECTS, hours or CPD"
            unit = inside.matching("unit", _UNIT, words)
            parts = self._parts(inside, "of", below)
            return _made(kind, need=amount or Decimal(1), unit=unit, children=tuple(parts))
        if "count" not in inside.value:
            inside.refuse("missing", "count", "“count” is missing.")
        count = inside.whole("count", 1, MAX_NODES)
        parts = self._parts(inside, "of", below)
        if count is not None and parts and count > len(parts):
            inside.refuse("count", "count", "More is asked for than there are parts.")
        return _made(kind, need=Decimal(count or 1), children=tuple(parts))

    def _parts(self, place: Place, name: str, below: _Above) -> list[Node]:
        found = []
        for value, path in place.entries(name, MAX_NODES):
            inside = as_place(value, path, place)
            node = self.node(inside, below) if inside else None
            if node is not None:
                found.append(node)
        return found


def _made(
    kind: Kind,
    *,
    need: Decimal,
    unit: str = "",
    children: tuple[Node, ...] = (),
    single: bool = False,
) -> Node:
    return Node(
        index=0,
        id="",
        path="",
        kind=kind,
        need=need,
        unit=unit,
        children=children,
        single=single,
    )


def _achievement(place: Place) -> Node | None:
    inside = place.place("achievement")
    if inside is None:
        return None
    name = inside.iri("id")
    version = inside.text("version", MAX_TITLE)
    inside.finish()
    node = _made(Kind.ACHIEVEMENT, need=Decimal(1), single=True)
    return replace(node, achievement=name, version=version)


def _constraints(
    place: Place,
) -> tuple[Level | None, Earned | None, tuple[str, ...], str]:
    """Return the constraints of a node: level, time, issuers, and the one word for these."""
    level = place.place("level")
    earned = place.place("earned")
    issuers: tuple[str, ...] = ()
    said = place.value.get("issuers")
    word = said if isinstance(said, str) and said in {SAME, ANYBODY} else ""
    if place.has("issuers") and not word:
        issuers = _issuers(place)
    return (
        _level(level) if level else None,
        _earned(earned) if earned else None,
        issuers,
        word,
    )


def _level(place: Place) -> Level | None:
    framework = place.matching("framework", _UNIT, "the short name of a framework, such as EQF")
    if "atLeast" not in place.value:
        place.refuse("missing", "atLeast", "“atLeast” is missing.")
    least = place.whole("atLeast", 0, MAX_LEVEL)
    place.finish()
    return None if least is None or not framework else Level(framework, least)


def _earned(place: Place) -> Earned:
    after, before = place.day("after"), place.day("before")
    days = place.whole("withinDays", 1, MAX_DAYS)
    if not place.value:
        place.refuse("empty", "", "Say “after”, “before” or “withinDays”.")
    if after and before and before < after:
        place.refuse("order", "before", "The time ends before it begins.")
    place.finish()
    return Earned(after, before, days)


def _issuers(place: Place) -> tuple[str, ...]:
    value: JsonValue = place.value["issuers"]
    if not isinstance(value, list):
        words = f'“issuers” must be "{SAME}", "{ANYBODY}" or a list of DIDs.'
        place.refuse("issuers", "issuers", words)
        return ()
    found: list[str] = []
    for entry, path in place.entries("issuers", MAX_ISSUERS):
        if not isinstance(entry, str) or not is_did(entry):
            place.problems.add("form", path, "This must be a DID.")
        elif entry in found:
            place.problems.add("duplicate_issuer", path, "This issuer stands there twice.")
        else:
            found.append(entry)
    return tuple(found)


def _within(
    above: Limits, level: Level | None, earned: Earned | None, issuers: tuple[str, ...]
) -> Limits:
    """Return what limits a node, from what limits the nodes around it and its own words."""
    allowed = above.issuers
    if issuers:
        allowed = frozenset(issuers) if allowed is None else allowed & frozenset(issuers)
    return Limits(
        (*above.levels, level) if level else above.levels,
        (*above.earned, earned) if earned else above.earned,
        allowed,
        above.anybody,
    )
