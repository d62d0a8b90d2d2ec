"""Rules that hold for every node: absolute names, one name for one thing, no empty words."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.rules.addresses import is_absolute
from skillmark.core.badges.vocabulary import IdentifierType, is_term

_LISTED: Final = frozenset(
    {"rubricCriterionLevel", "resultDescription", "alignment", "evidence", "result"}
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


def _is_identifier_type(text: str) -> bool:
    return is_term(text, IdentifierType)


type _Rule = tuple[Callable[[str], object], str, str]
"""What a text has to pass, the code when it does not, and the sentence."""

_NAME: Final[_Rule] = (
    is_absolute,
    "id_not_absolute",
    "“{value}” is not a complete address, so nobody could sign it.",
)
_WORDS: Final[_Rule] = (str.strip, "text_empty", "“{name}” is empty.")
_IDENTIFIER_TYPE: Final[_Rule] = (
    _is_identifier_type,
    "identifier_type",
    "“{value}” is no identifier type; others must start with “ext:”.",
)
_TEXTS: Final[dict[str, _Rule]] = {
    "id": _NAME,
    "name": _WORDS,
    "description": _WORDS,
    "narrative": _WORDS,
    "targetName": _WORDS,
    "identifier": _WORDS,
    "identityHash": _WORDS,
    "identifierType": _IDENTIFIER_TYPE,
    "identityType": _IDENTIFIER_TYPE,
}
"""The members whose texts have a rule, wherever they stand."""


def problems(nodes: list[Node]) -> Iterator[Problem]:
    """Yield the problems of names and words in each of some nodes."""
    for node in nodes:
        for name, value in node.value.items():
            if name in _TEXTS:
                passes, code, message = _TEXTS[name]
                if isinstance(value, str) and not passes(value):
                    yield node.problem(code, name, message.format(name=name, value=value))
            elif name in _LISTED and isinstance(value, list) and len(value) > 1:
                yield from _repeated(node, name)


def _repeated(node: Node, listed: str) -> Iterator[Problem]:
    """Entries of one list have names of their own; otherwise they melt into one node."""
    seen: set[str] = set()
    for entry in node.children(listed):
        name = entry.text("id")
        if name is not None and name in seen:
            message = f"Two entries of “{listed}” have the same id, “{name}”."
            yield entry.problem("id_repeated", "id", message)
        seen.add(name or "")


def things(nodes: list[Node]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each name with the classes of what it names, as far as those may not mix."""
    for node in nodes:
        name = node.value.get("id")
        if isinstance(name, str) and not _THINGS.isdisjoint(node.types()):
            yield name, node.types() & _THINGS


def is_plain(named: Iterable[tuple[str, frozenset[str]]]) -> bool:
    """Say whether each name names things of the same classes only; then none is ambiguous."""
    first: dict[str, frozenset[str]] = {}
    return all(first.setdefault(name, kinds) == kinds for name, kinds in named)


def ambiguous(nodes: list[Node]) -> Iterator[Problem]:
    """One id for two things of unlike classes would make one thing of the two."""
    first: dict[str, tuple[frozenset[str], Node]] = {}
    for node in nodes:
        for name, kinds in things([node]):
            other, where = first.setdefault(name, (kinds, node))
            if other.isdisjoint(kinds):
                message = f"“{name}” already names another thing, at {where.path or 'the top'}."
                yield node.problem("id_ambiguous", "id", message)
