"""Coin: struck metal in the issuer's colour, milled at the rim, with a relief of rays."""

from skillmark.core.design import canvas, ornament, text
from skillmark.core.design.canvas import Words
from skillmark.core.design.palette import Palette


def draw(words: Words, palette: Palette) -> str:
    """Return the coin: the issuer over the top, the title across, the mark below."""
    milled = ornament.ticks(150, 272, 286)
    relief = ornament.rays(36, 96, 200, spread=0.5)
    return "".join(
        (
            canvas.circle(288, palette.metal_deep, y=6),
            canvas.circle(288, palette.metal),
            canvas.stroke(milled, palette.metal_deep, 2.4),
            canvas.ring(270, palette.metal_light, 3),
            canvas.circle(264, palette.metal_deep),
            canvas.circle(261, palette.enamel),
            canvas.group(ornament.beads(72, 250, 3.6), f'fill="{palette.metal_on_enamel}"'),
            canvas.ring(200, palette.metal_on_enamel, 2),
            canvas.group(canvas.fill(relief, palette.bright), 'opacity="0.38"'),
            text.arc(
                words.issuer,
                0,
                0,
                213,
                31,
                fill=str(palette.metal_on_enamel),
                most_degrees=190,
            ),
            text.arc(
                words.mark or "✓",
                0,
                0,
                211,
                33,
                fill=str(palette.metal_on_enamel),
                upper=False,
                most_degrees=80,
            )
            if words.mark
            else canvas.tick(palette.metal_on_enamel, x=0, y=226, scale=1.4),
            "".join(
                canvas.fill(
                    ornament.star(*ornament.polar(226, degrees), 10), palette.metal_on_enamel
                )
                for degrees in (-128, -142, 128, 142)
            ),
            canvas.title_block(
                words, 0, palette.on_enamel, text.disc(190), height=264, largest=74
            ),
        )
    )
