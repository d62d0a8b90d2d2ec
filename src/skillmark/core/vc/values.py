"""The kinds of value that recur in credentials: identifiers, typed objects, texts in languages.

Each function takes a member by name, so that an error can say where it is.
"""

import re
from typing import Final

from skillmark.core.canon.errors import CanonError
from skillmark.core.canon.iris import check_absolute
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.vc.errors import IdError, LanguageValueError, NodeError
from skillmark.core.vc.model import LanguageText

_TAG: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")  # BCP 47 §2.1, the outline
_DIRECTIONS: Final = ("ltr", "rtl")
_LANGUAGE_KEYS: Final = frozenset({"@value", "@language", "@direction"})


def is_iri(value: str) -> bool:
    """Return whether ``value`` is an absolute IRI."""
    try:
        check_absolute(value)
    except CanonError:
        return False
    return True


def items(document: JsonObject, name: str) -> tuple[JsonValue, ...]:
    """Return a member that is one value or a list of values; nothing when absent."""
    if name not in document:
        return ()
    value = document[name]
    return tuple(value) if isinstance(value, list) else (value,)


def optional_id(node: JsonObject, name: str) -> str | None:
    """Return the ``id`` of a node, which is called ``name`` in errors.

    Raises:
        IdError: it is there and no absolute IRI.
    """
    value = node.get("id")
    if "id" not in node:
        return None
    if not isinstance(value, str) or not is_iri(value):
        raise IdError(f"The id of “{name}” is no absolute IRI.", member=name)
    return value


def type_names(node: JsonObject, name: str) -> tuple[str, ...]:
    """Return ``type`` of a node as a tuple of at least one name.

    Raises:
        NodeError: it is missing, empty, or holds something else than text.
    """
    values = items(node, "type")
    names = tuple(value for value in values if isinstance(value, str) and value)
    if not names or len(names) != len(values):
        raise NodeError(f"“{name}” has no type.", member=name)
    return names


def typed_nodes(
    document: JsonObject, name: str, *, id_required: bool = False
) -> tuple[JsonObject, ...]:
    """Return a member that is one or more objects, each with a type.

    Raises:
        NodeError: one is no object, or lacks its type or the id it needs.
        IdError: an id is no absolute IRI.
    """
    nodes: list[JsonObject] = []
    for value in items(document, name):
        if not isinstance(value, dict):
            raise NodeError(f"“{name}” is no object.", member=name)
        type_names(value, name)
        if optional_id(value, name) is None and id_required:
            raise NodeError(f"“{name}” has no id.", member=name)
        nodes.append(value)
    return tuple(nodes)


def language_texts(document: JsonObject, name: str) -> tuple[LanguageText, ...]:
    """Return a text member: plain, a language value, or a list of language values.

    Raises:
        LanguageValueError: anything else (VCDM 2.0 §11.1).
    """
    value = document.get(name)
    if isinstance(value, str):
        return (LanguageText(value),)
    return tuple(_language_value(item, name) for item in items(document, name))


def _language_value(value: JsonValue, name: str) -> LanguageText:
    if not isinstance(value, dict) or not value.keys() <= _LANGUAGE_KEYS:
        raise LanguageValueError(f"“{name}” is no text with a language.", member=name)
    text, tag, direction = (value.get(key) for key in ("@value", "@language", "@direction"))
    if not isinstance(text, str):
        raise LanguageValueError(f"“{name}” has no @value.", member=name)
    if tag is not None and not (isinstance(tag, str) and _TAG.fullmatch(tag)):
        raise LanguageValueError(f"The language of “{name}” is no BCP 47 tag.", member=name)
    if direction is not None and direction not in _DIRECTIONS:
        raise LanguageValueError(f"The direction of “{name}” is none.", member=name)
    return LanguageText(text, tag, None if direction is None else str(direction))
