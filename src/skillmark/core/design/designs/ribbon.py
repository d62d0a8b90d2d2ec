"""Ribbon: a rosette with a folded band that carries the title."""

from skillmark.core.design import canvas, ornament, text
from skillmark.core.design.canvas import Words
from skillmark.core.design.palette import Palette


def _tails(palette: Palette) -> str:
    left = "M-150 60L-40 60L-40 292L-95 252L-150 292Z"
    right = "M150 60L40 60L40 292L95 252L150 292Z"
    return (
        canvas.fill(left, palette.deep, more='transform="rotate(7)"')
        + canvas.fill(right, palette.deep, more='transform="rotate(-7)"')
        + canvas.group(
            canvas.stroke("M-134 60V278M-56 60V278", palette.bright, 2),
            'transform="rotate(7)"',
        )
        + canvas.group(
            canvas.stroke("M134 60V278M56 60V278", palette.bright, 2),
            'transform="rotate(-7)"',
        )
    )


def _band(palette: Palette) -> str:
    ends = "M-290 6H-226V126H-290L-264 66ZM290 6H226V126H290L264 66Z"
    folds = "M-226 110L-226 126L-258 110ZM226 110L226 126L258 110Z"
    return canvas.fill(ends, palette.deep) + canvas.fill(
        folds, palette.deep.with_lightness(max(0.08, palette.deep.oklab[0] - 0.1), chroma=0.8)
    )


def draw(words: Words, palette: Palette) -> str:
    """Return the rosette: the issuer around, the mark in the middle, the title on the band."""
    middle = -76
    band = "M-258 -22H258V110H-258Z"
    top = "".join(
        (
            canvas.fill(ornament.scallops(30, 196, 13), palette.enamel),
            canvas.ground_engraving(palette, f'<path d="{ornament.ticks(90, 150, 204)}"/>'),
            canvas.circle(166, palette.metal_deep, y=3),
            canvas.circle(166, palette.metal),
            canvas.ring(160, palette.metal_light, 2.5),
            canvas.circle(152, palette.paper),
            canvas.ring(145, palette.metal, 2),
        )
    )
    return "".join(
        (
            _tails(palette),
            canvas.at(0, middle, top),
            text.arc(
                words.issuer, 0, middle, 112, 25, fill=str(palette.on_paper), most_degrees=214
            ),
            canvas.mark_line(words, 0, middle - 28, size=72, room=140, colour=palette.on_paper),
            _band(palette),
            canvas.fill(band, palette.deep, more='transform="translate(0 5)"'),
            canvas.fill(band, palette.enamel),
            canvas.stroke("M-258 -12H258M-258 100H258", palette.metal_on_enamel, 2),
            canvas.title_block(
                words,
                44,
                palette.on_enamel,
                text.box(480),
                height=94,
                largest=64,
                smallest=25,
                most_lines=2,
            ),
        )
    )
