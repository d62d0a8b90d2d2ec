"""Put a credential into a picture, and get one out of any file a person may hold.

``sniff`` says what a file is, ``extract`` gives the bytes of the credential in it. Both look
only; whether the credential is valid is `skillmark.core.verify`'s work. What a badge looks like
is drawn elsewhere.
"""

import re
from enum import StrEnum
from typing import Final

from skillmark.core.bake import png, svg
from skillmark.core.bake.chunks import SIGNATURE
from skillmark.core.bake.errors import BakeError, UnknownKindError
from skillmark.core.bake.payload import Baked, Edition, is_compact_jws

__all__ = ["BakeError", "Baked", "Edition", "Kind", "bake", "extract", "sniff"]

_HEAD: Final = 4096  # bytes in which an SVG's root must start
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_WHITESPACE: Final = b" \t\n\r"
_SVG_ROOT: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg[\s/>]")


class Kind(StrEnum):
    """What a file is, as far as its first bytes say."""

    JSON = "json"
    PNG = "png"
    SVG = "svg"
    JWT = "jwt"
    UNKNOWN = "unknown"


def sniff(data: bytes) -> Kind:
    """Return what the bytes look like; nothing is parsed."""
    if data.startswith(SIGNATURE):
        return Kind.PNG
    bare = data.removeprefix(_BYTE_ORDER_MARK).lstrip(_WHITESPACE)
    if bare.startswith(b"{"):
        return Kind.JSON
    head = data[:_HEAD].replace(b"\0", b"")  # UTF-16 keeps its ASCII letters
    if bare.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\0<")) and _SVG_ROOT.search(head):
        return Kind.SVG
    return Kind.JWT if is_compact_jws(bare.rstrip(_WHITESPACE)) else Kind.UNKNOWN


def extract(data: bytes) -> bytes:
    """Return the credential in a file: JSON as it is, a JWT without white space around it.

    Raises:
        UnknownKindError: no JSON, JWT, PNG or SVG.
        BakeError: the picture is refused or carries nothing; its subclass says which.
    """
    match sniff(data):
        case Kind.JSON:
            return data
        case Kind.JWT:
            return data.strip(_WHITESPACE)
        case Kind.PNG:
            return png.unbake(data)
        case Kind.SVG:
            return svg.unbake(data)
        case _:
            raise UnknownKindError("The file is no JSON, JWT, PNG or SVG.")


def bake(image: bytes, payload: bytes) -> bytes:
    """Return the PNG or SVG carrying the credential; see `png.bake` and `svg.bake`.

    Raises:
        UnknownKindError: neither PNG nor SVG.
        BakeError: picture or credential is refused; its subclass says why.
    """
    match sniff(image):
        case Kind.PNG:
            return png.bake(image, payload)
        case Kind.SVG:
            return svg.bake(image, payload)
        case _:
            raise UnknownKindError("The picture is neither PNG nor SVG.")
