"""Badges from data: a design, a title, an issuer, a colour → one self-contained SVG picture.

The same arguments always give the same bytes. Words become outlines (see `text`), so the picture
needs no font; they also stand in ``<title>`` and ``<desc>`` for those who listen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final
from xml.sax.saxutils import escape

from skillmark.core.design import text
from skillmark.core.design.canvas import MARK_CHARACTERS, Words
from skillmark.core.design.colour import Colour
from skillmark.core.design.designs import (
    coin,
    hallmark,
    hexagon,
    laurel,
    ribbon,
    seal,
    shield,
    stamp,
)
from skillmark.core.design.palette import Palette
from skillmark.core.errors import SkillmarkError


class DesignError(SkillmarkError):
    """There is no design of that name."""

    code: ClassVar[str] = "design.unknown"


@dataclass(frozen=True, slots=True)
class Design:
    """One family of badges."""

    key: str
    name: str
    suits: str  # what it is good for, in a few words
    draw: Callable[[Words, Palette], str]


DESIGNS: Final[dict[str, Design]] = {
    design.key: design
    for design in (
        Design("hallmark", "Hallmark", "a skill, struck and checked", hallmark.draw),
        Design("seal", "Seal", "a course completed", seal.draw),
        Design("shield", "Shield", "safety, compliance, licence", shield.draw),
        Design("hexagon", "Hexagon", "one unit among several", hexagon.draw),
        Design("coin", "Coin", "attendance, membership, service", coin.draw),
        Design("laurel", "Laurel", "a final award or a diploma", laurel.draw),
        Design("ribbon", "Ribbon", "a prize or a level reached", ribbon.draw),
        Design("stamp", "Stamp", "professional development, credit", stamp.draw),
    )
}


def draw(
    design_key: str,
    *,
    title: str,
    issuer: str,
    colour: str,
    accent: str | None = None,
    mark: str | None = None,
) -> str:
    """Draw a badge, 600 by 600 units.

    Args:
        design_key: of `DESIGNS`.
        title: of the achievement; wrapped and fitted, shortened beyond 160 characters.
        issuer: the organisation's name; shortened where it must be.
        colour: the issuer's, ``#rgb`` or ``#rrggbb``; moved until words on it can be read.
        accent: the metal; assay gold if None.
        mark: a level or a year of at most 6 characters, such as ``2026`` or ``L3``.

    Returns:
        An SVG document, UTF-8 text, without scripts, links or outside references.

    Raises:
        DesignError: there is no such design.
        ColourError: a colour is not written as ``#rgb`` or ``#rrggbb``.
    """
    design = DESIGNS.get(design_key)
    if design is None:
        raise DesignError("There is no badge design of that name.", design=design_key)
    words = Words(
        title=text.clean(title),
        issuer=text.clean(issuer),
        mark=text.clean(mark or "")[:MARK_CHARACTERS],
    )
    palette = Palette.of(Colour.parse(colour), Colour.parse(accent) if accent else None)
    description = " · ".join(part for part in (words.issuer, words.mark) if part)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-300 -300 600 600" width="600" '
        'height="600" role="img">'
        f"<title>{escape(words.title)}</title><desc>{escape(description)}</desc>"
        f"{design.draw(words, palette)}</svg>"
    )
