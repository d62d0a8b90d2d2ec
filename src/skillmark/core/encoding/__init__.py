"""Bytes as text and back: base64url, base58btc, multibase, multicodec; and points in time.

One law holds for each decoder of bytes: whatever it accepts is the only spelling of that value, and it
is what the encoder writes. Foreign letters, padding and stray bits are errors, never skipped.
"""

from skillmark.core.encoding import base58, base64url, multibase, multicodec, timestamp
from skillmark.core.encoding.errors import (
    Base58Error,
    Base64UrlError,
    EncodingError,
    MultibaseError,
    MulticodecError,
    TimestampError,
)

__all__ = [
    "Base58Error",
    "Base64UrlError",
    "EncodingError",
    "MultibaseError",
    "MulticodecError",
    "TimestampError",
    "base58",
    "base64url",
    "multibase",
    "multicodec",
    "timestamp",
]
