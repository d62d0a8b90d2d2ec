"""Rules that hold for every node: absolute names, one name for one thing, no empty words."""

from collections.abc import Iterator
from typing import Final

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.rules.addresses import is_absolute
from skillmark.core.badges.vocabulary import IdentifierType, is_term

_WORDS: Final = ("name", "description", "narrative", "targetName", "identifier", "identityHash")
_LISTED: Final = (
    "rubricCriterionLevel",
    "resultDescription",
    "alignment",
    "evidence",
    "result",
)
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
        yield from _absolute(node)
        yield from _empty_words(node)
        yield from _repeated(node)
        yield from _identifier_type(node)
    yield from _ambiguous(nodes)


def _absolute(node: Node) -> Iterator[Problem]:
    name = node.text("id")
    if name is not None and not is_absolute(name):
        message = (
            f"“{name}” is not a complete address, so it would be left out of the signature."
        )
        yield node.problem("id_not_absolute", "id", message)


def _empty_words(node: Node) -> Iterator[Problem]:
    for name in _WORDS:
        value = node.text(name)
        if value is not None and not value.strip():
            yield node.problem("text_empty", name, f"“{name}” is empty.")


def _repeated(node: Node) -> Iterator[Problem]:
    """Entries of one list have names of their own; otherwise they melt into one node."""
    for listed in _LISTED:
        seen: set[str] = set()
        for entry in node.children(listed):
            name = entry.text("id")
            if name is not None and name in seen:
                message = f"Two entries of “{listed}” have the same id, “{name}”."
                yield entry.problem("id_repeated", "id", message)
            seen.add(name or "")


def _identifier_type(node: Node) -> Iterator[Problem]:
    for name in ("identifierType", "identityType"):
        value = node.text(name)
        if value is not None and not is_term(value, IdentifierType):
            message = f"“{value}” is no identifier type; others must start with “ext:”."
            yield node.problem("identifier_type", name, message)


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
