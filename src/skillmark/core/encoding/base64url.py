"""base64url without padding, RFC 4648 §5 with the strictness of §3.5."""

import base64
import binascii

from skillmark.core.encoding.errors import Base64UrlError


def encode(data: bytes) -> str:
    """Return ``data`` in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Return the bytes that ``text`` spells.

    Raises:
        Base64UrlError: a foreign letter, padding, an impossible length, or tail bits that are
            not zero.
    """
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise Base64UrlError("The text is not base64url.") from None
    if encode(data) != text:  # the library skips foreign letters and stray bits
        raise Base64UrlError("The text is not base64url in its only spelling.")
    return data
