"""A credential as a picture that carries it: the badge with the signed bytes baked in."""

from functools import lru_cache
from io import BytesIO
from typing import Final

from PIL import Image

from skillmark.core import bake, design
from skillmark.platform.catalog import pictures
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.events import mail
from skillmark.platform.issuing.models import Credential

BADGES: Final = "catalog.badge"  # how mails name the badge of a version
SAMPLE: Final = "catalog.sample"  # the same for a design, in tests of mails
MAIL_SIDE: Final = 336  # px: twice its size in the mail
MAIL_COLOURS: Final = 128
CACHED: Final = 64  # baked pictures kept in memory, about 60 kB each


def png(credential: Credential) -> bytes:
    """Return the badge as PNG with the credential inside."""
    return _png(pictures.png(credential.achievement_version), bytes(credential.document))


def svg(credential: Credential) -> bytes:
    """Return the badge as SVG with the credential inside."""
    drawn = pictures.svg(credential.achievement_version).encode()
    return bake.svg.bake(drawn, bytes(credential.document))


@lru_cache(maxsize=CACHED)
def _png(picture: bytes, document: bytes) -> bytes:
    return bake.png.bake(picture, document)


@lru_cache(maxsize=CACHED)
def for_mail(version_id: str) -> bytes | None:
    """Return the badge of a version as it stands inside a mail, about 8 kB."""
    rows = AchievementVersion.objects.with_scopes_disabled().select_related("organisation")
    version = rows.filter(pk=version_id).first()
    return _light(pictures.svg(version)) if version else None


def _light(svg: str) -> bytes:
    """Return a picture in few colours: a fifth of the bytes, and no eye sees the difference."""
    with Image.open(BytesIO(design.png(svg, size=MAIL_SIDE))) as drawn:
        few = drawn.convert("RGBA").quantize(
            MAIL_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
    out = BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def _sample(key: str) -> bytes:
    return _light(pictures.sample(key))


mail.register_pictures(BADGES, for_mail)
mail.register_pictures(SAMPLE, _sample)
