"""Hexagon: a faceted cell, as in a comb where each skill has its place."""

from skillmark.core.design import canvas, ornament, text
from skillmark.core.design.canvas import Words
from skillmark.core.design.palette import Palette


def _cell(radius: float) -> str:
    return ornament.rounded([ornament.polar(radius, 60 * n) for n in range(6)], radius * 0.09)


def _facets(palette: Palette, inner: float, outer: float) -> str:
    shades = (0.16, 0.05, 0.22, 0.34, 0.28, 0.1)
    parts = []
    for number, shade in enumerate(shades):
        points = [
            ornament.polar(inner, 60 * number),
            ornament.polar(outer, 60 * number),
            ornament.polar(outer, 60 * number + 60),
            ornament.polar(inner, 60 * number + 60),
        ]
        tone = palette.metal_light.mixed(palette.metal_deep, shade * 2.4)
        parts.append(canvas.fill(ornament.polygon(points), tone))
    return "".join(parts)


def _comb() -> str:
    parts = []
    for row in range(-5, 6):
        for column in range(-5, 6):
            x = column * 62 + (31 if row % 2 else 0)
            cell = ornament.regular(6, 34)
            parts.append(f'<path d="{cell}" transform="translate({x} {row * 54})"/>')
    return "".join(parts)


def draw(words: Words, palette: Palette) -> str:
    """Return the cell: the issuer above, the title in the middle, the mark on a plate below."""
    field = ornament.polygon([ornament.polar(252, 60 * n) for n in range(6)])
    room = text.tapering([(-252, 0), (-126, 380), (126, 380), (252, 0)])
    plate = ornament.polygon(
        [(-78, 176), (78, 176), (98, 208), (78, 240), (-78, 240), (-98, 208)]
    )
    return "".join(
        (
            canvas.fill(_cell(296), palette.metal_deep, more='transform="translate(0 6)"'),
            canvas.clipped(_facets(palette, 200, 300), _cell(296), "cell"),
            canvas.fill(
                ornament.polygon([ornament.polar(260, 60 * n) for n in range(6)]),
                palette.metal_deep,
            ),
            canvas.fill(field, palette.enamel),
            canvas.clipped(canvas.ground_engraving(palette, _comb()), field, "field"),
            canvas.stroke(
                ornament.polygon([ornament.polar(238, 60 * n) for n in range(6)]),
                palette.metal_on_enamel,
                1.6,
            ),
            canvas.fill(ornament.lozenge(0, -186, 13, 13), palette.metal_on_enamel),
            canvas.rule(-158, 62, palette.metal_on_enamel, gap=14),
            canvas.issuer_line(words, -110, palette.metal_on_enamel, size=27, room=326),
            canvas.title_block(
                words,
                36,
                palette.on_enamel,
                lambda a, b: room(a + 36, b + 36) * 0.97,
                height=194,
                largest=66,
            ),
            canvas.fill(plate, palette.metal_deep, more='transform="translate(0 4)"'),
            canvas.fill(plate, palette.metal),
            canvas.mark_line(words, 0, 208, size=38, room=140, colour=palette.on_metal),
        )
    )
