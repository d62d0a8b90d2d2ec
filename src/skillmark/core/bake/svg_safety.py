"""Whether an SVG is a picture and nothing else.

An allow-list: elements and attributes that draw. What could run code (scripts, event
attributes, foreign markup) or load something (links, external styles and images) is refused,
not repaired, so that nobody ships a drawing that differs from the one they looked at.
"""

import re
from collections.abc import Mapping
from typing import Final

from skillmark.core.bake import svg_reader
from skillmark.core.bake.errors import SvgUnsafeError
from skillmark.core.bake.svg_reader import OPEN_BADGES_2, OPEN_BADGES_3, SVG

_NAMES: Final = (
    "svg g defs desc title metadata symbol use switch style path rect circle ellipse line "
    "polyline polygon text tspan textPath image linearGradient radialGradient stop pattern "
    "clipPath mask marker view filter feBlend feColorMatrix feComponentTransfer "
    "feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight "
    "feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge "
    "feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile "
    "feTurbulence"
)
_ELEMENTS: Final = frozenset(_NAMES.split())
_PASSIVE: Final = frozenset(
    {
        OPEN_BADGES_3,
        OPEN_BADGES_2,
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://purl.org/dc/elements/1.1/",
        "http://creativecommons.org/ns#",
        "http://web.resource.org/cc/",
        "http://www.inkscape.org/namespaces/inkscape",
        "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    }
)
"""Namespaces of notes that drawing programs leave; browsers ignore them."""

_XML: Final = "http://www.w3.org/XML/1998/namespace"
_PICTURE_DATA: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_OUTSIDE: Final = re.compile(
    r"url\s*\(\s*['\"]?\s*(?!#|['\"]?data:image/(?:png|jpeg|gif|webp);)|@import|expression\s*\(|"
    r"javascript:|\\|-moz-binding|behavior\s*:|image-set\s*\(|image\s*\(|src\s*\(",
    re.IGNORECASE,
)


def check(image: bytes) -> None:
    """Return when the drawing only draws.

    Raises:
        SvgUnsafeError: it holds something that runs or loads; the facts name it.
        SvgError: it is not well-formed, see `svg_reader.read`.
        TooLargeError: it is beyond a limit.
    """
    drawing = svg_reader.read(image, _visit)
    if _OUTSIDE.search(drawing.styles):
        raise SvgUnsafeError("A style of the picture loads something.", element="style")


def _visit(namespace: str, local: str, attributes: Mapping[str, str]) -> None:
    if local.startswith("?"):
        raise SvgUnsafeError("The picture has a processing instruction.", element=local)
    if namespace == SVG:
        if local not in _ELEMENTS:
            raise SvgUnsafeError("The picture holds more than drawing.", element=local)
    elif namespace not in _PASSIVE:
        raise SvgUnsafeError("The picture holds foreign markup.", element=local)
    for name, value in attributes.items():
        owner, _, bare = name.rpartition(" ")
        if bare.lower().startswith("on") or (owner, bare) == (_XML, "base"):
            message = "The picture reacts to events, or names things elsewhere."
            raise SvgUnsafeError(message, attribute=bare)
        if bare.lower() in {"href", "src"}:
            _check_link(local, value.strip())
        elif owner not in _PASSIVE and _OUTSIDE.search(value):
            raise SvgUnsafeError("An attribute of the picture loads something.", attribute=bare)


def _check_link(element: str, target: str) -> None:
    if target.startswith("#") or not target:
        return
    if element == "image" and _PICTURE_DATA.fullmatch(target):
        return
    raise SvgUnsafeError("The picture points to something outside.", element=element)
