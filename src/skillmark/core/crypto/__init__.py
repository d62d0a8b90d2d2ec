"""Keys and signatures: Ed25519, P-256, P-384. Bytes in, bytes out.

Verification has one strict reading; randomness comes in as an argument; nothing here knows
credentials.
"""

from skillmark.core.crypto.algorithm import Algorithm, Signer
from skillmark.core.crypto.errors import (
    CryptoError,
    KeyFormatError,
    SignatureError,
    UnsupportedKeyError,
    WeakKeyError,
)
from skillmark.core.crypto.private_key import PrivateKey
from skillmark.core.crypto.public_key import PublicKey

__all__ = [
    "Algorithm",
    "CryptoError",
    "KeyFormatError",
    "PrivateKey",
    "PublicKey",
    "SignatureError",
    "Signer",
    "UnsupportedKeyError",
    "WeakKeyError",
]
