"""Strict JSON: one document has one reading, or it is refused.

Python's reader takes duplicate keys, NaN, `1e400` and lone surrogates; each has let two parties
see different documents under one signature. This reader takes I-JSON (RFC 7493) and nothing
else, and keeps the speed of the C scanner by looking through its hooks.

Bytes in, plain values out. Canonical bytes are `skillmark.core.canon.jcs`'s work.
"""

import json
import math
import re
from collections import Counter
from typing import ClassVar, Final, NoReturn

from skillmark.core.errors import SkillmarkError

type JsonValue = bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None
type JsonObject = dict[str, JsonValue]

MAX_BYTES: Final = 1_048_576  # bytes of one document, unless the caller says otherwise
MAX_DEPTH: Final = 64  # arrays and objects inside each other
MAX_INTEGER: Final = 2**53 - 1  # exact in every JSON reader, RFC 7493 §2.2

_INTEGER_CHARACTERS: Final = 17  # sign and sixteen digits of MAX_INTEGER
_WHITESPACE: Final = " \t\n\r"
_STRING: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_NOT_BRACKET: Final = bytes(set(range(256)) - set(b"[]{}"))
_SURROGATE_ESCAPE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


class JsonError(SkillmarkError):
    """The bytes are not one strict JSON document."""

    code: ClassVar[str] = "json"


class JsonSyntaxError(JsonError):
    """The text does not follow the JSON grammar (RFC 8259 §2)."""

    code: ClassVar[str] = "json.syntax"


class DuplicateKeyError(JsonError):
    """An object names one key twice (RFC 7493 §2.3)."""

    code: ClassVar[str] = "json.duplicate_key"


class NotFiniteError(JsonError):
    """A number is NaN, infinite, or too large for a double (RFC 8259 §6)."""

    code: ClassVar[str] = "json.not_finite"


class NumberRangeError(JsonError):
    """An integer lies beyond ±(2⁵³-1) and would be rounded by others (RFC 7493 §2.2)."""

    code: ClassVar[str] = "json.number_range"


class SurrogateError(JsonError):
    """A string holds half of a surrogate pair, which is no character (RFC 7493 §2.1)."""

    code: ClassVar[str] = "json.surrogate"


class ByteOrderMarkError(JsonError):
    """The document begins with a byte order mark (RFC 8259 §8.1)."""

    code: ClassVar[str] = "json.bom"


class DepthError(JsonError):
    """Arrays and objects are nested too deeply."""

    code: ClassVar[str] = "json.depth"


class SizeError(JsonError):
    """The document has more bytes than the caller takes."""

    code: ClassVar[str] = "json.size"


class TrailingDataError(JsonError):
    """Something follows the document."""

    code: ClassVar[str] = "json.trailing"


class NotUtf8Error(JsonError):
    """The bytes are not UTF-8 (RFC 8259 §8.1)."""

    code: ClassVar[str] = "json.not_utf8"


class NotAnObjectError(JsonError):
    """The document is valid JSON, yet no object."""

    code: ClassVar[str] = "json.not_object"


def loads(
    data: bytes | str, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH
) -> JsonValue:
    """Read one strict JSON document.

    Args:
        data: UTF-8 bytes, or text.
        max_bytes: the largest document taken, in bytes of UTF-8.
        max_depth: the deepest nesting taken; ``[]`` has depth 1.

    Returns:
        Plain values; objects keep the order of their keys.

    Raises:
        JsonError: one subclass, with its own code, for each way to be wrong.
    """
    if len(data) > max_bytes:
        raise _too_large(max_bytes)
    raw = data if isinstance(data, bytes) else _encode(data)
    text = _decode(data) if isinstance(data, bytes) else data
    if len(raw) > max_bytes:
        raise _too_large(max_bytes)
    if text.startswith("\ufeff"):
        raise ByteOrderMarkError("The document begins with a byte order mark.")
    _refuse_depth(raw, max_depth)
    start = len(text) - len(text.lstrip(_WHITESPACE))
    try:
        value: JsonValue
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise JsonSyntaxError(
            f"The text is not JSON: {error.msg} (line {error.lineno}, column {error.colno}).",
            line=error.lineno,
            column=error.colno,
        ) from None
    except RecursionError:  # only a caller's own, larger max_depth leads here
        raise DepthError("The document is nested too deeply to be read.") from None
    if text[end:].strip(_WHITESPACE):
        raise TrailingDataError("Something follows the end of the document.", position=end)
    if _SURROGATE_ESCAPE.search(raw):
        _encode(_ENCODER.encode(value))
    return value


def load_object(
    data: bytes | str, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH
) -> JsonObject:
    """Read one strict JSON document that is an object.

    Raises:
        NotAnObjectError: valid JSON of another type.
        JsonError: as `loads`.
    """
    value = loads(data, max_bytes=max_bytes, max_depth=max_depth)
    if not isinstance(value, dict):
        raise NotAnObjectError("The document is not a JSON object.")
    return value


def dumps(value: JsonValue) -> bytes:
    """Write ``value`` as compact UTF-8 JSON, keys in the order they stand.

    Raises:
        NotFiniteError: a number is NaN or infinite.
        SurrogateError: a string holds a lone surrogate.
        DepthError: the value is nested beyond reason, or contains itself.
    """
    try:
        text = _ENCODER.encode(value)
    except RecursionError:
        raise DepthError("The value is nested too deeply to be written.") from None
    except ValueError:
        raise NotFiniteError("A number is not finite.") from None
    return _encode(text)


def _encode(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise SurrogateError("A string holds a lone surrogate.") from None


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8Error("The bytes are not UTF-8.", position=error.start) from None


def _too_large(max_bytes: int) -> SizeError:
    return SizeError(f"The document has more than {max_bytes} bytes.", max_bytes=max_bytes)


def _refuse_depth(raw: bytes, max_depth: int) -> None:
    """Count brackets outside strings, before a recursive reader sees them."""
    if raw.count(b"[") + raw.count(b"{") <= max_depth:
        return
    depth = 0
    for bracket in _STRING.sub(b"", raw).translate(None, _NOT_BRACKET):
        if bracket in b"[{":
            depth += 1
            if depth > max_depth:
                raise DepthError(
                    f"The document is nested deeper than {max_depth} levels.",
                    max_depth=max_depth,
                )
        else:
            depth -= 1


def _object(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    value = dict(pairs)
    if len(value) != len(pairs):
        key = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise DuplicateKeyError("An object names one key twice.", key=ascii(key)[1:-1][:200])
    return value


def _integer(text: str) -> int:
    if len(text) <= _INTEGER_CHARACTERS:
        value = int(text)
        if -MAX_INTEGER <= value <= MAX_INTEGER:
            return value
    raise NumberRangeError(
        "An integer is beyond ±9007199254740991.", digits=len(text.lstrip("-"))
    )


def _real(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise NotFiniteError("A number is too large for a double.")
    return value


def _constant(text: str) -> NoReturn:
    raise NotFiniteError(f"{text} is no JSON number.", value=text)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_real,
    parse_constant=_constant,
)
_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
)
