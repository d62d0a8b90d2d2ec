"""Walk a JSON document by its names and always know where one stands.

Open Badges lets a list of one be written as the one; here both read the same. Whatever has the
wrong JSON type reads as absent, because saying so is `schema`'s work. Every object is made a
node once, and its path is written when somebody asks for it: in a sound document nobody does.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from skillmark.core.badges.problem import Problem, pointer
from skillmark.core.encoding import timestamp
from skillmark.core.encoding.errors import TimestampError
from skillmark.core.jsonio import JsonObject

type _Trail = tuple[_Trail | str, str, int]
"""The way to an object: to its owner (or a JSON Pointer), the member, the place in a list."""

_LEAVES: Final = frozenset({str, int, float, bool, type(None)})
_ALONE: Final = -1  # the place of an object that stands in no list


class Node:
    """One object of a document, which nobody changes while it is looked at.

    Attributes:
        value: the object.
    """

    __slots__ = ("_inside", "_trail", "_types", "value")

    def __init__(self, value: JsonObject, trail: _Trail | str) -> None:
        """Stand at an object.

        Args:
            value: the object.
            trail: its JSON Pointer; inside a document the way to it, which makes no circle of
                nodes that only the garbage collector could undo.
        """
        self.value = value
        self._trail = trail
        self._inside: dict[str, list[Node]] = {}
        self._types: frozenset[str] | None = None

    @property
    def path(self) -> str:
        """The JSON Pointer of the object."""
        steps: list[str] = []
        trail = self._trail
        while not isinstance(trail, str):
            trail, name, place = trail
            steps.append(pointer((name,)) if place == _ALONE else pointer((name, place)))
        return trail + "".join(reversed(steps))

    def at(self, name: str) -> str:
        """Return the JSON Pointer of a member."""
        return self.path + pointer((name,))

    def problem(self, code: str, name: str, message: str) -> Problem:
        """Return a problem of a member, or of the object itself when `name` is ""."""
        return Problem(f"ob.{code}", self.at(name) if name else self.path, message)

    def text(self, name: str) -> str | None:
        """Return a member that is a text."""
        value = self.value.get(name)
        return value if isinstance(value, str) else None

    def number(self, name: str) -> float | None:
        """Return a member that is a number."""
        value = self.value.get(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        return float(value)

    def moment(self, name: str) -> datetime | None:
        """Return a member that is a point in time."""
        written = self.value.get(name)
        if not isinstance(written, str):
            return None
        try:
            return timestamp.decode(written)
        except TimestampError:
            return None

    def child(self, name: str) -> "Node | None":
        """Return a member that is an object."""
        return self.children(name)[0] if isinstance(self.value.get(name), dict) else None

    def children(self, name: str) -> list["Node"]:
        """Return the objects of a member that is one object or a list of them."""
        found = self._inside.get(name)
        if found is None:
            found = self._inside[name] = self._objects(name)
        return found

    def _objects(self, name: str) -> list["Node"]:
        value = self.value.get(name)
        if isinstance(value, dict):
            return [Node(value, (self._trail, name, _ALONE))]
        if not isinstance(value, list) or _LEAVES.issuperset(map(type, value)):
            return []
        return [
            Node(entry, (self._trail, name, place))
            for place, entry in enumerate(value)
            if isinstance(entry, dict)
        ]

    def texts(self, name: str) -> list[tuple[str, str]]:
        """Return the texts of a member that is one text or a list of them, with their paths."""
        value = self.value.get(name)
        if isinstance(value, str):
            return [(value, self.at(name))]
        if not isinstance(value, list):
            return []
        path = self.at(name)
        return [
            (entry, f"{path}/{place}")
            for place, entry in enumerate(value)
            if isinstance(entry, str)
        ]

    def types(self) -> frozenset[str]:
        """Return the node's types."""
        if self._types is None:
            value = self.value.get("type")
            listed = value if isinstance(value, list) else [value]
            self._types = frozenset([name for name in listed if isinstance(name, str)])
        return self._types

    def descendants(self, but: Collection["Node"] = ()) -> list["Node"]:
        """Return the node itself and every object inside it, in the order of the document.

        Args:
            but: nodes to leave out, with everything inside them.
        """
        found = [self]
        for name, value in self.value.items():
            if value.__class__ is not str and isinstance(value, (dict, list)):
                if value.__class__ is list and _LEAVES.issuperset(map(type, value)):
                    continue
                for child in self.children(name):
                    if child not in but:
                        found += child.descendants(but)
        return found
