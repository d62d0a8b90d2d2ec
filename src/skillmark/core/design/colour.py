"""Colours: reading them, measuring contrast (WCAG 2.2), and moving them until they can be read.

Lightness is moved in OKLab (Ottosson, 2020), so that a brand colour keeps its hue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from skillmark.core.errors import SkillmarkError

TEXT_CONTRAST: Final = 4.5  # ratio, WCAG 2.2, 1.4.3
SHAPE_CONTRAST: Final = 3.0  # ratio, WCAG 2.2, 1.4.11
_STEPS: Final = 100
_LINEAR_END: Final = 0.04045  # sRGB: below, the curve is a line (IEC 61966-2-1)
_GAMMA_END: Final = 0.0031308  # the same point in linear light
_SHORT: Final = 3  # digits of #rgb
_SLACK: Final = 0.002  # of a channel, rounding
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


class ColourError(SkillmarkError):
    """A colour is not written as ``#rgb`` or ``#rrggbb``."""

    code: ClassVar[str] = "design.colour"


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _LINEAR_END else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    if channel <= _GAMMA_END:
        return channel * 12.92
    return float(1.055 * channel ** (1 / 2.4) - 0.055)


@dataclass(frozen=True, slots=True)
class Colour:
    """One opaque sRGB colour; channels are 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``#rgb`` or ``#rrggbb``.

        Raises:
            ColourError: anything else.
        """
        if not _HEX.fullmatch(text):
            raise ColourError(
                "A colour is written as # and six hexadecimal digits.", colour=text
            )
        digits = text[1:]
        if len(digits) == _SHORT:
            digits = "".join(digit * 2 for digit in digits)
        return cls(*(int(digits[at : at + 2], 16) for at in (0, 2, 4)))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """The relative luminance, 0 to 1 (WCAG 2.2)."""
        red, green, blue = (_linear(c / 255) for c in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    @property
    def oklab(self) -> tuple[float, float, float]:
        """Lightness 0 to 1, and the two axes of hue."""
        red, green, blue = (_linear(c / 255) for c in (self.red, self.green, self.blue))
        long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
        middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
        short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
        return (
            0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
            1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
            0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
        )

    @classmethod
    def from_oklab(cls, lightness: float, green_red: float, blue_yellow: float) -> Self:
        """Return the nearest colour a screen shows; chroma gives way before lightness."""
        keep = 1.0
        channels = _channels(lightness, green_red, blue_yellow)
        while keep > 0 and not all(-_SLACK <= c <= 1 + _SLACK for c in channels):
            keep -= 0.1
            channels = _channels(lightness, green_red * keep, blue_yellow * keep)
        return cls(*(round(255 * _gamma(min(1.0, max(0.0, channel)))) for channel in channels))

    def with_lightness(self, lightness: float, *, chroma: float = 1.0) -> Self:
        """Return the same hue at another lightness (0 to 1), its chroma scaled."""
        _own, green_red, blue_yellow = self.oklab
        return self.from_oklab(lightness, green_red * chroma, blue_yellow * chroma)

    def mixed(self, other: Colour, share: float) -> Self:
        """Return this colour with ``share`` (0 to 1) of ``other``, mixed in OKLab."""
        pairs = zip(self.oklab, other.oklab, strict=True)
        return self.from_oklab(*(a + (b - a) * share for a, b in pairs))


WHITE: Final = Colour(255, 255, 255)
BLACK: Final = Colour(0, 0, 0)


def _channels(
    lightness: float, green_red: float, blue_yellow: float
) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    middle = (lightness - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (lightness - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: Colour, on: Colour, *, ratio: float = TEXT_CONTRAST) -> Colour:
    """Return ``colour``, moved in lightness as little as needed to be read on ``on``.

    The way that keeps more of the colour is taken: darker or lighter, whichever comes first.
    If neither reaches ``ratio``, black or white, whichever is better.
    """
    if contrast(colour, on) >= ratio:
        return colour
    lightness = colour.oklab[0]
    for step in range(1, _STEPS + 1):
        shift = step / _STEPS
        for target in (lightness - shift, lightness + shift):
            if 0 <= target <= 1:
                moved = colour.with_lightness(target)
                if contrast(moved, on) >= ratio:
                    return moved
    return max((BLACK, WHITE), key=lambda end: contrast(end, on))
