"""Watching a status list over time: is a bit cleared that may never be, does time run backwards?

Pure. A revocation is for good, so a bit of a revocation list that is set once stays set in every
newer list. A suspension may be lifted; whether somebody did is the issuer's own record.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from skillmark.core.status.bitstring import MAX_BYTES
from skillmark.core.status.list_credential import StatusList

CLEARED: Final = "status.bit_cleared"
OLDER: Final = "status.list_older"


@dataclass(frozen=True, slots=True)
class Seen:
    """A list as it was seen.

    Attributes:
        valid_from: its own date; None when it has none.
        packed: its bits, compressed.
    """

    valid_from: datetime | None
    packed: bytes

    @classmethod
    def of(cls, listed: StatusList) -> Self:
        """Return what to keep of a list."""
        return cls(listed.valid_from, zlib.compress(listed.bits.data, 6))

    @property
    def bits(self) -> bytes:
        """The bits, at most `MAX_BYTES`."""
        return zlib.decompressobj().decompress(self.packed, MAX_BYTES)


def cleared(before: Seen, listed: StatusList) -> list[int]:
    """Return the indexes of bits that were set before and are not any more, or are gone."""
    old, new = before.bits, listed.bits.data
    return list(_cleared(old, new.ljust(len(old), b"\0")))


def is_older(before: Seen, listed: StatusList) -> bool:
    """Tell whether a list carries an earlier date than the one seen before."""
    if before.valid_from is None:
        return False
    return listed.valid_from is None or listed.valid_from < before.valid_from


def _cleared(old: bytes, new: bytes) -> Iterator[int]:
    for place, (was, now) in enumerate(zip(old, new[: len(old)], strict=True)):
        gone = was & ~now
        if gone:
            for bit in range(8):
                if gone & (0x80 >> bit):
                    yield place * 8 + bit
