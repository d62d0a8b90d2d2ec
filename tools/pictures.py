"""Draw the pictures of the product: logo, icons, the sharing picture, the badges on the home page.

    python tools/pictures.py

Everything comes from numbers here and from `skillmark.core.design`; run it again after a change.
"""

from pathlib import Path
from typing import Final

import resvg_py

from skillmark.core import design
from skillmark.core.design import text

IMAGES: Final = Path(__file__).parent.parent / "src/skillmark/platform/ui/static/ui/images"
DOCS: Final = Path(__file__).parent.parent / "docs" / "images"
BRAND: Final = "#0b5a54"
BRAND_DARK: Final = "#74c9bc"
PAPER: Final = "#faf8f3"
INK: Final = "#211e19"
SOFT: Final = "#5a5449"

# Three punches that stack: disc, tablet, shield; on the 16 px grid, one unit of air between.
MARK: Final = (
    '<circle cx="16" cy="8" r="7"/><path d="M4 17h8l3 3v8l-3 3H4l-3-3v-8z"/>'
    '<path d="M17 17h14v6.400c0 4.100-3.300 6.200-7 7.600-3.700-1.400-7-3.500-7-7.600z"/>'
)
SVG: Final = 'xmlns="http://www.w3.org/2000/svg"'
BADGES: Final = (
    ("hallmark", "Fire prevention", "Harbour Skills Training", "#0b5a54", "2026"),
    ("seal", "Workplace Safety Foundations", "Harbour Skills Training", "#1f3f77", "Final"),
    ("shield", "First aid with CPR", "Harbour Skills Training", "#8c2f23", "2026"),
    ("hexagon", "Identify hazards", "Harbour Skills Training", "#4b3a8c", "Unit 1"),
    ("coin", "Volunteer recognition", "Universitas Meridiana", "#2f4a2c", "2026"),
    ("laurel", "Diploma in Data Science", "Universitas Meridiana", "#14324a", "EQF 7"),
    ("ribbon", "Digital Marketing Professional", "Kestrel Logistics", "#a3431b", "L3"),
    ("stamp", "Operate forklift", "Kestrel Logistics", "#0f5f8a", "2 CPD"),
)


def write_png(svg: str, target: Path, width: int, height: int) -> None:
    """Render ``svg`` to ``target``."""
    target.write_bytes(
        bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg, width=width, height=height, skip_system_fonts=True
            )
        )
    )


def logo() -> None:
    """Write the mark, the favicons and the wordmark."""
    (IMAGES / "mark.svg").write_text(
        f'<svg {SVG} viewBox="0 0 32 32"><symbol id="mark" viewBox="0 0 32 32">'
        f'<g fill="currentColor">{MARK}</g></symbol><use href="#mark"/></svg>\n'
    )
    (IMAGES / "favicon.svg").write_text(
        f'<svg {SVG} viewBox="0 0 32 32"><style>g{{fill:{BRAND}}}'
        f"@media(prefers-color-scheme:dark){{g{{fill:{BRAND_DARK}}}}}</style>"
        f"<g>{MARK}</g></svg>\n"
    )
    small = f'<svg {SVG} viewBox="0 0 32 32"><g fill="{BRAND}">{MARK}</g></svg>'
    write_png(small, IMAGES / "favicon-32.png", 32, 32)
    touch = (
        f'<svg {SVG} viewBox="0 0 180 180"><rect width="180" height="180" fill="{BRAND}"/>'
        f'<g fill="{PAPER}" transform="translate(42 40) scale(3)">{MARK}</g></svg>'
    )
    write_png(touch, IMAGES / "touch-icon.png", 180, 180)
    for name, mark, words in (
        ("logo", BRAND, INK),
        ("logo-dark", BRAND_DARK, "#f2efe8"),
    ):
        drawn = text.line(
            "Skillmark", 44, 26, 30, fill=words, face_name=text.SERIF, anchor="start"
        )
        (DOCS / f"{name}.svg").write_text(
            f'<svg {SVG} viewBox="0 0 190 34" width="380" height="68" role="img">'
            f"<title>Skillmark</title>"
            f'<g fill="{mark}" transform="translate(1 1)">{MARK}</g>{drawn}</svg>\n'
        )


def nested(svg: str, number: int, x: float, y: float, side: float, *, turn: float = 0) -> str:
    """Return a badge as part of a larger picture, its ids made its own."""
    body = svg[svg.index("<title>") : -len("</svg>")]
    body = body.replace('id="', f'id="b{number}-').replace("url(#", f"url(#b{number}-")
    scale = side / 600
    return (
        f'<g transform="translate({x:g} {y:g}) rotate({turn:g}) scale({scale:.4f})">{body}</g>'
    )


def badges() -> None:
    """Write the badges of the home page."""
    folder = IMAGES / "badges"
    folder.mkdir(exist_ok=True)
    for key, title, issuer, colour, mark in BADGES:
        svg = design.draw(key, title=title, issuer=issuer, colour=colour, mark=mark)
        (folder / f"{key}.svg").write_text(svg + "\n")


def sharing() -> None:
    """Write the picture shown when a page without its own is shared, 1200 by 630."""
    drawn = {
        key: design.draw(key, title=title, issuer=issuer, colour=colour, mark=mark)
        for key, title, issuer, colour, mark in BADGES
    }
    words = "".join(
        text.line(
            line, 84, 268 + 76 * number, 66, fill=INK, face_name=text.SERIF, anchor="start"
        )
        for number, line in enumerate(("Marks for skills", "that anyone", "can check."))
    )
    name = text.line("Skillmark", 150, 130, 44, fill=INK, face_name=text.SERIF, anchor="start")
    foot = "".join(
        text.line(line, 84, 520 + 34 * number, 24, fill=SOFT, anchor="start")
        for number, line in enumerate(
            ("Signed by the issuer, kept by the learner,", "checked without asking anyone.")
        )
    )
    svg = (
        f'<svg {SVG} viewBox="0 0 1200 630"><rect width="1200" height="630" fill="{PAPER}"/>'
        f'<g fill="{BRAND}" transform="translate(84 90) scale(1.55)">{MARK}</g>{name}{words}'
        f"{foot}"
        + nested(drawn["seal"], 1, 780, 450, 270, turn=-6)
        + nested(drawn["hexagon"], 2, 1080, 190, 270, turn=6)
        + nested(drawn["hallmark"], 3, 950, 320, 420)
        + "</svg>"
    )
    write_png(svg, IMAGES / "sharing.png", 1200, 630)


def main() -> None:
    """Draw everything."""
    DOCS.mkdir(parents=True, exist_ok=True)
    logo()
    badges()
    sharing()


if __name__ == "__main__":
    main()
