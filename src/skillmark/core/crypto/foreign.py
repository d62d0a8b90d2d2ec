"""Public keys as others publish them: JWK and PEM, of our own types or RSA."""

import re
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from skillmark.core.crypto.algorithm import Algorithm
from skillmark.core.crypto.errors import KeyFormatError, UnsupportedKeyError
from skillmark.core.crypto.public_key import PublicKey
from skillmark.core.crypto.rsa import RsaPublicKey
from skillmark.core.jsonio import JsonObject

type ForeignKey = PublicKey | RsaPublicKey
"""A key whose signatures can be checked; only a `PublicKey` ever signs here."""

MAX_PEM: Final = 8_192  # characters; a key of 8192 bits has about 1,500

_PEM: Final = re.compile(
    r"\s*-----BEGIN (?P<label>(?:RSA )?PUBLIC KEY)-----[A-Za-z0-9+/=\s]+"
    r"-----END (?P=label)-----\s*"
)
_CURVES: Final = {"secp256r1": Algorithm.P256, "secp384r1": Algorithm.P384}


def read_jwk(jwk: JsonObject) -> ForeignKey:
    """Read a public JWK of any type we can check.

    Raises:
        CryptoError: see `PublicKey.from_jwk` and `RsaPublicKey.from_jwk`.
    """
    uses = jwk.get("key_ops", ["verify"])
    if not isinstance(uses, list) or "verify" not in uses:
        raise UnsupportedKeyError("The JWK is not meant for checking signatures.")
    return RsaPublicKey.from_jwk(jwk) if jwk.get("kty") == "RSA" else PublicKey.from_jwk(jwk)


def read_pem(text: str) -> ForeignKey:
    """Read one public key in PEM, RFC 7468 §13, or the older form of RSA keys alone.

    Raises:
        KeyFormatError: it is not exactly one public key.
        UnsupportedKeyError: a type of key or curve that is none of ours.
        WeakKeyError: an RSA key that is too short.
    """
    if len(text) > MAX_PEM or _PEM.fullmatch(text) is None:
        raise KeyFormatError("The text is not one public key in PEM.")
    try:
        key = load_pem_public_key(text.strip().encode())
    except UnsupportedAlgorithm:
        raise UnsupportedKeyError("The key in PEM is of no type we know.") from None
    except ValueError:
        raise KeyFormatError("The text is not one public key in PEM.") from None
    if isinstance(key, rsa.RSAPublicKey):
        numbers = key.public_numbers()
        return RsaPublicKey(numbers.n, numbers.e)
    if isinstance(key, ed25519.Ed25519PublicKey):
        return PublicKey(Algorithm.ED25519, key.public_bytes_raw())
    algorithm = (
        _CURVES.get(key.curve.name) if isinstance(key, ec.EllipticCurvePublicKey) else None
    )
    if algorithm is None:
        raise UnsupportedKeyError("The key in PEM is of no type we know.")
    point = key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return PublicKey(algorithm, point)
