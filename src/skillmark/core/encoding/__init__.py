"""Bytes as text and back: base64url, base58btc, multibase, multicodec.

One law holds for each decoder: whatever it accepts is the only spelling of that value, and it
is what the encoder writes. Foreign letters, padding and stray bits are errors, never skipped.
"""

from skillmark.core.encoding import base58, base64url, multibase, multicodec
from skillmark.core.encoding.errors import (
    Base58Error,
    Base64UrlError,
    EncodingError,
    MultibaseError,
    MulticodecError,
)

__all__ = [
    "Base58Error",
    "Base64UrlError",
    "EncodingError",
    "MultibaseError",
    "MulticodecError",
    "base58",
    "base64url",
    "multibase",
    "multicodec",
]
