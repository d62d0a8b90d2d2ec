"""Laurel: a wreath around the title, for what took long to earn."""

from skillmark.core.design import canvas, ornament, text
from skillmark.core.design.canvas import Words
from skillmark.core.design.palette import Palette

_STEM = 234


def draw(words: Words, palette: Palette) -> str:
    """Return the wreath: the title inside, the issuer on the band, the mark at the top."""
    branches = "".join(
        ornament.laurel(_STEM, leaves=12, start=start, end=end, length=66)
        for start, end in ((172, 30), (188, 330))
    )
    stems = ornament.arc_path(_STEM, 192, 330) + ornament.arc_path(_STEM, 168, 30)
    band = "M-186 196H186L204 230L186 264H-186L-204 230Z"
    drawn = "".join(
        (
            canvas.circle(206, palette.deep, y=5),
            canvas.circle(206, palette.enamel),
            canvas.ground_engraving(palette, ornament.rosette(7, 196, 142)),
            canvas.ring(196, palette.metal_on_enamel, 2),
            canvas.stroke(stems, palette.metal_deep, 4),
            canvas.group(
                branches,
                f'fill="{palette.metal}" stroke="{palette.metal_deep}" stroke-width="1.5"',
            ),
            canvas.mark_line(words, 0, -144, size=40, room=110, colour=palette.metal_on_enamel),
            canvas.title_block(
                words, 6, palette.on_enamel, text.disc(184), height=216, largest=66
            ),
            canvas.fill(band, palette.metal_deep, more='transform="translate(0 4)"'),
            canvas.fill(band, palette.metal),
            canvas.stroke(
                "M-182 203H182L197 230L182 257H-182L-197 230Z", palette.metal_light, 2
            ),
            canvas.issuer_line(words, 239, palette.on_metal, size=27, room=340),
        )
    )
    return canvas.at(0, -20, drawn, scale=1.02)
