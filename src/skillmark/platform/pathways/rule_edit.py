"""Changing a rule node by node, finished or not: the editor's acts on the document itself.

A node is named by its JSON Pointer, as problems name it. Nothing here judges the rule; what is
wrong with it is said by `checks.rule_problems`, at the same pointers.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from skillmark.core.badges.problem import Problem
from skillmark.core.stack import Kind
from skillmark.core.stack.rule import MAX_NODES
from skillmark.platform.pathways.errors import RuleEditError

ROOT: Final = "/rule"
GROUPS: Final = (Kind.ALL, Kind.ANY, Kind.AT_LEAST, Kind.CREDITS)


@dataclass(frozen=True, slots=True)
class Branch:
    """One node with its parts, for the page.

    Attributes:
        pointer: its JSON Pointer.
        kind: of `Kind`, or "" when it is none that we know.
        value: the node itself.
        children: its parts.
        problems: what is wrong at this very node.
        first, last: among its siblings.
        label: what it asks for, in words.
    """

    pointer: str
    kind: str
    value: Mapping[str, Any]
    children: tuple["Branch", ...]
    problems: tuple[Problem, ...]
    first: bool
    last: bool
    label: str

    @property
    def is_root(self) -> bool:
        """Whether it is the whole rule."""
        return self.pointer == ROOT

    @property
    def is_group(self) -> bool:
        """Whether it has parts."""
        return self.kind in {kind.value for kind in GROUPS}


def tree(
    document: Mapping[str, Any], problems: Sequence[Problem], names: Mapping[str, str]
) -> Branch | None:
    """Return the rule as a tree for the page; None when there is no node at all."""
    root = document.get("rule")
    if not isinstance(root, dict):
        return None
    return _branch(root, ROOT, problems, names, first=True, last=True)


def achievements(document: Mapping[str, Any]) -> set[str]:
    """Return the addresses of all achievements that a rule names, finished or not."""
    found: set[str] = set()
    queue: list[Any] = [document.get("rule")]
    for node in queue:
        if isinstance(node, dict):
            asked = node.get("achievement")
            if isinstance(asked, dict) and isinstance(asked.get("id"), str):
                found.add(asked["id"])
            queue.extend(parts_of(node))
    return found


def parts_of(node: Mapping[str, Any]) -> list[Any]:
    """Return the list of parts of a node, the very list; a new empty one for other nodes."""
    for kind in (Kind.ALL, Kind.ANY):
        if isinstance(found := node.get(kind.value), list):
            return found
    for kind in (Kind.AT_LEAST, Kind.CREDITS):
        inside = node.get(kind.value)
        if isinstance(inside, dict) and isinstance(found := inside.get("of"), list):
            return found
    return []


def kind_of(node: Mapping[str, Any]) -> str:
    """Return the kind of a node, or "" when it has none or several."""
    kinds = [kind.value for kind in Kind if kind.value in node]
    return kinds[0] if len(kinds) == 1 else ""


def node_at(document: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """Return the node at a pointer, the very object.

    Raises:
        RuleEditError: there is none.
    """
    value: Any = document
    for step in pointer.split("/")[1:]:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            raise _gone(pointer)
    if not isinstance(value, dict) or not pointer.startswith(ROOT):
        raise _gone(pointer)
    return value


def group(kind: str, parts: list[Any] | None = None) -> dict[str, Any]:
    """Return a new node of parts.

    Raises:
        RuleEditError: it is no kind that has parts.
    """
    held = parts if parts is not None else []
    match kind:
        case Kind.ALL.value | Kind.ANY.value:
            return {kind: held}
        case Kind.AT_LEAST.value:
            return {kind: {"count": 1, "of": held}}
        case Kind.CREDITS.value:
            return {kind: {"atLeast": "15", "unit": "ECTS", "of": held}}
    raise RuleEditError(_("There is no such kind of part."), node=kind[:40])


def achievement(iri: str) -> dict[str, Any]:
    """Return a new node that asks for an achievement."""
    return {Kind.ACHIEVEMENT.value: {"id": iri}}


def add(document: Mapping[str, Any], pointer: str, node: dict[str, Any]) -> dict[str, Any]:
    """Return the rule with one more part in the node at a pointer.

    Raises:
        RuleEditError: there is no such node, it has no parts, or the rule is too large.
    """
    made = deepcopy(dict(document))
    parent = node_at(made, pointer)
    if kind_of(parent) not in {kind.value for kind in GROUPS}:
        raise RuleEditError(_("This asks for one achievement; it has no parts."), node=pointer)
    if _count(made.get("rule")) >= MAX_NODES:
        words = _("A rule has at most %(most)d parts.") % {"most": MAX_NODES}
        raise RuleEditError(words, node=pointer)
    parts_of(parent).append(node)
    return made


def remove(document: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """Return the rule without a node and all inside it.

    Raises:
        RuleEditError: there is no such node, or it is the whole rule.
    """
    made = deepcopy(dict(document))
    parts, at = _place(made, pointer)
    del parts[at]
    return made


def move(document: Mapping[str, Any], pointer: str, by: int) -> dict[str, Any]:
    """Return the rule with a node further up (-1) or down (1) among its siblings.

    Raises:
        RuleEditError: there is no such node, or it is the whole rule.
    """
    made = deepcopy(dict(document))
    parts, at = _place(made, pointer)
    to = min(max(at + by, 0), len(parts) - 1)
    parts.insert(to, parts.pop(at))
    return made


def put(document: Mapping[str, Any], pointer: str, node: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rule with another node at a pointer.

    Raises:
        RuleEditError: there is no such node.
    """
    made = deepcopy(dict(document))
    old = node_at(made, pointer)
    old.clear()
    old.update(deepcopy(dict(node)))
    return made


