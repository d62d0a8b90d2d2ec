"""Look at a PNG the way a person would: its pixels. Eight-bit RGBA, as the renderer writes."""

import struct
import zlib
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Pixels:
    """A decoded picture; each row holds red, green, blue, alpha, four bytes a pixel."""

    width: int
    height: int
    rows: tuple[bytes, ...]

    def alpha(self, x: int, y: int) -> int:
        """Return how opaque a pixel is, 0 to 255."""
        return self.rows[y][4 * x + 3]

    def painted(self) -> tuple[int, int, int, int]:
        """Return the first and last painted column and row: left, top, right, bottom."""
        rows = [y for y in range(self.height) if any(self.rows[y][3::4])]
        columns = [x for x in range(self.width) if any(row[4 * x + 3] for row in self.rows)]
        return columns[0], rows[0], columns[-1], rows[-1]


def pixels(png: bytes) -> Pixels:
    """Decode a PNG."""
    assert png.startswith(SIGNATURE)
    at, data, width, height = len(SIGNATURE), b"", 0, 0
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colours = struct.unpack_from(">IIBB", body)
            assert (depth, colours) == (8, 6)
        elif kind == b"IDAT":
            data += body
        at += 12 + length
    return Pixels(width, height, tuple(_rows(zlib.decompress(data), width, height)))


def _rows(raw: bytes, width: int, height: int) -> list[bytes]:
    stride, rows, above = 4 * width, [], bytes(4 * width)
    for y in range(height):
        kind, *line = raw[y * (stride + 1) : (y + 1) * (stride + 1)]
        row = bytearray(stride)
        for x, value in enumerate(line):
            left, corner = (row[x - 4], above[x - 4]) if x > 3 else (0, 0)
            row[x] = (value + _guess(kind, left, above[x], corner)) & 255
        above = bytes(row)
        rows.append(above)
    return rows


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    """Return what filter ``kind`` adds (PNG 9.2)."""
    if kind != 4:
        return (0, left, up, (left + up) // 2)[kind]
    start = left + up - corner
    return min((left, up, corner), key=lambda near: abs(start - near))
