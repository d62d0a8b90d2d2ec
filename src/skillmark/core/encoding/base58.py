"""base58btc: the alphabet of Bitcoin, as Multibase and Data Integrity use it.

The work grows with the square of the length, so both directions have a limit.
"""

from typing import Final

from skillmark.core.encoding.errors import Base58Error

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
MAX_BYTES: Final = 4_096  # bytes; the largest key or signature in the field is about 2,600
MAX_CHARACTERS: Final = 5_594  # what MAX_BYTES come to at most

_PAIRS: Final = tuple(high + low for high in ALPHABET for low in ALPHABET)
_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """Return ``data`` in base58btc.

    Raises:
        Base58Error: more than `MAX_BYTES` bytes.
    """
    if len(data) > MAX_BYTES:
        raise Base58Error("There are too many bytes for base58.", length=len(data))
    number = int.from_bytes(data)
    pairs: list[str] = []
    while number:
        number, low = divmod(number, 3_364)  # 58², two letters at a time
        pairs.append(_PAIRS[low])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(pairs)).lstrip("1")


def decode(text: str) -> bytes:
    """Return the bytes that ``text`` spells.

    Raises:
        Base58Error: a letter outside the alphabet, more than `MAX_CHARACTERS` letters, or
            more than `MAX_BYTES` bytes.
    """
    if len(text) > MAX_CHARACTERS:
        raise Base58Error("The text is too long for base58.", length=len(text))
    number = 0
    try:
        for letter in text:
            number = number * 58 + _VALUES[letter]
    except KeyError:
        raise Base58Error("The text holds a letter that is not base58.") from None
    zeros = len(text) - len(text.lstrip("1"))
    data = b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)
    if len(data) > MAX_BYTES:
        raise Base58Error("The text spells too many bytes.", length=len(data))
    return data
