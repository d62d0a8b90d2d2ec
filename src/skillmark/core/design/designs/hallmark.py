"""Hallmark: an enamelled tablet with the row of punches an assay office strikes."""

from skillmark.core.design import canvas, ornament, text
from skillmark.core.design.canvas import Words
from skillmark.core.design.palette import Palette

_CUT = 54


def _tablet(half_wide: float, half_high: float, cut: float) -> str:
    return ornament.polygon(
        [
            (-half_wide + cut, -half_high),
            (half_wide - cut, -half_high),
            (half_wide, -half_high + cut),
            (half_wide, half_high - cut),
            (half_wide - cut, half_high),
            (-half_wide + cut, half_high),
            (-half_wide, half_high - cut),
            (-half_wide, -half_high + cut),
        ]
    )


def _punch(shape: str, palette: Palette, content: str, x: float, y: float) -> str:
    struck = canvas.fill(shape, palette.deep, more='transform="translate(0 3)"')
    face = canvas.fill(shape, palette.metal)
    rim = canvas.stroke(shape, palette.metal_light, 2, more='transform="scale(.9)"')
    return canvas.at(x, y, struck + face + rim + content)


def draw(words: Words, palette: Palette) -> str:
    """Return the tablet; the punches say who, that it was checked, and level or year."""
    outer, middle = _tablet(238, 286, _CUT), _tablet(226, 274, _CUT - 5)
    inner = _tablet(206, 254, _CUT - 12)
    waves = "".join(
        f'<path d="M-240 {y}q30 -16 60 0t60 0t60 0t60 0t60 0t60 0t60 0t60 0"/>'
        for y in range(-300, 310, 14)
    )
    ground = canvas.clipped(canvas.ground_engraving(palette, waves), inner, "field")
    shield = "M-31 -34H31V4C31 24 12 34 0 40C-12 34 -31 24 -31 4Z"
    oval = _tablet(34, 36, 13)
    barrel = ornament.rounded([(-44, -36), (44, -36), (44, 36), (-44, 36)], 34)
    initial = text.line(
        words.initial, 0, 15, 46, fill=str(palette.on_metal), face_name=text.SERIF
    )
    level = canvas.mark_line(words, 0, 0, size=34, room=70, colour=palette.on_metal)
    checked = canvas.tick(palette.on_metal, x=0, y=0, scale=1.75)
    third = level if words.mark else canvas.fill(ornament.star(0, 1, 21), palette.on_metal)
    return "".join(
        (
            canvas.fill(outer, palette.metal_deep, more='transform="translate(0 8)"'),
            canvas.fill(outer, palette.metal),
            canvas.stroke(_tablet(233, 281, _CUT - 2), palette.metal_light, 2.5),
            canvas.fill(middle, palette.metal_deep),
            canvas.fill(_tablet(223, 271, _CUT - 6), palette.enamel),
            ground,
            canvas.stroke(inner, palette.metal_on_enamel, 2),
            canvas.issuer_line(words, -188, palette.metal_on_enamel, size=27, room=340),
            canvas.rule(-158, 130, palette.metal_on_enamel),
            canvas.title_block(
                words, -20, palette.on_enamel, text.box(372), height=220, largest=70
            ),
            canvas.rule(122, 130, palette.metal_on_enamel),
            _punch(shield, palette, initial, -92, 184),
            _punch(oval, palette, checked, -6, 186),
            _punch(barrel, palette, third, 88, 186),
        )
    )
