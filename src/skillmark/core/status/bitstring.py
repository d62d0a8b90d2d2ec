"""Bitstring Status List 1.0: the compressed bit array itself.

Pure bytes in, pure bytes out. Signing the list is `skillmark.core.proof`'s work, fetching it is
`skillmark.fetch`'s. § refers to the W3C Recommendation of 2025-05-15.
"""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.encoding import EncodingError, multibase
from skillmark.core.encoding.multibase import Base
from skillmark.core.status.errors import (
    ListEncodingError,
    ListLengthError,
    ListTooLargeError,
    StatusIndexError,
)

MIN_ENTRIES: Final = 131_072  # entries (16 KiB), the herd-privacy floor, §6.1
MAX_BYTES: Final = 16 * 1_024 * 1_024  # bytes of the unpacked list: 134 million entries
MAX_CHARACTERS: Final = 24 * 1_024 * 1_024  # of an encoded list that does not compress

_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952: no time, no system
_GZIP_WINDOW: Final = 31  # zlib's number for “GZIP, and nothing but”
_RAW_WINDOW: Final = -15


@dataclass(frozen=True, slots=True)
class Bitstring:
    """Bits from left to right: entry 0 is the highest bit of the first byte, §3.3.

    Attributes:
        data: the bits, eight to a byte.
    """

    data: bytes

    @classmethod
    def zeros(cls, length: int = MIN_ENTRIES) -> Self:
        """Return a list of ``length`` entries, none of them set.

        Args:
            length: entries; at least `MIN_ENTRIES`, whole bytes.

        Raises:
            ListLengthError: fewer, or no whole bytes.
            ListTooLargeError: more than `MAX_BYTES` bytes.
        """
        if length < MIN_ENTRIES or length % 8:
            raise ListLengthError(
                f"A list has at least {MIN_ENTRIES} entries, in whole bytes.", length=length
            )
        if length > 8 * MAX_BYTES:
            raise ListTooLargeError("There are too many entries.", length=length)
        return cls(bytes(length // 8))

    def __len__(self) -> int:
        """Return the number of bits."""
        return 8 * len(self.data)

    def get(self, index: int) -> bool:
        """Return the bit at ``index``.

        Raises:
            StatusIndexError: outside the list.
        """
        return bool(self.value(index))

    def value(self, index: int, size: int = 1) -> int:
        """Return the entry at ``index`` of a list with ``size`` bits an entry, §3.2.

        Raises:
            StatusIndexError: outside the list.
        """
        if not 0 <= index < len(self) // size:
            raise StatusIndexError(
                "The entry lies outside its status list.",
                index=index,
                entries=len(self) // size,
            )
        first, end = index * size, (index + 1) * size
        window = int.from_bytes(self.data[first // 8 : -(-end // 8)])
        return window >> (-end % 8) & (1 << size) - 1

    def with_bits(self, bits: Mapping[int, bool]) -> Self:
        """Return a list with these bits set or cleared.

        Raises:
            StatusIndexError: one lies outside the list.
        """
        data = bytearray(self.data)
        for index, bit in bits.items():
            if not 0 <= index < len(self):
                raise StatusIndexError(
                    "The entry lies outside its status list.", index=index, entries=len(self)
                )
            mask = 0x80 >> index % 8
            data[index // 8] = data[index // 8] | mask if bit else data[index // 8] & ~mask
        return type(self)(bytes(data))

    def encode(self) -> str:
        """Return the ``encodedList`` value, §3.3; the same bits give the same text."""
        packer = zlib.compressobj(level=9, wbits=_RAW_WINDOW)
        packed = packer.compress(self.data) + packer.flush()
        trailer = struct.pack("<LL", zlib.crc32(self.data), len(self.data))
        return multibase.encode(_HEADER + packed + trailer, base=Base.BASE64URL)

    @classmethod
    def decode(cls, encoded: str, *, min_entries: int = MIN_ENTRIES) -> Self:
        """Read an ``encodedList`` value, §3.4.

        Args:
            encoded: multibase text; only base64url without padding (``u``).
            min_entries: the fewest bits taken; less than the floor is the caller's decision.

        Raises:
            ListEncodingError: not ``u``, not base64url, not GZIP, or trailing bytes.
            ListLengthError: fewer than ``min_entries`` bits.
            ListTooLargeError: more than `MAX_BYTES` bytes; no more are unpacked.
        """
        if len(encoded) > MAX_CHARACTERS:
            raise ListTooLargeError("The encoded list is too long.", length=len(encoded))
        try:
            packed = multibase.decode(encoded, base=Base.BASE64URL)
        except EncodingError:
            raise ListEncodingError("The list is not base64url multibase.") from None
        data = _unpack(packed)
        if 8 * len(data) < min_entries:
            raise ListLengthError(
                f"The list has fewer than {min_entries} entries.", length=8 * len(data)
            )
        return cls(data)


def _unpack(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=_GZIP_WINDOW)
    try:
        data = unpacker.decompress(packed, MAX_BYTES + 1)
    except zlib.error:
        raise ListEncodingError("The list is not GZIP.") from None
    if len(data) > MAX_BYTES:
        raise ListTooLargeError(f"The list unpacks to more than {MAX_BYTES} bytes.")
    if not unpacker.eof or unpacker.unused_data:
        raise ListEncodingError("The GZIP is cut off, or something follows it.")
    return data
