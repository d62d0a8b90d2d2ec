"""Keys and signatures: Ed25519, P-256, P-384; RSA of others. Bytes in, bytes out.

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
from skillmark.core.crypto.foreign import ForeignKey, read_jwk, read_pem
from skillmark.core.crypto.private_key import PrivateKey
from skillmark.core.crypto.public_key import PublicKey
from skillmark.core.crypto.rsa import RsaPublicKey

__all__ = [
    "Algorithm",
    "CryptoError",
    "ForeignKey",
    "KeyFormatError",
    "PrivateKey",
    "PublicKey",
    "RsaPublicKey",
    "SignatureError",
    "Signer",
    "UnsupportedKeyError",
    "WeakKeyError",
    "read_jwk",
    "read_pem",
]
