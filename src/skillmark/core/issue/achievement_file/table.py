"""Take a table of a TOML or JSON file apart, key by key, and note everything that is wrong.

Keys may be written as the standard has them (``achievementType``) or in TOML's way
(``achievement_type``). A key that nobody asked for is a problem: it is probably misspelt.
"""

import math
from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches

from skillmark.core.badges.problem import Problem, pointer


class Table:
    """One table and the problems found in it so far.

    Attributes:
        path: JSON Pointer of the table in its file.
    """

    def __init__(self, value: Mapping[str, object], path: str, problems: list[Problem]) -> None:
        self.path = path
        self._problems = problems
        self._asked: set[str] = set()
        self._written: dict[str, str] = {}
        self._values: dict[str, object] = {}
        for key, entry in value.items():
            name = _camel(key)
            if name in self._values:
                message = f"“{key}” and “{self._written[name]}” are the same."
                problems.append(Problem("achievement.twice", path + pointer((key,)), message))
            self._values[name] = entry
            self._written[name] = key

    def refuse(self, key: str, code: str, message: str) -> None:
        """Note what is wrong with a key's value."""
        self._problems.append(Problem(f"achievement.{code}", self.at(key), message))

    def at(self, key: str) -> str:
        """Return the JSON Pointer of a key, spelt as in the file."""
        return self.path + pointer((self._written.get(key, key),))

    def has(self, key: str) -> bool:
        """Say whether the table has the key."""
        self._asked.add(key)
        return key in self._values

    def text(self, key: str) -> str | None:
        """Return a text, or None."""
        value = self._take(key)
        if isinstance(value, str):
            if value.strip():
                return value
            self.refuse(key, "empty", f"“{key}” is empty.")
        elif value is not None:
            self.refuse(key, "type", f"“{key}” must be a text.")
        return None

    def required(self, key: str) -> str:
        """Return a text; "" when it is missing, which is then a problem."""
        if not self.has(key):
            self.refuse(key, "missing", f"“{key}” is missing.")
            return ""
        return self.text(key) or ""

    def number(self, key: str) -> float | None:
        """Return a finite number, or None."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.refuse(key, "type", f"“{key}” must be a number.")
            return None
        if not math.isfinite(value):
            self.refuse(key, "type", f"“{key}” must be a finite number.")
            return None
        return value

    def whole(self, key: str, *, least: int) -> int | None:
        """Return a whole number of at least `least`, or None."""
        value = self.number(key)
        if value is None:
            return None
        if value < least or not float(value).is_integer():
            self.refuse(key, "type", f"“{key}” must be a whole number from {least} on.")
            return None
        return int(value)

    def day(self, key: str) -> date | None:
        """Return a calendar day, written as TOML date or as ``2026-03-31``."""
        value = self._take(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                value = 0
        if value is not None:
            self.refuse(key, "type", f"“{key}” must be a date such as 2026-03-31.")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a single one counts as a list."""
        value = self._take(key)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        found = [entry for entry in listed if isinstance(entry, str)]
        if len(found) != len(listed):
            self.refuse(key, "type", f"“{key}” must be a list of texts.")
        return tuple(found)

    def tables(self, key: str) -> list["Table"]:
        """Return a list of tables; a single one counts as a list."""
        value = self._take(key)
        if isinstance(value, dict):
            return [Table(value, self.at(key), self._problems)]
        listed = value if isinstance(value, list) else [] if value is None else [value]
        found = [
            Table(entry, f"{self.at(key)}/{place}", self._problems)
            for place, entry in enumerate(listed)
            if isinstance(entry, dict)
        ]
        if len(found) != len(listed):
            self.refuse(key, "type", f"“{key}” must be a list of tables.")
        return found

    def table(self, key: str, short: str = "") -> "Table | None":
        """Return a table, or None.

        Args:
            key: its name.
            short: the key of the table for which a bare text may stand.
        """
        value = self._take(key)
        if isinstance(value, str) and short:
            return Table({short: value}, self.at(key), self._problems)
        if isinstance(value, dict):
            return Table(value, self.at(key), self._problems)
        if value is not None:
            self.refuse(key, "type", f"“{key}” must be a table.")
        return None

    def finish(self) -> None:
        """Note every key that nobody asked for."""
        for name, written in self._written.items():
            if name in self._asked:
                continue
            near = get_close_matches(name, sorted(self._asked), n=1)
            hint = f" Perhaps “{near[0]}” is meant." if near else ""
            self.refuse(name, "unknown_key", f"“{written}” is not known here.{hint}")

    def _take(self, key: str) -> object:
        self._asked.add(key)
        return self._values.get(key)


def _camel(key: str) -> str:
    """Return ``achievementType`` for ``achievement_type``; other spellings stay."""
    if key.startswith("@"):
        return key
    first, *others = key.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)
