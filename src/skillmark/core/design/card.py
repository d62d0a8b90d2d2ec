"""The picture of a credential for other sites: 1200 by 630 units, the size they ask for.

The badge stands at one side, what it is and whose at the other. Pure: the same words give the same
bytes.
"""

from typing import Final
from xml.sax.saxutils import escape

from skillmark.core.design import text
from skillmark.core.design.colour import Colour
from skillmark.core.design.drawing import draw
from skillmark.core.design.palette import Palette

WIDTH: Final = 1_200  # units
HEIGHT: Final = 630  # units

_BADGE: Final = 460  # units a side
_LEFT: Final = 600.0  # where the words begin
_ROOM: Final = 540.0  # units a line may be long


def card(*, design_key: str, title: str, person: str, issuer: str, colour: str) -> str:
    """Draw the card of a credential.

    Args:
        design_key: of `drawing.DESIGNS`, the badge's.
        title: of the achievement.
        person: who holds it.
        issuer: the organisation's name.
        colour: the issuer's, as for `draw`.

    Returns:
        An SVG document without scripts, links or outside references.

    Raises:
        DesignError: there is no such design.
        ColourError: the colour is not a colour.
    """
    palette = Palette.of(Colour.parse(colour))
    badge = draw(design_key, title=title, issuer=issuer, colour=colour)
    scale = _BADGE / 600
    words = _words(text.clean(title), text.clean(person), text.clean(issuer), palette)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img"><title>{escape(text.clean(title))}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{palette.paper}"/>'
        f'<rect width="24" height="{HEIGHT}" fill="{palette.enamel}"/>'
        f'<g transform="translate({60 + _BADGE / 2:g} {HEIGHT / 2:g}) scale({scale:g})">'
        f"{_inside(badge)}</g>{words}</svg>"
    )


def _words(title: str, person: str, issuer: str, palette: Palette) -> str:
    name = text.fit(
        title, text.box(_ROOM), height=230, largest=64, smallest=34, face_name=text.SERIF
    )
    top = 315 - (name.height + 130) / 2 + name.size * 0.7
    parts = [
        text.line(
            line,
            _LEFT,
            top + number * name.leading,
            name.size,
            fill=str(palette.on_paper),
            face_name=text.SERIF,
            anchor="start",
        )
        for number, line in enumerate(name.lines)
    ]
    below = top + (len(name.lines) - 1) * name.leading
    for words, size, drop in ((person, 40.0, 78.0), (issuer, 28.0, 128.0)):
        shown, fitted, _tracking = text.shrunk(
            words, text.SANS, _ROOM, size=size, smallest=size * 0.6
        )
        parts.append(
            text.line(
                shown,
                _LEFT,
                below + drop,
                fitted,
                fill=str(palette.on_paper),
                face_name=text.SANS,
                anchor="start",
            )
        )
    return "".join(parts)


def _inside(drawn: str) -> str:
    """Return what stands inside the outer element of a drawing."""
    return drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")]
