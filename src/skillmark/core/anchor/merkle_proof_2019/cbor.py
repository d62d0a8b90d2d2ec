"""The little of CBOR (RFC 8949) that a proof value is made of: integers, bytes and arrays.

Definite lengths in their shortest form only (§4.2.1); everything else is refused.
"""

from typing import Final

from skillmark.core.anchor.merkle_proof_2019.errors import MerkleValueError

type Item = int | bytes | list["Item"]

MAX_DEPTH: Final = 6  # arrays in arrays; a proof value has four
_WIDTHS: Final = {24: 1, 25: 2, 26: 4, 27: 8}
_UNSIGNED, _NEGATIVE, _BYTES, _ARRAY = 0, 1, 2, 4


def encode(item: Item) -> bytes:
    """Return an item as CBOR."""
    if isinstance(item, int):
        return _head(_NEGATIVE, -1 - item) if item < 0 else _head(_UNSIGNED, item)
    if isinstance(item, bytes):
        return _head(_BYTES, len(item)) + item
    return _head(_ARRAY, len(item)) + b"".join(map(encode, item))


def decode(data: bytes) -> Item:
    """Return the one item that ``data`` is.

    Raises:
        MerkleValueError: cut off, something behind it, another kind of item, a length that is
            not in its shortest form, or arrays nested deeper than `MAX_DEPTH`.
    """
    item, at = _read(data, 0, MAX_DEPTH)
    if at != len(data):
        raise MerkleValueError("Something stands behind the proof value.")
    return item


def _head(kind: int, value: int) -> bytes:
    if value < 24:  # noqa: PLR2004 - fits the first byte, §3
        return bytes([kind << 5 | value])
    for mark, width in _WIDTHS.items():
        if value < 1 << 8 * width:
            return bytes([kind << 5 | mark]) + value.to_bytes(width)
    raise MerkleValueError("A number is out of range.")


def _read(data: bytes, at: int, depth: int) -> tuple[Item, int]:
    """Return the item that begins at an offset, and the offset behind it."""
    kind, value, at = _read_head(data, at)
    if kind == _UNSIGNED:
        return value, at
    if kind == _NEGATIVE:
        return -1 - value, at
    if value > len(data) - at:
        raise MerkleValueError("The proof value is cut off.")
    if kind == _BYTES:
        return data[at : at + value], at + value
    if kind != _ARRAY or depth == 0:
        raise MerkleValueError("The proof value has an item of a kind that none has.")
    items: list[Item] = []
    for _ in range(value):
        item, at = _read(data, at, depth - 1)
        items.append(item)
    return items, at


def _read_head(data: bytes, at: int) -> tuple[int, int, int]:
    """Return kind, value and the offset behind them."""
    if at >= len(data):
        raise MerkleValueError("The proof value is cut off.")
    kind, low = data[at] >> 5, data[at] & 0x1F
    width = _WIDTHS.get(low, 0)
    value = int.from_bytes(data[at + 1 : at + 1 + width]) if width else low
    if data[at : at + 1 + width] != _head(kind, value):
        raise MerkleValueError("A length is not in its shortest form.")
    return kind, value, at + 1 + width
