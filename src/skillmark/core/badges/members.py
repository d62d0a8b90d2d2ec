"""How a value becomes a JSON object: nothing empty is written, every node has a name.

A node without an ``id`` becomes a blank node, and canonicalising blank nodes is what makes
issuing slow; so each nested object whose class allows one gets an ``id`` under its parent's.
"""

from collections.abc import Iterable, Mapping

from skillmark.core.jsonio import JsonObject, JsonValue


def members(pairs: Mapping[str, JsonValue]) -> JsonObject:
    """Return a new object without the members that are None, "" or an empty list or object."""
    return {
        key: value
        for key, value in pairs.items()
        if value or (value is not None and not isinstance(value, (str, list, dict)))
    }


def texts(values: Iterable[str]) -> list[JsonValue]:
    """Return the texts as a JSON list."""
    return list(values)


def number(value: float | None) -> JsonValue:
    """Return the number as every JSON reader understands it: a whole one without ``.0``.

    JavaScript cannot tell 3.0 from 3, so a signature over ``3.0`` would not survive it.
    """
    if value is None or isinstance(value, int) or not value.is_integer():
        return value
    return int(value)


def under(base: str, part: str) -> str:
    """Return the name of a part of the node ``base``: a fragment, or a longer fragment."""
    return f"{base}-{part}" if "#" in base else f"{base}#{part}"
