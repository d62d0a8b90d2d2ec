"""Walk a JSON document by its names and always know where one stands.

Open Badges lets a list of one be written as the one; here both read the same. Whatever has the
wrong JSON type reads as absent, because saying so is `schema`'s work.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from skillmark.core.badges.problem import Problem, pointer
from skillmark.core.encoding import timestamp
from skillmark.core.encoding.errors import TimestampError
from skillmark.core.jsonio import JsonObject


@dataclass(frozen=True, slots=True)
class Node:
    """One object of a document.

    Attributes:
        value: the object.
        path: its JSON Pointer.
    """

    value: JsonObject
    path: str

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
        written = self.text(name)
        if written is not None:
            with suppress(TimestampError):
                return timestamp.decode(written)
        return None

    def child(self, name: str) -> "Node | None":
        """Return a member that is an object."""
        value = self.value.get(name)
        return Node(value, self.at(name)) if isinstance(value, dict) else None

    def children(self, name: str) -> list["Node"]:
        """Return the objects of a member that is one object or a list of them."""
        value = self.value.get(name)
        if isinstance(value, dict):
            return [Node(value, self.at(name))]
        if not isinstance(value, list):
            return []
        path = self.at(name)
        return [
            Node(entry, f"{path}/{place}")
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
        value = self.value.get("type")
        listed = value if isinstance(value, list) else [value]
        return frozenset(name for name in listed if isinstance(name, str))

    def descendants(self) -> list["Node"]:
        """Return the node itself and every object inside it, in the order of the document."""
        found = [self]
        for name, value in self.value.items():
            if isinstance(value, (dict, list)):
                for child in self.children(name):
                    found += child.descendants()
        return found
