"""Multibase: a letter that names the base, then the text (CID 1.0 §2.4).

A reader names the one base it takes, so that a value has one spelling in each place. Data
Integrity wants base58btc (``z``), status lists want base64url (``u``).
"""

from enum import StrEnum

from skillmark.core.encoding import base58, base64url
from skillmark.core.encoding.errors import MultibaseError


class Base(StrEnum):
    """The bases in use, by their multibase letter."""

    BASE58BTC = "z"
    BASE64URL = "u"


def encode(data: bytes, *, base: Base = Base.BASE58BTC) -> str:
    """Return ``data`` in ``base``, its letter in front.

    Raises:
        Base58Error: too many bytes for base58.
    """
    if base is Base.BASE58BTC:
        return base + base58.encode(data)
    return base + base64url.encode(data)


def decode(text: str, *, base: Base = Base.BASE58BTC) -> bytes:
    """Return the bytes that ``text`` spells in ``base``.

    Raises:
        MultibaseError: the text does not begin with the letter of ``base``.
        EncodingError: what follows is not that base.
    """
    if not text.startswith(base):
        raise MultibaseError(f"The text does not begin with “{base}”.", expected=str(base))
    if base is Base.BASE58BTC:
        return base58.decode(text[1:])
    return base64url.decode(text[1:])
