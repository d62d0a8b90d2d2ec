"""Logos: any picture comes in, one small PNG that we wrote ourselves is kept."""

import io
from typing import Final

from PIL import Image

from skillmark.platform.orgs.errors import LogoInvalidError

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_SIDE: Final = 4096  # px of a picture that comes in
KEPT_SIDE: Final = 512  # px of the one kept
FORMATS: Final = ("PNG", "JPEG", "WEBP")


def to_png(data: bytes) -> bytes:
    """Return `data` as a PNG of at most `KEPT_SIDE` px a side, without its metadata.

    Raises:
        LogoInvalidError: too large, or no picture in one of `FORMATS`.
    """
    if len(data) > MAX_BYTES:
        raise LogoInvalidError("The picture is larger than 2 MB. Choose a smaller one.")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            is_small = max(picture.size) <= MAX_SIDE
            drawn = picture.convert("RGBA") if is_small else None
    except Exception as error:  # whatever a decoder stumbles over, it is no picture for us
        raise LogoInvalidError("This is no PNG, JPEG or WebP picture.") from error
    if drawn is None:
        raise LogoInvalidError("The picture has more than 4096 pixels a side.")
    drawn.thumbnail((KEPT_SIDE, KEPT_SIDE))
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()
