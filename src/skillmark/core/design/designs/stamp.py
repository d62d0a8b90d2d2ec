"""Stamp: an engraved postage stamp, printed in the issuer's colour on paper."""

import math

from skillmark.core.design import canvas, ornament, text
from skillmark.core.design.canvas import Words
from skillmark.core.design.palette import Palette

_WIDE, _HIGH, _TOOTH = 236.0, 288.0, 15.0


def _edge() -> str:
    """Return a sheet with perforated edges."""
    across = round(2 * _WIDE / (2 * _TOOTH) / 2) * 2
    down = round(2 * _HIGH / (2 * _TOOTH) / 2) * 2
    parts = [f"M{-_WIDE:g} {-_HIGH:g}"]
    for steps, (dx, dy), length in (
        (across, (1, 0), 2 * _WIDE),
        (down, (0, 1), 2 * _HIGH),
        (across, (-1, 0), 2 * _WIDE),
        (down, (0, -1), 2 * _HIGH),
    ):
        pitch = length / steps
        gap, tooth = pitch * 0.5, pitch * 0.5
        for _number in range(steps):
            parts.append(f"l{dx * tooth / 2:.2f} {dy * tooth / 2:.2f}")
            parts.append(f"a{gap / 2:.2f} {gap / 2:.2f} 0 0 0 {dx * gap:.2f} {dy * gap:.2f}")
            parts.append(f"l{dx * tooth / 2:.2f} {dy * tooth / 2:.2f}")
    return "".join(parts) + "Z"


def _sun() -> str:
    """Return the engraved upper field: rays over hills of fine lines."""
    rays = "".join(
        f"M{60 * math.sin(a):.1f} {-60 * math.cos(a):.1f}"
        f"L{420 * math.sin(a):.1f} {-420 * math.cos(a):.1f}"
        for a in (math.radians(d) for d in range(-90, 91, 5))
    )
    return f'<path d="{rays}"/>'


def draw(words: Words, palette: Palette) -> str:
    """Return the stamp: the mark as its value, the title below the picture, the issuer above."""
    edge = _edge()
    picture = ornament.rounded([(-196, -196), (196, -196), (196, -14), (-196, -14)], 4)
    shade = palette.paper.mixed(palette.on_paper, 0.28)
    punch = ornament.scallops(26, 62, 5)
    sunrise = canvas.at(0, -14, canvas.engraved(_sun(), palette.on_enamel, 1.5, opacity=0.5))
    hills = "".join(
        f'<path d="M-220 {y}q70 -34 140 -10t150 -8t170 4"/>' for y in range(-48, 40, 9)
    )
    return "".join(
        (
            canvas.fill(edge, shade, more='transform="translate(0 6)"'),
            canvas.fill(edge, palette.paper),
            canvas.stroke(edge, shade, 1.5),
            canvas.stroke(
                ornament.rounded([(-206, -258), (206, -258), (206, 258), (-206, 258)], 6),
                palette.on_paper,
                3,
            ),
            canvas.issuer_line(words, -217, palette.on_paper, size=27, room=372),
            canvas.fill(picture, palette.enamel),
            canvas.clipped(
                sunrise + canvas.engraved(hills, palette.on_enamel, 1.5, opacity=0.75),
                picture,
                "field",
            ),
            canvas.at(
                0,
                -104,
                canvas.fill(punch, palette.paper)
                + canvas.ring(54, palette.metal, 3)
                + canvas.mark_line(words, 0, 0, size=46, room=86, colour=palette.on_paper),
            ),
            canvas.title_block(
                words, 120, palette.on_paper, text.box(376), height=186, largest=62
            ),
            canvas.rule(236, 150, palette.metal, gap=14),
        )
    )
