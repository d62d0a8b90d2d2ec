"""RLP, strictly: every value has one spelling, and only that is read.

Yellow paper, appendix B. A value is `bytes` or a list of values. Pure bytes.
"""

from collections.abc import Sequence
from typing import Final

from skillmark.core.anchor.evm.errors import RlpError

type Rlp = bytes | Sequence["Rlp"]

MAX_DEPTH: Final = 8  # lists within lists; receipts need four
_SHORT: Final = 55  # bytes that have their length in the first byte
_STRING: Final = 0x80
_LIST: Final = 0xC0


def encode(value: Rlp) -> bytes:
    """Return the RLP of bytes or of a sequence of values."""
    if isinstance(value, bytes):
        if len(value) == 1 and value[0] < _STRING:
            return value
        return _head(len(value), _STRING) + value
    body = b"".join(map(encode, value))
    return _head(len(body), _LIST) + body


def number(value: int) -> bytes:
    """Return a number as RLP has it: big-endian without leading zeros, empty for 0."""
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def read_number(data: Rlp) -> int:
    """Read a number.

    Raises:
        RlpError: a list, or leading zeros.
    """
    if not isinstance(data, bytes) or data[:1] == b"\x00":
        raise RlpError("A number is bytes without leading zeros.")
    return int.from_bytes(data, "big")


def decode(data: bytes) -> Rlp:
    """Read one value and nothing after it.

    Raises:
        RlpError: another spelling, too deep, cut short, or bytes left over.
    """
    value, end = _read(data, 0, len(data), 0)
    if end != len(data):
        raise RlpError("Bytes are left over behind the value.")
    return value


def decode_list(data: bytes) -> list[Rlp]:
    """Read a list and nothing after it.

    Raises:
        RlpError: as `decode`, or no list.
    """
    value = decode(data)
    if isinstance(value, bytes):
        raise RlpError("A list was expected.")
    return list(value)


def _head(length: int, kind: int) -> bytes:
    if length <= _SHORT:
        return bytes([kind + length])
    digits = number(length)
    return bytes([kind + _SHORT + len(digits)]) + digits


def _read(data: bytes, at: int, end: int, depth: int) -> tuple[Rlp, int]:
    if at >= end or depth > MAX_DEPTH:
        raise RlpError("The value is cut short or too deep.")
    first = data[at]
    if first < _STRING:
        return data[at : at + 1], at + 1
    kind = _LIST if first >= _LIST else _STRING
    start, stop = _span(data, at, end, first - kind)
    if kind == _STRING:
        text = data[start:stop]
        if len(text) == 1 and text[0] < _STRING:
            raise RlpError("A small byte stands for itself.")
        return text, stop
    items: list[Rlp] = []
    while start < stop:
        item, start = _read(data, start, stop, depth + 1)
        items.append(item)
    return items, stop


def _span(data: bytes, at: int, end: int, short: int) -> tuple[int, int]:
    """Return where the content of the value at `at` begins and ends."""
    start, length = at + 1, short
    if short > _SHORT:
        digits = data[at + 1 : at + 1 + short - _SHORT]
        start += short - _SHORT
        if start > end or digits[:1] == b"\x00":
            raise RlpError("The length is cut short or has leading zeros.")
        length = int.from_bytes(digits, "big")
        if length <= _SHORT:
            raise RlpError("A short length stands in the first byte.")
    if start + length > end:
        raise RlpError("The value is cut short.")
    return start, start + length
