"""Letters as outlines: a small reader of the TrueType files in ``fonts``.

A badge is looked at where our fonts are not: in mails, wallets, other people's pages. So its words
are drawn, not typeset. The reader knows just what ``tools/fonts.py`` writes: simple glyphs, cmap
format 4, one kern table of format 0 (§ refers to the OpenType specification 1.9). What has to be
shaped (Arabic) or is not in the files is left to the renderer, see `skillmark.core.design.text`.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

FACES: Final = ("serif-600", "sans-600", "chinese-600")
FALLBACK: Final = "chinese-600"


@dataclass(frozen=True, slots=True)
class Face:
    """One font: its figures, its glyph outlines, its kerning."""

    units: int  # font units per em
    cap_height: int  # font units
    advances: tuple[int, ...]  # font units, by glyph
    glyphs: dict[int, int]  # character → glyph
    offsets: tuple[int, ...]  # bytes into `outlines`, by glyph
    outlines: bytes
    kerning: dict[tuple[int, int], int]  # font units, by glyph pair

    def covers(self, text: str) -> bool:
        """Tell whether every character of ``text`` can be drawn."""
        return all(ord(character) in self.glyphs for character in text)

    def run(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield glyph and pen position (font units) of each character, kerned."""
        pen, before = 0, -1
        for character in text:
            glyph = self.glyphs[ord(character)]
            pen += self.kerning.get((before, glyph), 0)
            yield glyph, pen
            pen += self.advances[glyph]
            before = glyph

    def width(self, text: str) -> float:
        """Return the width of ``text`` in ems."""
        end = 0
        for glyph, pen in self.run(text):
            end = pen + self.advances[glyph]
        return end / self.units

    def path(self, glyph: int) -> str:
        """Return the outline of ``glyph`` as SVG path data in font units, y upwards."""
        start, end = self.offsets[glyph], self.offsets[glyph + 1]
        if start == end:
            return ""
        return "".join(_contour_path(c) for c in _contours(self.outlines[start:end]))


@cache
def face(name: str) -> Face:
    """Return the face ``name``, one of `FACES`, read once."""
    data = resources.files(__package__).joinpath("fonts", f"{name}.ttf").read_bytes()
    tables = _tables(data)
    head, hhea = tables["head"], tables["hhea"]
    units, long_offsets = struct.unpack_from(">H", head, 18)[0], head[51] == 1
    count = struct.unpack_from(">H", tables["maxp"], 4)[0]
    metrics = struct.unpack_from(">H", hhea, 34)[0]
    advances = [struct.unpack_from(">H", tables["hmtx"], 4 * n)[0] for n in range(metrics)]
    advances += [advances[-1]] * (count - metrics)
    step, kind = (1, "I") if long_offsets else (2, "H")
    offsets = tuple(step * n for n in struct.unpack(f">{count + 1}{kind}", tables["loca"]))
    return Face(
        units=units,
        cap_height=struct.unpack_from(">h", tables["OS/2"], 88)[0],
        advances=tuple(advances),
        glyphs=dict(_characters(tables["cmap"])),
        offsets=offsets,
        outlines=tables["glyf"],
        kerning=dict(_pairs(tables["kern"])),
    )


def face_for(text: str, preferred: str) -> Face | None:
    """Return the face that draws all of ``text``: the preferred, the fallback, or none."""
    for name in (preferred, FALLBACK):
        found = face(name)
        if found.covers(text):
            return found
    return None


def _tables(data: bytes) -> dict[str, bytes]:
    found = {}
    for number in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _sum, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        found[tag.decode("ascii")] = data[offset : offset + length]
    return found


def _characters(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Yield character and glyph of the Windows Unicode subtable, format 4 (§ cmap)."""
    tables = (
        struct.unpack_from(">HHI", cmap, 4 + 8 * number)
        for number in range(struct.unpack_from(">H", cmap, 2)[0])
    )
    table = cmap[next(offset for *kind, offset in tables if kind == [3, 1]) :]
    segments = struct.unpack_from(">H", table, 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", table, 14)
    starts = struct.unpack_from(f">{segments}H", table, 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}h", table, 16 + 4 * segments)
    base = 16 + 6 * segments
    jumps = struct.unpack_from(f">{segments}H", table, base)
    for at in range(segments):
        for character in range(starts[at], min(ends[at], 0xFFFE) + 1):
            glyph = character
            if jumps[at]:
                place = base + 2 * at + jumps[at] + 2 * (character - starts[at])
                glyph = struct.unpack_from(">H", table, place)[0]
            yield character, (glyph + deltas[at]) & 0xFFFF


def _pairs(kern: bytes) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield the pairs of the first kern subtable, format 0 (§ kern)."""
    for number in range(struct.unpack_from(">H", kern, 10)[0]):
        left, right, value = struct.unpack_from(">HHh", kern, 18 + 6 * number)
        yield (left, right), value


type Point = tuple[int, int, bool]  # x, y, on the curve


def _contours(glyph: bytes) -> list[list[Point]]:
    """Read a simple glyph description (§ glyf)."""
    count = struct.unpack_from(">h", glyph, 0)[0]
    ends = struct.unpack_from(f">{count}H", glyph, 10)
    at = 10 + 2 * count
    at += 2 + struct.unpack_from(">H", glyph, at)[0]
    total = ends[-1] + 1
    flags: list[int] = []
    while len(flags) < total:
        flag = glyph[at]
        at += 1
        repeat = 1
        if flag & 8:
            repeat += glyph[at]
            at += 1
        flags += [flag] * repeat
    xs, at = _coordinates(glyph, at, flags, short=2, same=16)
    ys, at = _coordinates(glyph, at, flags, short=4, same=32)
    points = [(x, y, bool(flag & 1)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [points[start : end + 1] for start, end in zip(starts, ends, strict=True)]


def _coordinates(
    glyph: bytes, at: int, flags: list[int], *, short: int, same: int
) -> tuple[list[int], int]:
    values, value = [], 0
    for flag in flags:
        if flag & short:
            value += glyph[at] if flag & same else -glyph[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", glyph, at)[0]
            at += 2
        values.append(value)
    return values, at


def _contour_path(points: list[Point]) -> str:
    """Return one closed contour; between two points off the curve lies one on it."""
    full: list[tuple[float, float, bool]] = []
    for number, (x, y, on) in enumerate(points):
        left_x, left_y, left_on = points[number - 1]
        if not on and not left_on:
            full.append(((left_x + x) / 2, (left_y + y) / 2, True))
        full.append((x, y, on))
    first = next(number for number, point in enumerate(full) if point[2])
    full = full[first:] + full[:first] + [full[first]]
    parts = [f"M{full[0][0]:g} {full[0][1]:g}"]
    control: tuple[float, float] | None = None
    for end_x, end_y, on in full[1:]:
        if not on:
            control = (end_x, end_y)
        elif control is None:
            parts.append(f"L{end_x:g} {end_y:g}")
        else:
            parts.append(f"Q{control[0]:g} {control[1]:g} {end_x:g} {end_y:g}")
            control = None
    return "".join(parts) + "Z"
