"""A credential as a picture that carries it: the badge with the signed bytes baked in."""

from functools import lru_cache
from typing import Final

from skillmark.core import bake
from skillmark.platform.catalog import pictures
from skillmark.platform.issuing.models import Credential

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
