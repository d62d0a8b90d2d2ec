"""What counts as an absolute name, a web address, a picture."""

import re
from typing import Final
from urllib.parse import urlsplit

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:[^\s<>\"{}|\\^`]++")
_PLAIN_WEB: Final = re.compile(
    r"https?://[a-z0-9-]++(?:\.[a-z0-9-]++)*+(?:/[A-Za-z0-9._~/#-]*+)?"
)
"""Addresses of the usual kind, which need no closer look."""

_PICTURE_DATA: Final = re.compile(
    r"data:image/(?:png|svg\+xml)(?:;[a-z0-9=-]+)*,", re.IGNORECASE
)
_OTHER_PICTURES: Final = (".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".ico")


def is_absolute(text: str) -> bool:
    """Say whether the text is an absolute IRI; a relative one is dropped by JSON-LD."""
    return _ABSOLUTE.fullmatch(text) is not None


def is_web(text: str) -> bool:
    """Say whether the text is an http or https address with a host."""
    if _PLAIN_WEB.fullmatch(text) is not None:
        return True
    if not text.lower().startswith(("https://", "http://")) or not is_absolute(text):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def is_picture(text: str) -> bool:
    """Say whether the text can be the address of a PNG or SVG, or is one as ``data:``."""
    if text.lower().startswith("data:"):
        return _PICTURE_DATA.match(text) is not None
    return is_web(text) and not urlsplit(text).path.lower().endswith(_OTHER_PICTURES)
