"""Multicodec: a number in front of bytes that says what they are.

Only the codecs of the keys we know; a number is written as an unsigned varint in its shortest
form, and no other form is read.
"""

from enum import Enum
from typing import Final

from skillmark.core.encoding.errors import MulticodecError


class Codec(Enum):
    """Key codecs with the varint bytes that announce them (CID 1.0 §2.2.2)."""

    ED25519_PUB = b"\xed\x01"
    P256_PUB = b"\x80\x24"
    P384_PUB = b"\x81\x24"
    ED25519_PRIV = b"\x80\x26"
    P256_PRIV = b"\x86\x26"
    P384_PRIV = b"\x87\x26"


_KNOWN: Final = {codec.value: codec for codec in Codec}


def encode(codec: Codec, data: bytes) -> bytes:
    """Return ``data`` with the varint of ``codec`` in front."""
    return codec.value + data


def decode(data: bytes) -> tuple[Codec, bytes]:
    """Split ``data`` into its codec and what follows.

    Raises:
        MulticodecError: an unknown codec, or a varint that is not in its shortest form.
    """
    codec = _KNOWN.get(data[:2])
    if codec is None:
        raise MulticodecError(
            "The bytes begin with no known multicodec.", prefix=data[:2].hex()
        )
    return codec, data[2:]
