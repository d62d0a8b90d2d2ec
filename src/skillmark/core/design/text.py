"""Setting words: fitting a title into a shape, a line on an arc, all as outlines.

Words our faces cover become paths and look the same everywhere. Other words (Arabic, Chinese …)
become SVG text in the middle of the same place, sized by an estimate, and the renderer shapes them.
"""

import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final
from xml.sax.saxutils import escape

from skillmark.core.design.outlines import Face, face_for

SERIF: Final = "serif-600"
SANS: Final = "sans-600"
MAX_CHARACTERS: Final = 160  # of a title; the rest gives way to an ellipsis
MAX_WORDS: Final = 18
WIDE_LINE: Final = 5  # Chinese characters that stay together on a line
ELLIPSIS: Final = "…"
_FAMILIES: Final = {
    SERIF: "Literata, 'Noto Sans Arabic', 'Noto Serif', 'Noto Sans SC', 'Noto Sans CJK SC', serif",
    SANS: "Commissioner, 'Noto Sans Arabic', 'Noto Sans', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif",
}
_WIDE: Final = {"W", "F"}  # East Asian width: one em
_GUESS: Final = 0.58  # em, the width of a character we have no figures for

type Room = Callable[[float, float], float]  # top and bottom of a line → width there


@dataclass(frozen=True, slots=True)
class Block:
    """Lines with the size they fit at; sizes in the units of the picture."""

    lines: tuple[str, ...]
    size: float
    leading: float

    @property
    def height(self) -> float:
        """From the first cap line to the last base line, about."""
        return self.size * 0.7 + self.leading * (len(self.lines) - 1)


def clean(text: str) -> str:
    """Return ``text`` composed (NFC), without control characters, spaces joined."""
    composed = unicodedata.normalize("NFC", text)
    kept = (" " if c.isspace() else c for c in composed if c.isspace() or _printable(c))
    return " ".join("".join(kept).split())


