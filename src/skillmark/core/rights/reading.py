"""Reading single fields of JSON that came from anywhere: absent or odd values are just None."""

from datetime import datetime

from skillmark.core.encoding import timestamp
from skillmark.core.encoding.errors import TimestampError
from skillmark.core.jsonio import JsonObject, JsonValue


def text(value: JsonValue) -> str:
    """Return a text, or an empty one."""
    return value if isinstance(value, str) else ""


def texts(value: JsonValue) -> tuple[str, ...]:
    """Return the texts of one value or a list of values; others are left out."""
    if isinstance(value, list):
        return tuple([item for item in value if isinstance(item, str)])
    return (value,) if isinstance(value, str) else ()


def objects(value: JsonValue) -> tuple[JsonObject, ...]:
    """Return the objects of one value or a list of values; others are left out."""
    if isinstance(value, list):
        return tuple([item for item in value if isinstance(item, dict)])
    return (value,) if isinstance(value, dict) else ()


def id_of(value: JsonValue) -> str:
    """Return the id of a node that is written as its id or as an object."""
    return text(value.get("id")) if isinstance(value, dict) else text(value)


def name_of(value: JsonValue) -> str:
    """Return the name that a node gives itself, or an empty text."""
    return text(value.get("name")) if isinstance(value, dict) else ""


def moment(value: JsonValue) -> datetime | None:
    """Return a point in time, or None."""
    try:
        return timestamp.decode(text(value))
    except TimestampError:
        return None
