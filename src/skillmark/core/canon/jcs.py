"""JSON Canonicalization Scheme, RFC 8785: one value, one spelling.

The `rfc8785` package writes the bytes; this module stands before it with a limit on depth and
turns its refusals into ours. Values come from `skillmark.core.jsonio`; § refers to RFC 8785.
"""

from typing import Final

import rfc8785

from skillmark.core.canon.errors import DepthError, JcsError, NumberError, SurrogateError
from skillmark.core.jsonio import JsonValue

MAX_DEPTH: Final = 64  # arrays and objects inside each other


def canonicalize(value: JsonValue) -> bytes:
    """Return the canonical UTF-8 bytes of a JSON value, §3.2.

    Raises:
        DepthError: more than `MAX_DEPTH` arrays and objects inside each other.
        NumberError: NaN, an infinity, or an integer beyond ±(2⁵³-1), §3.2.2.3 and RFC 7493.
        SurrogateError: a key or text with a lone surrogate, §3.2.2.2.
        JcsError: not a JSON value at all.
    """
    _check_depth(value)
    try:
        return rfc8785.dumps(value)
    except (rfc8785.IntegerDomainError, rfc8785.FloatDomainError) as error:
        raise NumberError("A number has no exact canonical form.") from error
    except rfc8785.CanonicalizationError as error:
        if isinstance(error.__cause__, UnicodeEncodeError):
            raise SurrogateError("A text holds a lone surrogate.") from error
        raise JcsError("The value is no JSON value.") from error
    except UnicodeEncodeError as error:
        raise SurrogateError("An object key holds a lone surrogate.") from error


def _check_depth(value: JsonValue) -> None:
    level: list[JsonValue] = [value]
    for _ in range(MAX_DEPTH):
        inner: list[JsonValue] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        level = [item for item in inner if isinstance(item, dict | list)]
        if not level:
            return
    raise DepthError("The value is nested too deeply.", limit=MAX_DEPTH)
