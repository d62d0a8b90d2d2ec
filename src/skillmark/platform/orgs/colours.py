"""An organisation's colours: whether they can be read, which one would be, how they look.

An issuer's colour is never refused. Where words stand in it we move it until they can be read; here
the issuer sees that, and may take the nearest colour that needs no moving.
"""

import base64
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from skillmark.core import design
from skillmark.core.design import Colour, contrast, readable
from skillmark.core.design.colour import SHAPE_CONTRAST, TEXT_CONTRAST
from skillmark.platform.orgs.models import Organisation

PAPER: Final = Colour.parse("#faf8f3")  # the page by day and by night, see ui tokens.css
NIGHT: Final = Colour.parse("#151412")
INK: Final = ("#211e19", "#f2efe8")
_NAME_SHOWN: Final = 26  # characters of the name in the picture of the page


@dataclass(frozen=True, slots=True)
class Advice:
    """What there is to say of one colour.

    Attributes:
        field: of the form: ``brand_colour`` or ``second_colour``.
        colour: as given.
        ratio: its contrast with the page by day, one decimal.
        needed: the contrast it should have, one decimal.
        nearest: the nearest colour that has it; the same when it has.
    """

    field: str
    colour: str
    ratio: str
    needed: str
    nearest: str

    @property
    def passes(self) -> bool:
        """Say whether the colour needs no moving."""
        return self.colour == self.nearest


def advise(brand_colour: str, second_colour: str = "") -> list[Advice]:
    """Return what there is to say of the colours, ``#rrggbb`` each; the second may be empty."""
    found = [_advice("brand_colour", brand_colour, TEXT_CONTRAST)]
    if second_colour:
        found.append(_advice("second_colour", second_colour, SHAPE_CONTRAST))
    return found


def day_and_night(colour: str, ratio: float = TEXT_CONTRAST) -> tuple[str, str]:
    """Return the colour as it can be read on the page by day and by night."""
    given = Colour.parse(colour)
    return str(readable(given, PAPER, ratio=ratio)), str(readable(given, NIGHT, ratio=ratio))


def style_sheet(organisation: Organisation) -> str:
    """Return the style sheet of the organisation's public pages: two custom properties."""
    first = day_and_night(organisation.brand_colour)
    second = day_and_night(
        organisation.second_colour or organisation.brand_colour, SHAPE_CONTRAST
    )
    return (
        f":root{{--issuer:light-dark({first[0]},{first[1]});"
        f"--issuer-second:light-dark({second[0]},{second[1]})}}\n"
    )


def badge_picture(organisation: Organisation, brand_colour: str, second_colour: str) -> str:
    """Return a badge in the colours, as a ``data:`` address."""
    drawn = design.draw(
        "hallmark",
        title=_("Your achievement"),
        issuer=organisation.name,
        colour=brand_colour,
        accent=second_colour or None,
    )
    return _data_url(drawn)


def page_picture(
    organisation: Organisation, brand_colour: str, second_colour: str, *, night: bool
) -> str:
    """Return the top of the public page in the colours, as a ``data:`` address."""
    first = day_and_night(brand_colour)[night]
    second = day_and_night(second_colour or brand_colour, SHAPE_CONTRAST)[night]
    paper, ink = str((PAPER, NIGHT)[night]), INK[night]
    name = organisation.name
    short = name if len(name) <= _NAME_SHOWN else f"{name[: _NAME_SHOWN - 1]}…"
    return _data_url(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 190" width="360" height="190">'
        f'<rect width="360" height="190" fill="{paper}"/>'
        f'<rect width="270" height="8" fill="{first}"/>'
        f'<rect x="270" width="90" height="8" fill="{second}"/>'
        f'<g font-family="Georgia, serif" fill="{ink}">'
        f'<text x="24" y="62" font-size="24">{escape(short)}</text></g>'
        f'<g font-family="sans-serif" font-size="14" fill="{ink}" opacity="0.8">'
        f'<rect x="24" y="82" width="250" height="7" rx="3"/>'
        f'<rect x="24" y="98" width="190" height="7" rx="3"/></g>'
        f'<text x="24" y="140" font-family="sans-serif" font-size="15" font-weight="600" '
        f'fill="{first}" text-decoration="underline">{escape(_("A link on your page"))}</text>'
        f'<rect x="24" y="158" width="48" height="6" rx="3" fill="{second}"/></svg>'
    )


def _advice(field: str, colour: str, needed: float) -> Advice:
    given = Colour.parse(colour)
    return Advice(
        field=field,
        colour=str(given),
        ratio=f"{int(contrast(given, PAPER) * 10) / 10:.1f}",
        needed=f"{needed:.1f}",
        nearest=str(readable(given, PAPER, ratio=needed)),
    )


def _data_url(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
