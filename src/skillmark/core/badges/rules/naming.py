"""Rules that hold for every node: absolute names, one name for one thing, no empty words."""

from collections.abc import Iterator
from typing import Final

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.rules.addresses import is_absolute
from skillmark.core.badges.vocabulary import IdentifierType, is_term

_WORDS: Final = frozenset(
    {"name", "description", "narrative", "targetName", "identifier", "identityHash"}
)
_LISTED: Final = frozenset(
    {"rubricCriterionLevel", "resultDescription", "alignment", "evidence", "result"}
)
_IDENTIFIER_TYPES: Final = frozenset({"identifierType", "identityType"})
_THINGS: Final = frozenset(
    {
        "Achievement",
        "Address",
        "Alignment",
        "Evidence",
        "Profile",
        "Result",
        "ResultDescription",
        "RubricCriterionLevel",
        "VerifiableCredential",
    }
)
"""Classes whose members would mix if two of their objects had one name."""


def problems(nodes: list[Node]) -> Iterator[Problem]:
    """Yield the problems of names and words in all nodes of a document."""
    for node in nodes:
        for name, value in node.value.items():
            if isinstance(value, str):
                yield from _text(node, name, value)
            elif name in _LISTED and isinstance(value, list) and len(value) > 1:
                yield from _repeated(node, name)
    yield from _ambiguous(nodes)


def _text(node: Node, name: str, value: str) -> Iterator[Problem]:
    if name == "id":
        if not is_absolute(value):
            message = f"“{value}” is not a complete address, so nobody could sign it."
            yield node.problem("id_not_absolute", "id", message)
    elif name in _WORDS:
        if not value.strip():
            yield node.problem("text_empty", name, f"“{name}” is empty.")
    elif name in _IDENTIFIER_TYPES and not is_term(value, IdentifierType):
        message = f"“{value}” is no identifier type; others must start with “ext:”."
        yield node.problem("identifier_type", name, message)


def _repeated(node: Node, listed: str) -> Iterator[Problem]:
    """Entries of one list have names of their own; otherwise they melt into one node."""
    seen: set[str] = set()
    for entry in node.children(listed):
        name = entry.text("id")
        if name is not None and name in seen:
            message = f"Two entries of “{listed}” have the same id, “{name}”."
            yield entry.problem("id_repeated", "id", message)
        seen.add(name or "")


def _ambiguous(nodes: list[Node]) -> Iterator[Problem]:
    """One id for two things of unlike classes would make one thing of the two."""
    first: dict[str, tuple[frozenset[str], str]] = {}
    for node in nodes:
        name = node.text("id")
        kinds = node.types() & _THINGS if name is not None else None
        if name is None or not kinds:
            continue
        other, path = first.setdefault(name, (kinds, node.path))
        if other.isdisjoint(kinds):
            message = f"“{name}” already names another thing, at {path or 'the top'}."
            yield node.problem("id_ambiguous", "id", message)
