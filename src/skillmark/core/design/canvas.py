"""The sheet a badge is drawn on: 600 by 600 units around the middle, and strokes of the pen."""

from dataclasses import dataclass
from typing import Final

from skillmark.core.design import text
from skillmark.core.design.colour import Colour
from skillmark.core.design.palette import Palette

MARK_CHARACTERS: Final = 6

TICK: Final = "M-10.5 .5L-3.5 8L10.5 -8"


@dataclass(frozen=True, slots=True)
class Words:
    """What a badge says, cleaned; ``mark`` is a level, a year, or empty."""

    title: str
    issuer: str
    mark: str

    @property
    def initial(self) -> str:
        """The first letter of the issuer, for its punch."""
        return next((c.upper() for c in self.issuer if c.isalnum()), "•")


def fill(path: str, colour: Colour, *, more: str = "") -> str:
    """Return a filled path."""
    return f'<path d="{path}" fill="{colour}"{" " + more if more else ""}/>'


def stroke(path: str, colour: Colour, wide: float, *, more: str = "") -> str:
    """Return a stroked path."""
    extra = " " + more if more else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{wide:g}"{extra}/>'


def circle(radius: float, colour: Colour, *, x: float = 0, y: float = 0) -> str:
    """Return a disc."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour}"/>'


def ring(radius: float, colour: Colour, wide: float, *, x: float = 0, y: float = 0) -> str:
    """Return a circle line."""
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="none" stroke="{colour}" '
        f'stroke-width="{wide:g}"/>'
    )


def group(content: str, facts: str) -> str:
    """Return ``content`` in a group with the attributes ``facts``."""
    return f"<g {facts}>{content}</g>"


def at(x: float, y: float, content: str, *, turn: float = 0, scale: float = 1) -> str:
    """Return ``content`` moved to ``x``, ``y``, then turned and scaled."""
    moves = f"translate({x:g} {y:g})"
    moves += f" rotate({turn:g})" if turn else ""
    moves += f" scale({scale:g})" if scale != 1 else ""
    return group(content, f'transform="{moves}"')


def engraved(content: str, colour: Colour, wide: float, *, opacity: float = 1.0) -> str:
    """Return ornament as fine lines."""
    return group(
        content,
        f'fill="none" stroke="{colour}" stroke-width="{wide:g}" stroke-opacity="{opacity:g}"',
    )


def clipped(content: str, shape: str, key: str) -> str:
    """Return ``content`` seen only inside ``shape``."""
    return (
        f'<clipPath id="{key}"><path d="{shape}"/></clipPath>'
        f'<g clip-path="url(#{key})">{content}</g>'
    )


def tick(colour: Colour, *, x: float, y: float, scale: float = 1.0, wide: float = 4.5) -> str:
    """Return the tick of the assay: checked."""
    lines = 'stroke-linecap="round" stroke-linejoin="round"'
    return at(x, y, stroke(TICK, colour, wide, more=lines), scale=scale)


def mark_line(
    words: Words, x: float, y: float, *, size: float, room: float, colour: Colour
) -> str:
    """Return the mark as one line around ``x``, ``y``, shrunk to ``room``; a tick if none."""
    if not words.mark:
        return tick(colour, x=x, y=y, scale=size / 24)
    size = min(size, room / text.width(words.mark, text.SANS))
    return text.line(words.mark, x, y + size * 0.35, size, fill=str(colour))


def issuer_line(
    words: Words,
    y: float,
    palette_colour: Colour,
    *,
    size: float,
    room: float,
    tracking: float = 0.1,
    x: float = 0,
) -> str:
    """Return the issuer as one tracked line, shrunk and then shortened to ``room``."""
    name, size, tracking = text.shrunk(
        words.issuer, text.SANS, room, size=size, smallest=size * 0.68, tracking=tracking
    )
    return text.line(name, x, y, size, fill=str(palette_colour), tracking=tracking)


def rule(y: float, half: float, colour: Colour, *, gap: float = 16) -> str:
    """Return a rule with a lozenge in its middle."""
    lines = f"M{-half:g} {y:g}H{-gap:g}M{gap:g} {y:g}H{half:g}"
    diamond = f"M0 {y - 6:g}L6 {y:g}L0 {y + 6:g}L-6 {y:g}Z"
    return stroke(lines, colour, 2) + fill(diamond, colour)


def title_block(
    words: Words,
    y: float,
    palette_colour: Colour,
    room: text.Room,
    *,
    height: float,
    largest: float = 66,
    smallest: float = 27,
    most_lines: int = 4,
) -> str:
    """Return the title as large as it fits, its middle at ``y``."""
    block = text.fit(
        words.title,
        room,
        height=height,
        largest=largest,
        smallest=smallest,
        most_lines=most_lines,
    )
    return text.block(block, 0, y, fill=str(palette_colour))


def ground_engraving(palette: Palette, content: str) -> str:
    """Return engraving on the enamel, quiet enough to read over."""
    return engraved(content, palette.bright, 1.6, opacity=0.55)