def _printable(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"}


def width(text: str, face_name: str, *, tracking: float = 0.0) -> float:
    """Return the width of ``text`` in ems; ``tracking`` is added between characters."""
    font = face_for(text, face_name)
    if font is not None:
        return font.width(text) + tracking * max(0, len(text) - 1)
    return sum(1.0 if unicodedata.east_asian_width(c) in _WIDE else _GUESS for c in text)


def fit(
    text: str,
    room: Room,
    *,
    height: float,
    largest: float,
    smallest: float,
    most_lines: int = 4,
    face_name: str = SERIF,
    spacing: float = 1.14,
) -> Block:
    """Set ``text`` as large as ``room`` and ``height`` allow, in well balanced lines.

    Args:
        text: cleaned already.
        room: the width at a height, measured from the middle of the block, downwards.
        height: for all lines.
        largest: the size tried first.
        smallest: the size at which the text is shortened instead.
        most_lines: no more lines than this.
        face_name: of `skillmark.core.design.outlines.FACES`.
        spacing: line distance in ems.
    """
    words = _words(text)
    spans = _spans(words, face_name)
    size = largest
    while size >= smallest:
        for count in range(1, min(most_lines, len(words)) + 1):
            leading = size * spacing
            if size * 0.7 + leading * (count - 1) > height:
                break
            found = _balanced(words, spans, count, size=size, leading=leading, room=room)
            if found:
                return Block(found, size, leading)
        size -= 2
    return _shortened(
        " ".join(words),
        face_name,
        size=smallest,
        spacing=spacing,
        room=room,
        height=height,
        most_lines=most_lines,
    )


def _words(text: str) -> list[str]:
    short = text if len(text) <= MAX_CHARACTERS else text[: MAX_CHARACTERS - 1] + ELLIPSIS
    words = short.split() or [""]
    if len(words) == 1 and len(short) > WIDE_LINE and _is_wide(short):
        # Chinese and Japanese break between any two characters.
        count = max(2, round(math.sqrt(len(short) / 1.6)))
        step = math.ceil(len(short) / count)
        return [short[at : at + step] for at in range(0, len(short), step)]
    if len(words) > MAX_WORDS:
        words = [*words[: MAX_WORDS - 1], ELLIPSIS]
    return words


def _is_wide(text: str) -> bool:
    return all(unicodedata.east_asian_width(character) in _WIDE for character in text)


type Spans = dict[tuple[int, int], tuple[str, float]]  # from, to → text and width in ems


def _spans(words: Sequence[str], face_name: str) -> Spans:
    """Return every run of words that could be a line."""
    joint = "" if len(words) > 1 and all(map(_is_wide, words)) else " "
    spans: Spans = {}
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            text = joint.join(words[start:end])
            spans[start, end] = text, width(text, face_name)
    return spans


def _line_room(count: int, number: int, size: float, leading: float, room: Room) -> float:
    """Return the width line ``number`` has in a block of ``count`` lines."""
    block = size * 0.7 + leading * (count - 1)
    base = -block / 2 + size * 0.7 + leading * number
    return room(base - size * 0.74, base + size * 0.2)


def _balanced(
    words: Sequence[str], spans: Spans, count: int, *, size: float, leading: float, room: Room
) -> tuple[str, ...] | None:
    """Return the split into ``count`` lines with the most even air, if any fits."""
    spaces = [_line_room(count, n, size, leading, room) / size for n in range(count)]
    if min(spaces) <= 0:
        return None
    best: tuple[float, tuple[str, ...]] | None = None
    for cuts in combinations(range(1, len(words)), count - 1):
        edges = (0, *cuts, len(words))
        lines = [spans[a, b] for a, b in pairwise(edges)]
        fills = [wide / space for (_text, wide), space in zip(lines, spaces, strict=True)]
        if max(fills) > 1:
            continue
        unevenness = sum((max(fills) - fill) ** 2 for fill in fills)
        if best is None or unevenness < best[0]:
            best = unevenness, tuple(text for text, _wide in lines)
    return best[1] if best else None


def _shortened(
    rest: str,
    face_name: str,
    *,
    size: float,
    spacing: float,
    room: Room,
    height: float,
    most_lines: int,
) -> Block:
    """Fill the lines one after the other, break long words, end with an ellipsis."""
    leading = size * spacing
    count = max(1, min(most_lines, 1 + int((height - size * 0.7) // leading)))
    lines: list[str] = []
    while rest and len(lines) < count:
        space = _line_room(count, len(lines), size, leading, room) / size
        line, rest = _first_line(rest, face_name, space, last=len(lines) == count - 1)
        lines.append(line)
    return Block(tuple(lines), size, leading)


def _first_line(text: str, face_name: str, space: float, *, last: bool) -> tuple[str, str]:
    """Return the beginning of ``text`` that fits, and what is left."""
    if width(text, face_name) <= space:
        return text, ""
    sign = ELLIPSIS if last else ""
    end = len(text)
    while end > 1 and width(text[:end] + (sign or "-"), face_name) > space:
        end -= 1
    gap = text.rfind(" ", 0, end + 1)
    if gap >= end * 0.5:
        return text[:gap].rstrip() + sign, "" if last else text[gap:].lstrip()
    if last:
        return text[:end].rstrip() + sign, ""
    return text[:end] + ("" if _is_wide(text[:end]) else "-"), text[end:]


def shrunk(
    text: str, face_name: str, room: float, *, size: float, smallest: float, tracking: float = 0
) -> tuple[str, float, float]:
    """Return ``text``, size and tracking that fit ``room``: smaller first, then shortened."""
    if face_for(text, face_name) is None:
        tracking = 0.0
    while width(text, face_name, tracking=tracking) * size > room and size > smallest:
        size *= 0.97
        tracking *= 0.95
    if width(text, face_name, tracking=tracking) * size > room:
        while text and width(text + ELLIPSIS, face_name, tracking=tracking) * size > room:
            text = text[:-1].rstrip()
        text += ELLIPSIS
    return text, size, tracking


def line(
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    fill: str,
    face_name: str = SANS,
    tracking: float = 0.0,
    anchor: str = "middle",
) -> str:
    """Return one line of text as SVG; ``y`` is the base line, ``tracking`` in ems."""
    font = face_for(text, face_name)
    if font is None:
        return (
            f'<text x="{x:g}" y="{y:g}" font-family="{_FAMILIES[face_name]}" font-weight="600" '
            f'font-size="{size:g}" text-anchor="{anchor}" fill="{fill}">{escape(text)}</text>'
        )
    scale = size / font.units
    wide = width(text, face_name, tracking=tracking) * size
    start = x - wide / 2 if anchor == "middle" else x
    parts = []
    for number, (glyph, pen) in enumerate(font.run(text)):
        path = font.path(glyph)
        if path:
            shift = pen + number * tracking * font.units
            parts.append(f'<path transform="translate({shift:.0f} 0)" d="{path}"/>')
    return (
        f'<g fill="{fill}" transform="translate({start:.2f} {y:.2f}) '
        f'scale({scale:.5f} {-scale:.5f})">{"".join(parts)}</g>'
    )


def block(lines: Block, x: float, y: float, *, fill: str, face_name: str = SERIF) -> str:
    """Return the lines of a block, its middle at ``x`` and ``y``."""
    top = y - lines.height / 2 + lines.size * 0.7
    return "".join(
        line(text, x, top + number * lines.leading, lines.size, fill=fill, face_name=face_name)
        for number, text in enumerate(lines.lines)
    )


def arc(
    text: str,
    x: float,
    y: float,
    radius: float,
    size: float,
    *,
    fill: str,
    face_name: str = SANS,
    tracking: float = 0.08,
    upper: bool = True,
    most_degrees: float = 150,
) -> str:
    """Return a line on a circle around ``x``, ``y``: over the top, or along the bottom.

    The size shrinks to 62 % before the text is shortened, so that it never exceeds
    ``most_degrees``. Text our faces do not cover is set along the same circle by the renderer.
    """
    room = math.radians(most_degrees) * radius
    text, size, tracking = shrunk(
        text, face_name, room, size=size, smallest=size * 0.62, tracking=tracking
    )
    font = face_for(text, face_name)
    if font is None:
        return _typeset_arc(
            text, x, y, radius, size, fill=fill, face_name=face_name, upper=upper
        )
    return _drawn_arc(
        text, x, y, radius, size=size, fill=fill, font=font, tracking=tracking, upper=upper
    )


def _drawn_arc(
    text: str,
    x: float,
    y: float,
    radius: float,
    *,
    size: float,
    fill: str,
    font: Face,
    tracking: float,
    upper: bool,
) -> str:
    scale = size / font.units
    whole = (font.width(text) + tracking * (len(text) - 1)) * font.units
    # Along the bottom the base line lies on the outside, so that the letters stand upright.
    base = radius if upper else radius + font.cap_height * scale
    parts = []
    for number, (glyph, pen) in enumerate(font.run(text)):
        path = font.path(glyph)
        if not path:
            continue
        half = font.advances[glyph] / 2
        along = (pen + number * tracking * font.units + half - whole / 2) * scale
        turn = math.degrees(along / radius) * (1 if upper else -1)
        shift = -base if upper else base
        parts.append(
            f'<path transform="rotate({turn:.2f}) translate({-half * scale:.2f} {shift:.2f}) '
            f'scale({scale:.5f} {-scale:.5f})" d="{path}"/>'
        )
    return f'<g fill="{fill}" transform="translate({x:g} {y:g})">{"".join(parts)}</g>'


def _typeset_arc(
    text: str,
    x: float,
    y: float,
    radius: float,
    size: float,
    *,
    fill: str,
    face_name: str,
    upper: bool,
) -> str:
    reach = radius if upper else radius + size * 0.7
    sweep = 1 if upper else 0
    key = f"arc-{'upper' if upper else 'lower'}-{radius:g}"
    return (
        f'<path id="{key}" fill="none" d="M{x - reach:g} {y:g}A{reach:g} {reach:g} 0 0 {sweep} '
        f'{x + reach:g} {y:g}"/><text font-family="{_FAMILIES[face_name]}" font-weight="600" '
        f'font-size="{size:g}" text-anchor="middle" fill="{fill}">'
        f'<textPath href="#{key}" startOffset="50%">{escape(text)}</textPath></text>'
    )


def disc(radius: float, *, air: float = 0.92) -> Room:
    """Return the room inside a circle."""

    def room(top: float, bottom: float) -> float:
        far = max(abs(top), abs(bottom))
        return 2 * air * math.sqrt(max(0.0, radius * radius - far * far))

    return room


def box(wide: float) -> Room:
    """Return the same room at every height."""
    return lambda _top, _bottom: wide


def tapering(rows: Sequence[tuple[float, float]]) -> Room:
    """Return the room between straight edges: pairs of height and width, from top to bottom."""

    def at(height: float) -> float:
        if height <= rows[0][0]:
            return rows[0][1]
        for (y1, w1), (y2, w2) in pairwise(rows):
            if y1 <= height <= y2:
                return w1 + (w2 - w1) * (height - y1) / (y2 - y1)
        return rows[-1][1]

    return lambda top, bottom: min(at(top), at(bottom))
