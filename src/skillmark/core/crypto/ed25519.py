"""Ed25519 with one strict reading of keys and signatures.

RFC 8032 leaves room for verifiers that disagree. Refused here: keys and R that are not in
their canonical form, points of small order (a signature by one fits many messages), S ≥ L.
The library checks S and compares R byte by byte; the rest is checked here.
"""

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from skillmark.core.crypto.errors import KeyFormatError, SignatureError, WeakKeyError

_PRIME: Final = 2**255 - 19
_WITHOUT_SIGN: Final = 2**255 - 1
_ORDER_8: Final = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_SMALL_ORDER_Y: Final = frozenset({0, 1, _PRIME - 1, _ORDER_8, _PRIME - _ORDER_8})


def check_public(raw: bytes) -> None:
    """Accept the 32 bytes of a public key, or say what is wrong.

    Raises:
        KeyFormatError: not 32 bytes, or y ≥ p.
        WeakKeyError: one of the eight points of small order.
    """
    if len(raw) != 32:  # noqa: PLR2004 — RFC 8032 §5.1.5
        raise KeyFormatError("An Ed25519 public key has 32 bytes.", length=len(raw))
    y = _y(raw)
    if y >= _PRIME:
        raise KeyFormatError("The Ed25519 public key is not in its canonical form.")
    if y in _SMALL_ORDER_Y:
        raise WeakKeyError("The Ed25519 public key is a point of small order.")


def verify(raw: bytes, signature: bytes, data: bytes) -> None:
    """Check ``signature`` over ``data``; ``raw`` has passed `check_public`.

    Raises:
        SignatureError: it does not hold, or is not in its strict form.
    """
    if len(signature) != 64:  # noqa: PLR2004 — RFC 8032 §5.1.6
        raise SignatureError("An Ed25519 signature has 64 bytes.", length=len(signature))
    if _y(signature[:32]) in _SMALL_ORDER_Y:
        raise SignatureError("The signature begins with a point of small order.")
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, data)
    except InvalidSignature:
        raise SignatureError("The signature does not match the key and the data.") from None


def public_of(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes of the public key of ``key``."""
    return key.public_key().public_bytes_raw()


def _y(point: bytes) -> int:
    return int.from_bytes(point, "little") & _WITHOUT_SIGN
