"""ECDSA on P-256 and P-384, FIPS 186-5.

Public keys are compressed points, signatures are r and s side by side. Signing is
deterministic (RFC 6979) where the library offers it, so that a retry gives the same bytes.
The twin (r, n-s) of a signature verifies too: never take a signature as an identity.
"""

from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from skillmark.core.crypto.algorithm import Algorithm
from skillmark.core.crypto.errors import KeyFormatError, SignatureError

_CURVES: Final[dict[Algorithm, ec.EllipticCurve]] = {
    Algorithm.P256: ec.SECP256R1(),
    Algorithm.P384: ec.SECP384R1(),
}
_HASHES: Final[dict[Algorithm, hashes.HashAlgorithm]] = {
    Algorithm.P256: hashes.SHA256(),
    Algorithm.P384: hashes.SHA384(),
}


@lru_cache(maxsize=256)
def load_public(algorithm: Algorithm, raw: bytes) -> ec.EllipticCurvePublicKey:
    """Read a compressed point; parsing costs more than a hash, so the last ones are kept.

    Raises:
        KeyFormatError: wrong width or form, or no point of the curve.
    """
    if len(raw) != algorithm.public_bytes:
        raise KeyFormatError(
            f"A {algorithm} public key is a compressed point of {algorithm.public_bytes} bytes.",
            length=len(raw),
        )
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[algorithm], raw)
    except ValueError:
        raise KeyFormatError(f"The bytes are no point of {algorithm}.") from None


def load_coordinates(algorithm: Algorithm, x: bytes, y: bytes) -> bytes:
    """Return the compressed point with these coordinates.

    Raises:
        KeyFormatError: no point of the curve.
    """
    numbers = ec.EllipticCurvePublicNumbers(
        int.from_bytes(x), int.from_bytes(y), _CURVES[algorithm]
    )
    try:
        return _compressed(numbers.public_key())
    except ValueError:
        raise KeyFormatError(f"The coordinates are no point of {algorithm}.") from None


def coordinates(algorithm: Algorithm, raw: bytes) -> tuple[bytes, bytes]:
    """Return x and y of a compressed point, each of the width of the curve."""
    numbers = load_public(algorithm, raw).public_numbers()
    width = algorithm.private_bytes
    return numbers.x.to_bytes(width), numbers.y.to_bytes(width)


def verify(algorithm: Algorithm, raw: bytes, signature: bytes, data: bytes) -> None:
    """Check ``signature`` over ``data``.

    Raises:
        SignatureError: it does not hold, or r and s do not have their width.
    """
    width = algorithm.private_bytes
    if len(signature) != 2 * width:
        raise SignatureError(
            f"A {algorithm} signature has {2 * width} bytes.", length=len(signature)
        )
    pair = encode_dss_signature(
        int.from_bytes(signature[:width]), int.from_bytes(signature[width:])
    )
    try:
        load_public(algorithm, raw).verify(pair, data, ec.ECDSA(_HASHES[algorithm]))
    except InvalidSignature:
        raise SignatureError("The signature does not match the key and the data.") from None


def sign(algorithm: Algorithm, key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    """Return r and s over ``data``, side by side."""
    r, s = decode_dss_signature(key.sign(data, _scheme(_HASHES[algorithm])))
    width = algorithm.private_bytes
    return r.to_bytes(width) + s.to_bytes(width)


def load_private(algorithm: Algorithm, secret: int) -> ec.EllipticCurvePrivateKey:
    """Return the private key with this scalar.

    Raises:
        KeyFormatError: the scalar is zero, or not below the order of the curve.
    """
    try:
        return ec.derive_private_key(secret, _CURVES[algorithm])
    except ValueError:
        raise KeyFormatError(f"The number is no private key of {algorithm}.") from None


def from_seed(algorithm: Algorithm, seed: bytes) -> ec.EllipticCurvePrivateKey:
    """Return the private key of a seed with 64 bits to spare, FIPS 186-5 A.2.1."""
    order = _CURVES[algorithm].group_order
    return load_private(algorithm, int.from_bytes(seed) % (order - 1) + 1)


def public_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the compressed public point of ``key``."""
    return _compressed(key.public_key())


def _compressed(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def _scheme(digest: hashes.HashAlgorithm) -> ec.ECDSA:
    try:
        return ec.ECDSA(digest, deterministic_signing=True)
    except UnsupportedAlgorithm:  # OpenSSL before 3.2
        return ec.ECDSA(digest)
