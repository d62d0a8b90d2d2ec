"""Reading our own small files strictly: each member is asked for by name, no other may be there."""

from collections.abc import Mapping
from typing import NoReturn

from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject, JsonValue


class Members:
    """The members of one object of a file.

    The first thing that is wrong is raised as the error of the file, with the place as the fact
    ``path``, a JSON Pointer.
    """

    def __init__(self, value: JsonObject, path: str, error: type[SkillmarkError]) -> None:
        self.value = value
        self._path = path
        self._error = error
        self._asked: set[str] = set()

    def refuse(self, name: str, words: str) -> NoReturn:
        """Raise the error of the file for one member."""
        raise self._error(words, path=self._at(name))

    def constant(self, name: str, value: JsonValue) -> None:
        """Refuse another value; a number is no truth value."""
        found = self._take(name)
        if found != value or type(found) is not type(value):
            self.refuse(name, f"“{name}” is not {value}.")

    def text(self, name: str, most: int) -> str:
        """Return a text of 1 to ``most`` characters that must be there."""
        found = self.text_or_none(name, most)
        if found is None:
            self.refuse(name, f"“{name}” is missing.")
        return found

    def text_or_none(self, name: str, most: int) -> str | None:
        """Return a text of 1 to ``most`` characters, or None when it is not there."""
        found = self._take(name)
        if name not in self.value:
            return None
        if not isinstance(found, str) or not 0 < len(found) <= most:
            self.refuse(name, f"“{name}” must be a text of 1 to {most} characters.")
        return found

    def texts(self, name: str, most: int, longest: int) -> tuple[str, ...]:
        """Return a list of texts; empty when it is not there."""
        found = self._list(name, most)
        kept = [one for one in found if isinstance(one, str) and 0 < len(one) <= longest]
        if len(kept) != len(found):
            self.refuse(name, f"“{name}” must be a list of texts.")
        return tuple(kept)

    def objects(self, name: str, most: int) -> tuple[JsonObject, ...]:
        """Return a list of objects; empty when it is not there."""
        found = self._list(name, most)
        kept = [one for one in found if isinstance(one, dict)]
        if len(kept) != len(found):
            self.refuse(name, f"“{name}” must be a list of objects.")
        return tuple(kept)

    def objects_by_name(self, name: str, most: int) -> Mapping[str, JsonObject]:
        """Return an object of objects; empty when it is not there."""
        found = self.mapping(name, most)
        kept = {key: one for key, one in found.items() if isinstance(one, dict)}
        if len(kept) != len(found):
            self.refuse(name, f"“{name}” must hold objects.")
        return kept

    def texts_by_name(self, name: str, most: int, longest: int) -> Mapping[str, str]:
        """Return an object of texts; empty when it is not there."""
        found = self.mapping(name, most)
        kept = {key: one for key, one in found.items() if isinstance(one, str)}
        if len(kept) != len(found) or not all(0 < len(one) <= longest for one in kept.values()):
            self.refuse(name, f"“{name}” must hold texts.")
        return kept

    def mapping(self, name: str, most: int) -> JsonObject:
        """Return an object with at most so many members; empty when it is not there."""
        found = self._take(name, {})
        if not isinstance(found, dict) or len(found) > most:
            self.refuse(name, f"“{name}” must be an object with at most {most} members.")
        return found

    def optional(self, name: str) -> "Members | None":
        """Return the members of an object, or None when it is not there."""
        found = self._take(name)
        if name not in self.value:
            return None
        if not isinstance(found, dict):
            self.refuse(name, f"“{name}” must be an object.")
        return Members(found, self._at(name), self._error)

    def finish(self) -> None:
        """Refuse every member that nobody asked for."""
        for name in self.value:
            if name not in self._asked:
                self.refuse(name, f"“{name[:40]}” means nothing here.")

    def _list(self, name: str, most: int) -> list[JsonValue]:
        found = self._take(name, [])
        if not isinstance(found, list) or len(found) > most:
            self.refuse(name, f"“{name}” must be a list of at most {most} entries.")
        return found

    def _take(self, name: str, otherwise: JsonValue = None) -> JsonValue:
        self._asked.add(name)
        return self.value.get(name, otherwise)

    def _at(self, name: str) -> str:
        return f"{self._path}/{name[:100].replace('~', '~0').replace('/', '~1')}"
