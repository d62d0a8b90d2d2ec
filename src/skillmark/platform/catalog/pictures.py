"""How a version looks: its badge as SVG and PNG, drawn by `skillmark.core.design`.

The same version always gives the same picture: a published version has its design and its colour
frozen.
"""

import base64
from functools import lru_cache
from typing import Final

from skillmark.core import design
from skillmark.core.design import Design
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.orgs.models import DEFAULT_COLOUR

CACHED: Final = 256  # pictures kept in memory, about 40 kB each
USUAL: Final = next(iter(design.DESIGNS))


def designs() -> tuple[Design, ...]:
    """Return the designs there are, the usual one first."""
    return tuple(design.DESIGNS.values())


def design_of(version: AchievementVersion) -> str:
    """Return the key of the design a version is drawn with."""
    return version.design_key if version.design_key in design.DESIGNS else USUAL


def colour_of(version: AchievementVersion) -> str:
    """Return the colour a version is drawn in: its own, else the brand's of today."""
    return version.design_colour or version.organisation.brand_colour or DEFAULT_COLOUR


def svg(version: AchievementVersion) -> str:
    """Return the badge of a version, saved or not, as SVG."""
    return _drawn(
        design_of(version), version.name, version.organisation.name, colour_of(version)
    )


def png(version: AchievementVersion) -> bytes:
    """Return the badge of a version as PNG, without a credential in it."""
    return _png(svg(version))


def data_address(version: AchievementVersion) -> str:
    """Return the badge as a ``data:`` address, for previews of what is nowhere yet."""
    encoded = base64.b64encode(svg(version).encode()).decode("ascii")
    return f"data:image/svg+xml;base64,{encoded}"


def sample(key: str) -> str:
    """Return an example of a design, as SVG.

    Raises:
        DesignError: there is no such design.
    """
    name = design.DESIGNS[key].name if key in design.DESIGNS else key
    return _drawn(key, name, "", DEFAULT_COLOUR)


@lru_cache(maxsize=CACHED)
def _drawn(key: str, title: str, issuer: str, colour: str) -> str:
    return design.draw(key, title=title, issuer=issuer, colour=colour)


@lru_cache(maxsize=CACHED)
def _png(drawn: str) -> bytes:
    return design.png(drawn)