def _place(document: dict[str, Any], pointer: str) -> tuple[list[Any], int]:
    above, _slash, step = pointer.rpartition("/")
    node_at(document, pointer)
    value: Any = document
    for name in above.split("/")[1:]:
        value = value[int(name)] if isinstance(value, list) else value[name]
    if not isinstance(value, list):
        raise RuleEditError(_("The whole rule cannot be taken away."), node=pointer)
    return value, int(step)


def _branch(
    node: Mapping[str, Any],
    pointer: str,
    problems: Sequence[Problem],
    names: Mapping[str, str],
    *,
    first: bool,
    last: bool,
) -> Branch:
    kind = kind_of(node)
    below = {Kind.AT_LEAST: "/of", Kind.CREDITS: "/of"}.get(Kind(kind), "") if kind else ""
    parts = [part for part in parts_of(node) if isinstance(part, dict)]
    children = tuple(
        _branch(
            part,
            f"{pointer}/{kind}{below}/{at}",
            problems,
            names,
            first=at == 0,
            last=at == len(parts) - 1,
        )
        for at, part in enumerate(parts)
    )
    inside = tuple(child.pointer for child in children)
    own = tuple(
        one
        for one in problems
        if (one.path == pointer or one.path.startswith(f"{pointer}/"))
        and not any(one.path == path or one.path.startswith(f"{path}/") for path in inside)
    )
    return Branch(
        pointer, kind, node, children, own, first, last, _label(node, kind, len(parts), names)
    )


def _label(node: Mapping[str, Any], kind: str, parts: int, names: Mapping[str, str]) -> str:
    inside = node.get(kind)
    match kind:
        case Kind.ACHIEVEMENT.value:
            iri = str(inside.get("id", "")) if isinstance(inside, dict) else ""
            said = names.get(iri, iri) or _("An achievement, not said which")
        case Kind.ALL.value:
            said = _("All of these")
        case Kind.ANY.value:
            said = _("One of these")
        case Kind.AT_LEAST.value if isinstance(inside, dict):
            said = _("%(count)s of these %(most)d") % {
                "count": inside.get("count", "?"),
                "most": parts,
            }
        case Kind.CREDITS.value if isinstance(inside, dict):
            said = _("At least %(amount)s") % {
                "amount": f"{inside.get('atLeast', '?')} {inside.get('unit', '')}"
            }
        case _:
            said = _("A part that is not understood")
    title = node.get("title")
    return f"{title} ({said})" if isinstance(title, str) and title else said


def _count(node: Any) -> int:
    if not isinstance(node, dict):
        return 0
    return 1 + sum(_count(part) for part in parts_of(node))


def _gone(pointer: str) -> RuleEditError:
    return RuleEditError(
        _("That part is not there any more. The page shows the rule as it is now."),
        node=pointer[:200],
    )
