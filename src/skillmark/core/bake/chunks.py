"""The chunks of a PNG, read strictly and without decoding a pixel.

§ refers to ISO/IEC 15948 (PNG). A file with a wrong checksum, a wrong order, an unknown
critical chunk, more pixels than any badge has, or bytes after its end is refused.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from skillmark.core.bake.errors import (
    PngChecksumError,
    PngError,
    PngPixelsError,
    TooLargeError,
)

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
MAX_FILE: Final = 16 * 1024 * 1024  # bytes
MAX_CHUNKS: Final = 20_000
MAX_SIDE: Final = 16_384  # pixels
MAX_PIXELS: Final = 64_000_000
_FRAME: Final = 12  # bytes of length, type and checksum
_CRITICAL: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
_HEADER_LENGTH: Final = 13  # bytes, §11.2.2
_DEPTHS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
"""Bit depths that each colour type allows, §11.2.2."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk.

    Attributes:
        kind: four letters, for example ``b"iTXt"``.
        data: its bytes without length and checksum.
    """

    kind: bytes
    data: bytes

    def encode(self) -> bytes:
        """Return the chunk as it stands in a file."""
        checksum = zlib.crc32(self.data, zlib.crc32(self.kind))
        return struct.pack(">I", len(self.data)) + self.kind + self.data + checksum.to_bytes(4)


def encode(chunks: Sequence[Chunk]) -> bytes:
    """Return the file made of the chunks."""
    return SIGNATURE + b"".join(chunk.encode() for chunk in chunks)


def decode(image: bytes) -> list[Chunk]:
    """Return the chunks of a whole PNG, in order.

    Raises:
        TooLargeError: more than `MAX_FILE` bytes or `MAX_CHUNKS` chunks.
        PngPixelsError: a side over `MAX_SIDE`, or more than `MAX_PIXELS`.
        PngChecksumError: a chunk is damaged.
        PngError: no PNG, broken off, wrong order, unknown critical chunk, trailing bytes.
    """
    if len(image) > MAX_FILE:
        raise TooLargeError("The picture is too large.", size=len(image), limit=MAX_FILE)
    if not image.startswith(SIGNATURE):
        raise PngError("The file does not start like a PNG.")
    chunks: list[Chunk] = []
    position = len(SIGNATURE)
    while not chunks or chunks[-1].kind != b"IEND":
        if len(chunks) == MAX_CHUNKS:
            raise TooLargeError("The picture has too many chunks.", limit=MAX_CHUNKS)
        chunks.append(_chunk(image, position))
        position += _FRAME + len(chunks[-1].data)
        if len(chunks) == 1:
            _check_header(chunks[0])
    if position != len(image):
        raise PngError("Bytes stand behind the end of the picture.", offset=position)
    _check_order([chunk.kind for chunk in chunks])
    return chunks


def _chunk(image: bytes, position: int) -> Chunk:
    frame = image[position : position + 8]
    if len(frame) < 8:  # noqa: PLR2004 - length and type, four bytes each
        raise PngError("The picture breaks off.", offset=position)
    length, kind = int.from_bytes(frame[:4]), frame[4:]
    if not kind.isalpha() or not kind.isascii() or not kind[2:3].isupper():
        raise PngError("A chunk has no proper name.", offset=position)
    if position + _FRAME + length > len(image):
        raise PngError("A chunk is longer than the file.", offset=position, length=length)
    data = image[position + 8 : position + 8 + length]
    chunk = Chunk(kind, data)
    checksum = image[position + 8 + length : position + _FRAME + length]
    if zlib.crc32(data, zlib.crc32(kind)).to_bytes(4) != checksum:
        raise PngChecksumError(
            "A part of the picture is damaged.", chunk=kind.decode(), offset=position
        )
    return chunk


def _check_header(chunk: Chunk) -> None:
    if chunk.kind != b"IHDR" or len(chunk.data) != _HEADER_LENGTH:
        raise PngError("The picture does not start with its header.")
    width, height, depth, colour, compression, method, interlace = struct.unpack(
        ">IIBBBBB", chunk.data
    )
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise PngPixelsError(
            "The picture has too many pixels.", width=width, height=height, limit=MAX_PIXELS
        )
    known = depth in _DEPTHS.get(colour, ()) and (compression, method) == (0, 0)
    if width == 0 or height == 0 or not known or interlace > 1:
        raise PngError("The picture's header is not one a PNG can have.")


def _check_order(kinds: list[bytes]) -> None:
    """§5.6: IHDR and IEND once, PLTE at most once and before IDAT, IDAT in one run."""
    for kind in kinds:
        if kind[:1].isupper() and kind not in _CRITICAL:
            raise PngError("The picture needs a chunk that nobody knows.", chunk=kind.decode())
    if kinds.count(b"IHDR") != 1 or kinds.count(b"PLTE") > 1 or b"IDAT" not in kinds:
        raise PngError("The picture lacks its pixels, or has a part twice.")
    first, count = kinds.index(b"IDAT"), kinds.count(b"IDAT")
    if kinds[first : first + count] != [b"IDAT"] * count:
        raise PngError("The pixels are not in one run.")
    if b"PLTE" in kinds[first:]:
        raise PngError("The palette stands behind the pixels.")
