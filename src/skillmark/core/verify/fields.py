"""Reading single fields of JSON that came from anywhere: absent or odd values are just None."""

from skillmark.core.jsonio import JsonObject, JsonValue


def text(value: JsonValue) -> str | None:
    """Return a text, or None."""
    return value if isinstance(value, str) else None


def objects(value: JsonValue) -> tuple[JsonObject, ...]:
    """Return the objects of one value or a list of values; others are left out."""
    if isinstance(value, list):
        return tuple([item for item in value if isinstance(item, dict)])
    return (value,) if isinstance(value, dict) else ()


def texts(value: JsonValue) -> tuple[str, ...]:
    """Return the texts of one value or a list of values; others are left out."""
    if isinstance(value, list):
        return tuple([item for item in value if isinstance(item, str)])
    return (value,) if isinstance(value, str) else ()


def id_of(value: JsonValue) -> str | None:
    """Return the id of a node that is written as its id or as an object."""
    return text(value.get("id")) if isinstance(value, dict) else text(value)


def plain(value: JsonValue) -> str | None:
    """Return a text or the first text of a language map, or None."""
    if isinstance(value, dict):
        value = value["@value"] if "@value" in value else next(iter(value.values()), None)
    if isinstance(value, list):
        return plain(value[0]) if value else None
    return text(value)
