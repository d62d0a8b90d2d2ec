"""Badge artwork: prebuilt designs drawn from data, safe colours, and their PNG.

    svg = design.draw("seal", title="First aid", issuer="Harbour Skills", colour="#0b5a54")
    picture = design.png(svg, size=600)

Pure: the same arguments give the same bytes. Fonts are read from the package.
"""

from skillmark.core.design.card import card
from skillmark.core.design.colour import Colour, ColourError, contrast, readable
from skillmark.core.design.drawing import DESIGNS, Design, DesignError, draw
from skillmark.core.design.render import RenderError, png

__all__ = [
    "DESIGNS",
    "Colour",
    "ColourError",
    "Design",
    "DesignError",
    "RenderError",
    "card",
    "contrast",
    "draw",
    "png",
    "readable",
]
