"""SVG pictures as PNG, the same bytes for the same picture."""

import re
from contextlib import ExitStack
from importlib import resources
from typing import ClassVar, Final

import resvg_py

from skillmark.core.design.outlines import FACES, face
from skillmark.core.errors import SkillmarkError

MAX_SIDE: Final = 2400  # pixels
MIN_SIDE: Final = 16  # pixels
_FILES: Final = (*FACES, "arabic-600")
_REFERENCE = re.compile(
    r"""(?:href|src)\s*=\s*["'](?!#)|url\(\s*["']?(?!#)|<!ENTITY|<script""", re.IGNORECASE
)
_TEXT = re.compile(r"<text[ >].*?</text>", re.DOTALL)
_ARABIC: Final = range(0x0600, 0x0700)


class RenderError(SkillmarkError):
    """The picture cannot be rendered: a bad size, an outside reference, or broken SVG."""

    code: ClassVar[str] = "design.render"


def png(svg: str, *, size: int = 600, height: int | None = None) -> bytes:
    """Render a picture of ours as PNG, ``size`` pixels wide and ``height`` (else ``size``) high.

    Only the fonts of the package are used, so the bytes do not depend on the machine; a picture
    with letters none of them has (such as Chinese) also uses the machine's fonts.

    Raises:
        RenderError: a side is not 16 to 2400, the picture refers to something outside itself,
            or it is not SVG.
    """
    for side in (size, size if height is None else height):
        if not MIN_SIDE <= side <= MAX_SIDE:
            raise RenderError("A picture is rendered at 16 to 2400 pixels a side.", size=side)
    if _REFERENCE.search(svg):
        raise RenderError("The picture refers to something outside itself.")
    with ExitStack() as stack:
        folder = resources.files(__package__).joinpath("fonts")
        files = [
            str(stack.enter_context(resources.as_file(folder.joinpath(f"{name}.ttf"))))
            for name in _FILES
        ]
        try:
            return bytes(
                resvg_py.svg_to_bytes(
                    svg_string=svg,
                    width=size,
                    height=size if height is None else height,
                    font_files=files,
                    skip_system_fonts=not _needs_more(svg),
                    font_family="Commissioner",
                    serif_family="Literata",
                    sans_serif_family="Commissioner",
                )
            )
        except ValueError as error:
            raise RenderError("The picture is not SVG that can be rendered.") from error


def _needs_more(svg: str) -> bool:
    """Tell whether some text has letters our files do not have."""
    faces = [face(name) for name in FACES]
    for element in _TEXT.findall(svg):
        words = re.sub(r"<[^>]*>|&[a-z]+;", "", element)
        for character in words:
            known = any(f.covers(character) for f in faces)
            if not known and ord(character) not in _ARABIC:
                return True
    return False
