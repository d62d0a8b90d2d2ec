"""How much work a schema from outside may make: counted before it is used, refused when too much.

A schema of one kilobyte that refers to itself twice, thirty levels deep, keeps a validator busy
for hours, and whoever issues a credential chooses the schema. So the visits are counted here,
each pair of schema and value once, never fewer than the validator makes.
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from skillmark.core.jsonio import JsonObject, JsonValue

MAX_VISITS: Final = 500_000  # of a schema to a value; some hundredths of a second
MAX_STEPS: Final = 200_000  # from schema to schema that are taken to count them
MAX_DEPTH: Final = 200  # schemas inside each other

_HERE: Final = frozenset({"not", "if", "then", "else", "allOf", "anyOf", "oneOf"})
_HERE_NAMED: Final = frozenset({"dependentSchemas", "dependencies"})
_INSIDE: Final = frozenset(
    {
        *("additionalProperties", "unevaluatedProperties", "propertyNames"),
        *("items", "prefixItems", "additionalItems", "unevaluatedItems", "contains"),
    }
)
_INSIDE_NAMED: Final = frozenset({"patternProperties"})
_TWICE: Final = frozenset({"unevaluatedProperties", "unevaluatedItems"})
_FOLLOWED: Final = frozenset({"$dynamicRef", "$recursiveRef"})


class SchemaWorkError(ValueError):
    """The schema makes too much work, or hides how much it makes."""


def check(schema: JsonObject, document: JsonValue) -> None:
    """Return when a validator will look at the document in reasonable time.

    Args:
        schema: the schema, which may refer to its own parts only.
        document: what it is for.

    Raises:
        SchemaWorkError: more than `MAX_VISITS` visits, a circle of references at one place, a
            reference to something else, or to a place that is only known while validating.
    """
    if _Counter(schema).visits(schema, document, 0) > MAX_VISITS:
        raise SchemaWorkError("The schema makes too much work.")


class _Counter:
    """Counts visits; remembers the count of each pair it has seen."""

    def __init__(self, root: JsonObject) -> None:
        self._root = root
        self._known: dict[tuple[int, int], int | None] = {}
        self._steps_left = MAX_STEPS

    def visits(self, schema: JsonValue, value: JsonValue, depth: int) -> int:
        self._steps_left -= 1
        if depth > MAX_DEPTH or self._steps_left < 0:
            raise SchemaWorkError("The schema is too large or too deep.")
        if not isinstance(schema, dict):
            return 1
        pair = (id(schema), id(value) if isinstance(value, dict | list) else 0)
        known = self._known.get(pair, -1)
        if known is None:
            raise SchemaWorkError("The schema refers to itself without end.")
        if known >= 0:
            return known
        self._known[pair] = None
        found = 1 + sum(
            self.visits(part, inner, depth + 1) for part, inner in self._steps(schema, value)
        )
        # Whoever asks what was not evaluated evaluates once more.
        found *= 1 if _TWICE.isdisjoint(schema) else 2
        self._known[pair] = found
        return found

    def _steps(
        self, schema: JsonObject, value: JsonValue
    ) -> Iterator[tuple[JsonValue, JsonValue]]:
        """Yield the schemas inside a schema, each with a value it is put to."""
        if not _FOLLOWED.isdisjoint(schema) or ("$id" in schema and schema is not self._root):
            raise SchemaWorkError("The schema refers to what is only known while validating.")
        for name, keyword in schema.items():
            if name == "$ref":
                yield self._target(keyword), value
            elif name in _HERE or name in _HERE_NAMED:
                for part in _parts(keyword, alone=name in _HERE):
                    yield part, value
            elif name == "properties":
                yield from _named(keyword, value)
            elif name in _INSIDE or name in _INSIDE_NAMED:
                for part in _parts(keyword, alone=name in _INSIDE):
                    for inner in _inside(value):
                        yield part, inner

    def _target(self, reference: JsonValue) -> JsonValue:
        text = reference if isinstance(reference, str) else ""
        name = self._root.get("$id")
        if isinstance(name, str):
            text = text.removeprefix(name.removesuffix("#"))
        if text not in {"#", ""} and not text.startswith("#/"):
            raise SchemaWorkError("The schema refers to something outside itself.")
        found: JsonValue = self._root
        for step in text.split("/")[1:]:
            key = unquote(step).replace("~1", "/").replace("~0", "~")
            if isinstance(found, dict):
                found = found.get(key)
            elif isinstance(found, list) and key.isdecimal() and int(key) < len(found):
                found = found[int(key)]
            else:
                found = None
        if not isinstance(found, dict | bool):
            raise SchemaWorkError("The schema refers to a part it does not have.")
        return found


def _named(parts: JsonValue, value: JsonValue) -> Iterator[tuple[JsonValue, JsonValue]]:
    if isinstance(parts, dict) and isinstance(value, dict):
        for name, part in parts.items():
            if name in value:
                yield part, value[name]


def _parts(keyword: JsonValue, *, alone: bool) -> list[JsonValue]:
    """Return the schemas of a keyword: one, a list of them, or one for each name."""
    if isinstance(keyword, list):
        return keyword
    if isinstance(keyword, dict) and not alone:
        return list(keyword.values())
    return [keyword]


def _inside(value: JsonValue) -> list[JsonValue]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
