"""Reading our own small documents strictly, and saying of each fault where it is.

A `Place` is one object of the document. Each member is asked for by name; whatever was not
asked for when the place is left is a fault too, so a word spelt wrongly is never passed over.
"""

import re
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from typing import Final

from skillmark.core.badges.problem import Problem, pointer
from skillmark.core.did import DidError, DidUrl
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.vc.values import is_iri

MAX_IRI: Final = 2_000  # characters
MAX_PROBLEMS: Final = 100  # more help nobody

_DECIMAL: Final = re.compile(r"(?:0|[1-9][0-9]{0,5})(?:\.[0-9]{0,2}[1-9])?", re.ASCII)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Problems:
    """What was found so far.

    Attributes:
        area: the first part of every code.
        found: in the order in which it was found.
    """

    def __init__(self, area: str) -> None:
        self.area = area
        self.found: list[Problem] = []

    def add(self, code: str, path: str, message: str) -> None:
        """Add one more fault, unless there are enough."""
        if len(self.found) < MAX_PROBLEMS:
            self.found.append(Problem(f"{self.area}.{code}", path, message))


class Place:
    """One object of a document.

    Attributes:
        value: the object.
        path: its JSON Pointer.
        problems: what was found in the whole document.
    """

    def __init__(self, value: JsonObject, path: str, problems: Problems) -> None:
        self.value = value
        self.path = path
        self.problems = problems
        self._asked: set[str] = set()

    def at(self, name: str | int) -> str:
        """Return the JSON Pointer of a member."""
        return self.path + pointer((name,))

    def has(self, name: str) -> bool:
        """Tell whether a member is there, and count it as asked for."""
        self._asked.add(name)
        return name in self.value

    def refuse(self, code: str, name: str, message: str) -> None:
        """Note a fault of a member, or of the object itself for ""."""
        self.problems.add(code, self.at(name) if name else self.path, message)

    def finish(self) -> None:
        """Note every member that nobody asked for."""
        for name in self.value:
            if name not in self._asked:
                self.refuse("unknown_member", name, f"“{name[:40]}” means nothing here.")

    def place(self, name: str) -> "Place | None":
        """Return a member that is an object; note it when it is something else."""
        return as_place(self.value.get(name), self.at(name), self) if self.has(name) else None

    def entries(self, name: str, most: int) -> list[tuple[JsonValue, str]]:
        """Return the entries of a list with their places; note an empty or too long one."""
        value = self.value.get(name)
        self._asked.add(name)
        if not isinstance(value, list) or not value or len(value) > most:
            self.refuse("list", name, f"“{name}” must be a list of 1 to {most} entries.")
            return []
        return [(entry, self.at(name) + pointer((at,))) for at, entry in enumerate(value)]

    def required(self, name: str, most: int) -> str:
        """Return a text that must be there; "" when it is not, which is noted."""
        found = self.text(name, most)
        if name not in self.value:
            self.refuse("missing", name, f"“{name}” is missing.")
        return found or ""

    def text(self, name: str, most: int) -> str | None:
        """Return a member that is a text of 1 to `most` characters, or None."""
        if not self.has(name):
            return None
        value = self.value[name]
        if not isinstance(value, str) or not value.strip() or len(value) > most:
            self.refuse("text", name, f"“{name}” must be a text of 1 to {most} characters.")
            return None
        return value

    def matching(self, name: str, pattern: re.Pattern[str], words: str) -> str:
        """Return a required text of a certain form; "" when it has another."""
        found = self.required(name, MAX_IRI)
        if found and pattern.fullmatch(found) is None:
            self.refuse("form", name, f"“{name}” must be {words}.")
            return ""
        return found

    def iri(self, name: str) -> str:
        """Return a required absolute IRI; "" when it is none."""
        return self._checked(name, is_iri, "an absolute IRI, such as https://a.example/a/1")

    def did(self, name: str) -> str:
        """Return a required DID; "" when it is none."""
        return self._checked(name, is_did, "a DID, such as did:web:harbour.example")

    def _checked(self, name: str, good: Callable[[str], bool], words: str) -> str:
        found = self.required(name, MAX_IRI)
        if found and not good(found):
            self.refuse("form", name, f"“{name}” must be {words}.")
            return ""
        return found

    def whole(self, name: str, least: int, most: int) -> int | None:
        """Return a member that is a whole number, or None; noted when it is something else."""
        value = self.value.get(name)
        if not self.has(name):
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            words = f"“{name}” must be a whole number from {least} to {most}."
            self.refuse("number", name, words)
            return None
        return value

    def decimal(self, name: str) -> Decimal | None:
        """Return a required amount above nothing, written as a text such as "7.5"."""
        value = self.value.get(name)
        if self.has(name) and isinstance(value, str) and _DECIMAL.fullmatch(value):
            amount = Decimal(value)
            if amount:
                return amount
        words = f'“{name}” must be an amount above 0 as a text, such as "15" or "7.5".'
        self.refuse("amount", name, words)
        return None

    def day(self, name: str) -> date | None:
        """Return a member that is a day, or None; noted when it is something else."""
        if not self.has(name):
            return None
        value = self.value[name]
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.refuse("day", name, f"“{name}” must be a day, such as 2026-03-31.")
        return None

    def constant(self, name: str, wanted: Collection[JsonValue]) -> None:
        """Note a member that is not one of these values (of the same type)."""
        value = self.value.get(name)
        if not self.has(name) or not any(
            value == one and type(value) is type(one) for one in wanted
        ):
            listed = " or ".join(str(one) for one in wanted)
            self.refuse("constant", name, f"“{name}” must be {listed}.")


def as_place(value: JsonValue, path: str, owner: Place) -> Place | None:
    """Return a value as a place; None and a fault when it is no object."""
    if isinstance(value, dict):
        return Place(value, path, owner.problems)
    owner.problems.add("object", path, "This must be an object.")
    return None


def is_did(value: str) -> bool:
    """Tell whether a text is a DID without anything after it."""
    try:
        DidUrl.parse_did(value)
    except DidError:
        return False
    return True
