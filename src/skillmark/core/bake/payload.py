"""What is baked: one credential, as JSON object or as compact JWS, in UTF-8."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from skillmark.core.bake.errors import PayloadError, TooLargeError

MAX_PAYLOAD: Final = 1_048_576  # bytes, the same as one JSON document
_JSON_WHITESPACE: Final = b" \t\n\r"
_COMPACT_JWS: Final = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+")


class Edition(StrEnum):
    """Which baking convention a picture follows."""

    OPEN_BADGES_3 = "open-badges-3"
    OPEN_BADGES_2 = "open-badges-2"


@dataclass(frozen=True, slots=True)
class Baked:
    """What a picture carries.

    Attributes:
        payload: JSON or compact JWS; for Open Badges 2.0 perhaps only an address.
        edition: by whose convention it was baked.
    """

    payload: bytes
    edition: Edition


def is_compact_jws(payload: bytes) -> bool:
    """Say whether the bytes have the form of a compact JWS."""
    return _COMPACT_JWS.fullmatch(payload) is not None


def checked(payload: bytes) -> bytes:
    """Return the payload without surrounding white space, ready to be baked.

    Raises:
        PayloadError: neither a JSON object nor a compact JWS, not UTF-8, or with NUL.
        TooLargeError: more than `MAX_PAYLOAD` bytes.
    """
    bare = payload.strip(_JSON_WHITESPACE)
    if len(bare) > MAX_PAYLOAD:
        raise TooLargeError(
            "The credential is too large to be baked.", size=len(bare), limit=MAX_PAYLOAD
        )
    if not is_compact_jws(bare) and not (bare.startswith(b"{") and bare.endswith(b"}")):
        raise PayloadError("Only a JSON object or a compact JWS can be baked.")
    try:
        text = bare.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PayloadError("The credential is not UTF-8.", byte=error.start + 1) from None
    if "\0" in text:
        raise PayloadError("The credential holds a NUL character.")
    return bare
