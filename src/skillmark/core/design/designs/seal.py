"""Seal: a notary's scalloped seal with an engine-turned ring and the issuer around it."""

from skillmark.core.design import canvas, ornament, text
from skillmark.core.design.canvas import Words
from skillmark.core.design.palette import Palette


def draw(words: Words, palette: Palette) -> str:
    """Return the seal: the issuer over the top, the title in the middle, the mark below."""
    edge = ornament.scallops(44, 272, 10)
    turned = ornament.rosette(9, 262, 200)
    foot = canvas.mark_line(words, 0, 232, size=34, room=84, colour=palette.on_metal)
    plate = ornament.rounded([(-62, 204), (62, 204), (62, 260), (-62, 260)], 28)
    stars = "".join(
        canvas.fill(ornament.star(*ornament.polar(227, degrees), 12), palette.metal_on_enamel)
        for degrees in (-122, 122)
    )
    return "".join(
        (
            canvas.fill(edge, palette.deep, more='transform="translate(0 7)"'),
            canvas.fill(edge, palette.enamel),
            canvas.ring(264, palette.metal_on_enamel, 2),
            canvas.ground_engraving(palette, turned),
            canvas.ring(196, palette.metal, 5),
            canvas.circle(190, palette.paper),
            canvas.engraved(ornament.rosette(4, 184, 166), palette.tint, 1.4),
            text.arc(
                words.issuer, 0, 0, 217, 33, fill=str(palette.on_enamel), most_degrees=196
            ),
            stars,
            canvas.fill(plate, palette.metal_deep, more='transform="translate(0 4)"'),
            canvas.fill(plate, palette.metal),
            canvas.stroke(
                ornament.rounded([(-56, 210), (56, 210), (56, 254), (-56, 254)], 22),
                palette.metal_light,
                2,
            ),
            foot,
            canvas.title_block(
                words, -2, palette.on_paper, text.disc(164), height=236, largest=68
            ),
        )
    )
