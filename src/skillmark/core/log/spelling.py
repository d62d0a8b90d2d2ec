"""The small words of the C2SP texts, each in its only spelling: base64, decimals, lines.

The alphabet is the standard one (RFC 4648 §4) with padding, unlike everywhere else in Skillmark.
"""

import base64
import binascii
import re
from typing import Final

HASH_BYTES: Final = 32
MAX_SIZE: Final = 2**63 - 1  # leaves of a tree; also the latest POSIX time, tlog-cosignature

_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


def to_base64(data: bytes) -> str:
    """Return ``data`` in standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes | None:
    """Return the bytes that ``text`` spells, or None when it is not their only spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if to_base64(data) == text else None


def to_hash(text: str) -> bytes | None:
    """Return the 32 bytes of a hash in base64, or None."""
    data = from_base64(text)
    return data if data is not None and len(data) == HASH_BYTES else None


def to_number(text: str) -> int | None:
    """Return a decimal without leading zeros, at most `MAX_SIZE`, or None."""
    if _DECIMAL.fullmatch(text) is None:
        return None
    number = int(text)
    return number if number <= MAX_SIZE else None
