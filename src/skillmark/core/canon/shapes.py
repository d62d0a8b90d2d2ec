"""The shape of a document, and the texts that fill it.

Two documents have one shape when they differ in nothing but the texts at their leaves: same keys
in the same order, same array lengths, same contexts, types, language tags, numbers, truth
values and nulls. The texts come out in a fixed order, so they can be told by their index.
"""

import copy
from typing import Any, Final

from skillmark.core.jsonio import JsonObject

type Token = str | int | tuple[Any, ...] | None
type Key = tuple[Token, ...]

MAX_TOKENS: Final = 1_024  # a document of more parts is not worth remembering

_INSIDE: Final = "{"  # stands where an object, array or other value follows later

# What these hold decides how the document is expanded, so it belongs to the shape.
_SHAPING: Final = frozenset({"@context", "@language", "@type", "type"})


class UnshapedError(Exception):
    """The document is too large, or holds something that is no JSON value."""


def read(document: JsonObject) -> tuple[Key, list[str]]:
    """Return a document's shape and its texts.

    Raises:
        UnshapedError: more than `MAX_TOKENS` parts, or something that is no JSON value.
    """
    tokens: list[Token] = []
    texts: list[str] = []
    stack: list[Any] = [document]
    while stack:
        value = stack.pop()
        kind = type(value)
        if kind is dict:
            tokens.append(tuple(value))
            for key, item in value.items():
                if key in _SHAPING:
                    # A list is its tuple and a text itself: no list can pass for a text.
                    tokens.append(tuple(item) if type(item) is list else item)
                elif type(item) is str:
                    tokens.append(None)
                    texts.append(item)
                else:
                    tokens.append(_INSIDE)
                    stack.append(item)
        elif kind is str:
            tokens.append(None)
            texts.append(value)
        elif kind is list:
            tokens.append(len(value))
            stack.extend(value)
        elif value is None or kind is bool or kind is int or kind is float:
            tokens.append((kind, value))
        else:
            raise UnshapedError
        if len(tokens) > MAX_TOKENS:
            raise UnshapedError
    return tuple(tokens), texts


def refill(document: JsonObject, texts: list[str]) -> JsonObject:
    """Return a document of the same shape with other texts, given in `read`'s order."""
    filled = copy.deepcopy(document)
    for (holder, place), text in zip(places(filled), texts, strict=True):
        holder[place] = text
    return filled


def places(document: JsonObject) -> list[tuple[Any, Any]]:
    """Return where each text stands, as container and key or index, in `read`'s order."""
    found: list[tuple[Any, Any]] = []
    stack: list[tuple[Any, Any]] = [((document,), 0)]
    while stack:
        holder, place = stack.pop()
        value = holder[place]
        if isinstance(value, dict):
            for key, item in value.items():
                if isinstance(item, str) and key not in _SHAPING:
                    found.append((value, key))
                elif key not in _SHAPING:
                    stack.append((value, key))
        elif isinstance(value, str):
            found.append((holder, place))
        elif isinstance(value, list):
            stack.extend((value, index) for index in range(len(value)))
    return found
