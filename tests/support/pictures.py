"""Small pictures to bake into, and the parts to break them with."""

import struct
import zlib

from skillmark.core.bake.chunks import Chunk, encode

SIMPLE_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'


def header(
    width: int = 2, height: int = 1, depth: int = 8, colour: int = 2, rest: bytes = b"\0\0\0"
) -> Chunk:
    """Return an IHDR chunk."""
    return Chunk(b"IHDR", struct.pack(">IIBB", width, height, depth, colour) + rest)


PIXELS = Chunk(b"IDAT", zlib.compress(b"\0\xff\x00\x00\x00\x00\xff"))
END = Chunk(b"IEND", b"")
SIMPLE_PNG = encode([header(), PIXELS, END])


def png(*between: Chunk) -> bytes:
    """Return a PNG of two pixels with further chunks before them."""
    return encode([header(), *between, PIXELS, END])


def text_chunk(
    text: bytes,
    keyword: bytes = b"openbadgecredential",
    flags: bytes = b"\0\0",
    kind: bytes = b"iTXt",
) -> Chunk:
    """Return an iTXt chunk, or what pretends to be one."""
    return Chunk(kind, keyword + b"\0" + flags + b"\0\0" + text)


def svg(inside: str, root: str = "") -> bytes:
    """Return an SVG with some markup inside and further attributes on its root."""
    return f'<svg xmlns="http://www.w3.org/2000/svg"{root}>{inside}</svg>'.encode()
