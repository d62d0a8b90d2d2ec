"""Shield: a heater shield with a chief for the issuer and its field in fine pinstripes."""

from skillmark.core.design import canvas, ornament, text
from skillmark.core.design.canvas import Words
from skillmark.core.design.palette import Palette


def _shield(scale: float) -> str:
    wide, top, foot = 236 * scale, -278 * scale, 284 * scale
    waist = 30 * scale
    return (
        f"M{-wide:.1f} {top:.1f}H{wide:.1f}V{waist:.1f}"
        f"C{wide:.1f} {170 * scale:.1f} {110 * scale:.1f} {244 * scale:.1f} 0 {foot:.1f}"
        f"C{-110 * scale:.1f} {244 * scale:.1f} {-wide:.1f} {170 * scale:.1f} "
        f"{-wide:.1f} {waist:.1f}Z"
    )


def draw(words: Words, palette: Palette) -> str:
    """Return the shield: the issuer in the chief, the title in the field, the mark at the foot."""
    field = _shield(0.9)
    stripes = "".join(f'<path d="M{x} -300V300"/>' for x in range(-230, 240, 12))
    chief = "M-240 -300H240V-162H-240Z"
    room = text.tapering([(-150, 372), (60, 366), (120, 322), (170, 236), (220, 130)])
    return "".join(
        (
            canvas.fill(_shield(1), palette.metal_deep, more='transform="translate(0 6)"'),
            canvas.fill(_shield(1), palette.metal),
            canvas.stroke(_shield(0.977), palette.metal_light, 2.5),
            canvas.fill(_shield(0.925), palette.metal_deep),
            canvas.fill(_shield(0.91), palette.enamel),
            canvas.clipped(
                canvas.ground_engraving(palette, stripes)
                + canvas.fill(chief, palette.deep)
                + canvas.stroke("M-240 -160H240", palette.metal_on_enamel, 4),
                _shield(0.91),
                "field",
            ),
            canvas.stroke(field, palette.metal_on_enamel, 1.6),
            canvas.issuer_line(words, -193, palette.on_enamel, size=29, room=374),
            canvas.title_block(
                words, -28, palette.on_enamel, _shifted(room, -28), height=214, largest=68
            ),
            canvas.rule(122, 96, palette.metal_on_enamel),
            canvas.mark_line(words, 0, 178, size=50, room=130, colour=palette.metal_on_enamel),
            canvas.fill(ornament.lozenge(0, 232, 12, 12), palette.metal_on_enamel),
        )
    )


def _shifted(room: text.Room, by: float) -> text.Room:
    return lambda top, bottom: room(top + by, bottom + by)
