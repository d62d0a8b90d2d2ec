"""A pathway rule as a value: what has to be earned for something larger to be awarded.

`parsing` makes it from a document and is the only one to do so; `evaluation` holds a learner's
history against it. The digest of the canonical document (RFC 8785) names a version of a rule
for ever. Plain values, nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from skillmark.core.jsonio import JsonObject

TYPE: Final = "PathwayRule"
VERSION: Final = 1
MAX_DEPTH: Final = 12  # nodes inside each other
MAX_NODES: Final = 200
SAME: Final = "same"
ANYBODY: Final = "any"


class Kind(StrEnum):
    """What a node asks for; the member of the document that says so."""

    ALL = "all"
    ANY = "any"
    AT_LEAST = "atLeast"
    CREDITS = "credits"
    ACHIEVEMENT = "achievement"


@dataclass(frozen=True, slots=True)
class Level:
    """Only credentials of at least this level in a framework count.

    Attributes:
        framework: the short name of a framework, for example ``EQF``.
        at_least: the lowest level that counts.
    """

    framework: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Earned:
    """Only credentials earned in this time count; the days named count too.

    Attributes:
        after: the first day, or None.
        before: the last day, or None.
        within_days: how many days ago at most, seen from the moment that is asked about.
    """

    after: date | None = None
    before: date | None = None
    within_days: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Everything that keeps a credential from counting at a leaf, from the top down to it.

    Attributes:
        levels: all of them hold.
        earned: all of them hold.
        issuers: the DIDs that count, or None for any.
        anybody: the document says in so many words that any issuer counts.
    """

    levels: tuple[Level, ...] = ()
    earned: tuple[Earned, ...] = ()
    issuers: frozenset[str] | None = None
    anybody: bool = False

    @property
    def names_issuers(self) -> bool:
        """Whether it is said who may have issued what counts, be it anybody."""
        return self.anybody or self.issuers is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node of a rule.

    Attributes:
        index: its place in `Rule.nodes`.
        id: its name, unique in the rule; its JSON Pointer when it was given none.
        path: its JSON Pointer in the document.
        kind: what it asks for.
        need: how much of it: parts, credits, or 1.
        unit: of credits, as the document writes it; "" for other kinds.
        achievement: the IRI of an `ACHIEVEMENT`; "" for other kinds.
        version: the version of the achievement, or None for any.
        children: its parts.
        title: words for a diagram, or "".
        level, earned, issuers: its own constraints.
        same_issuer: all that counts here is of one issuer.
        any_issuer: it says that any issuer counts, within what the nodes around it say.
        limits: for an `ACHIEVEMENT`, its own constraints and those of all nodes above.
        single: one credential alone fulfils it: an achievement, or alternatives of those.
        end: the index after the last node inside it.
    """

    index: int
    id: str
    path: str
    kind: Kind
    need: Decimal
    unit: str = ""
    achievement: str = ""
    version: str | None = None
    children: tuple["Node", ...] = ()
    title: str = ""
    level: Level | None = None
    earned: Earned | None = None
    issuers: tuple[str, ...] = ()
    same_issuer: bool = False
    any_issuer: bool = False
    limits: Limits = Limits()
    single: bool = False
    end: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, sound and ready to be held against a history.

    Attributes:
        document: what it was read from.
        root: the whole.
        nodes: every node, a parent before its parts, in the order of the document.
        above: for each node the nodes around it, the nearest first.
        leaves: for each achievement the nodes that ask for it.
        canonical: the canonical bytes of the document, which the digest is of.
        digest: sha2-256 of `canonical` as multibase base58btc.
    """

    document: JsonObject
    root: Node
    nodes: tuple[Node, ...]
    above: tuple[tuple[int, ...], ...]
    leaves: Mapping[str, tuple[int, ...]]
    canonical: bytes
    digest: str

    def node(self, name: str) -> Node | None:
        """Return the node of a name, or None."""
        return next((node for node in self.nodes if node.id == name), None)


def unit_key(unit: str) -> str:
    """Return how a unit of credits or a framework is compared: case does not matter."""
    return unit.casefold()
