"""The colours of one badge: enamel, metal, paper and ink, all safe to read.

From the issuer's colour and (maybe) an accent come every tone a design needs. What is written is at
least 4.5:1 against its ground whatever the issuer chose.
"""

from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.design.colour import Colour, readable

GOLD: Final = Colour.parse("#c9a24b")
PAPER: Final = Colour.parse("#fdfaf1")
INK: Final = Colour.parse("#211e19")
_DARK: Final = 0.25  # OKLab lightness below which engraving needs more light
_LIGHT: Final = 0.78  # OKLab lightness from which words on a colour are dark


@dataclass(frozen=True, slots=True)
class Palette:
    """The tones of a badge."""

    enamel: Colour  # the ground: the issuer's colour, moved until words can be read on it
    deep: Colour  # the enamel in shadow
    bright: Colour  # engraving on the enamel
    on_enamel: Colour  # words on the enamel
    metal: Colour  # rims and rules
    metal_light: Colour
    metal_deep: Colour
    on_metal: Colour  # words on the metal
    metal_on_enamel: Colour  # words and rules of metal on the enamel
    paper: Colour
    tint: Colour  # engraving on the paper
    on_paper: Colour  # words on the paper, in the issuer's hue

    @classmethod
    def of(cls, colour: Colour, accent: Colour | None = None) -> Self:
        """Return the palette of an issuer's ``colour`` and metal ``accent`` (gold if none)."""
        metal = accent or GOLD
        light_ground = colour.oklab[0] > _LIGHT
        words = INK if light_ground else PAPER
        enamel = readable(colour, words, ratio=5.0)
        lightness = enamel.oklab[0]
        deep = enamel.with_lightness(max(0.12, lightness - 0.11), chroma=0.82)
        step = -0.07 if light_ground else 0.07 if lightness > _DARK else 0.13
        paper = PAPER.mixed(enamel, 0.03)
        metal_deep = metal.with_lightness(max(0.2, metal.oklab[0] - 0.22))
        ink_on_metal = readable(metal.with_lightness(0.28, chroma=0.7), metal)
        return cls(
            enamel=enamel,
            deep=deep,
            bright=enamel.with_lightness(lightness + step),
            on_enamel=readable(words, enamel),
            metal=metal,
            metal_light=metal.with_lightness(min(0.97, metal.oklab[0] + 0.15), chroma=0.75),
            metal_deep=metal_deep,
            on_metal=ink_on_metal,
            metal_on_enamel=readable(metal, enamel),
            paper=paper,
            tint=paper.mixed(enamel, 0.22),
            on_paper=readable(enamel, paper, ratio=7.0),
        )
