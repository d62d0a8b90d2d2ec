"""JSON Web Keys of the types we know (RFC 7517, 7518 §6.2, 8037, 9864).

A reader of public keys refuses a key that gives its secret away; a reader of private keys
wants the secret. Coordinates have the width of their curve and one spelling.
"""

from typing import Final

from skillmark.core.crypto import ecdsa
from skillmark.core.crypto.algorithm import Algorithm
from skillmark.core.crypto.errors import KeyFormatError, UnsupportedKeyError
from skillmark.core.encoding import EncodingError, base64url
from skillmark.core.jsonio import JsonObject

_TYPES: Final = {
    ("OKP", "Ed25519"): Algorithm.ED25519,
    ("EC", "P-256"): Algorithm.P256,
    ("EC", "P-384"): Algorithm.P384,
}
_NAMES: Final = {
    Algorithm.ED25519: ("EdDSA", "Ed25519"),
    Algorithm.P256: ("ES256",),
    Algorithm.P384: ("ES384",),
}
_SECRETS: Final = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")


def read_public(jwk: JsonObject) -> tuple[Algorithm, bytes]:
    """Return the algorithm and raw public key of a public JWK.

    Raises:
        UnsupportedKeyError: a key type, curve or use that is none of ours.
        KeyFormatError: a member is missing or malformed, or the key is private.
    """
    if any(name in jwk for name in _SECRETS):
        raise KeyFormatError("The public key gives its secret away.")
    return _read(jwk)


def read_private(jwk: JsonObject) -> tuple[Algorithm, bytes, bytes]:
    """Return algorithm, raw public key and secret of a private JWK.

    Raises:
        UnsupportedKeyError: as `read_public`.
        KeyFormatError: a member is missing or malformed.
    """
    algorithm, public = _read(jwk)
    return algorithm, public, _member(jwk, "d", algorithm)


def write_public(algorithm: Algorithm, raw: bytes) -> JsonObject:
    """Return the public JWK of a raw public key, without optional members."""
    if algorithm is Algorithm.ED25519:
        return {"kty": "OKP", "crv": "Ed25519", "x": base64url.encode(raw)}
    x, y = ecdsa.coordinates(algorithm, raw)
    return {
        "kty": "EC",
        "crv": str(algorithm),
        "x": base64url.encode(x),
        "y": base64url.encode(y),
    }


def _read(jwk: JsonObject) -> tuple[Algorithm, bytes]:
    kind, curve = jwk.get("kty"), jwk.get("crv")
    known = isinstance(kind, str) and isinstance(curve, str)
    algorithm = _TYPES.get((str(kind), str(curve))) if known else None
    if algorithm is None:
        raise UnsupportedKeyError("The JWK is of no type we know.")
    if (
        jwk.get("use", "sig") != "sig"
        or jwk.get("alg", _NAMES[algorithm][0]) not in _NAMES[algorithm]
    ):
        raise UnsupportedKeyError(f"The {algorithm} key is not meant for signatures.")
    x = _member(jwk, "x", algorithm)
    if algorithm is Algorithm.ED25519:
        return algorithm, x
    return algorithm, ecdsa.load_coordinates(algorithm, x, _member(jwk, "y", algorithm))


def _member(jwk: JsonObject, name: str, algorithm: Algorithm) -> bytes:
    text = jwk.get(name)
    if not isinstance(text, str):
        raise KeyFormatError(f"The JWK has no member “{name}”.", member=name)
    try:
        value = base64url.decode(text)
    except EncodingError:
        raise KeyFormatError(f"Member “{name}” is not base64url.", member=name) from None
    if len(value) != algorithm.private_bytes:
        raise KeyFormatError(
            f"Member “{name}” has not {algorithm.private_bytes} bytes.", member=name
        )
    return value
