"""The account that sends a root: its key in a DID document, its address on an Ethereum network."""

from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from skillmark.core.anchor.evm.keccak import keccak256
from skillmark.core.anchor.merkle_proof_2019.errors import MerkleKeyError
from skillmark.core.encoding import EncodingError, base64url, multibase
from skillmark.core.jsonio import JsonObject, JsonValue

_MULTICODEC: Final = b"\xe7\x01"  # secp256k1-pub
_COORDINATE_BYTES: Final = 32
_UNCOMPRESSED: Final = b"\x04"


def multikey_of(public_key: bytes) -> str:
    """Return a public key of the curve secp256k1 as a Multikey writes it.

    Args:
        public_key: 33 bytes, or 65 that begin with 0x04.

    Raises:
        MerkleKeyError: it is no point of the curve.
    """
    point = _point(public_key).public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return multibase.encode(_MULTICODEC + point)


def address_of(method: JsonObject) -> str:
    """Return the address of the account whose key a verification method names.

    Args:
        method: of a DID document, with a secp256k1 key as ``publicKeyMultibase`` or as
            ``publicKeyJwk`` (RFC 8812).

    Returns:
        0x and 40 hexadecimal digits, lower case.

    Raises:
        MerkleKeyError: it has no such key.
    """
    if "publicKeyMultibase" in method:
        encoded = _from_multikey(method["publicKeyMultibase"])
    else:
        encoded = _from_jwk(method.get("publicKeyJwk"))
    point = _point(encoded).public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return "0x" + keccak256(point[1:])[-20:].hex()


def _from_multikey(value: JsonValue) -> bytes:
    try:
        data = multibase.decode(value if isinstance(value, str) else "")
    except EncodingError as error:
        raise MerkleKeyError("The key is not base58btc.") from error
    if not data.startswith(_MULTICODEC):
        raise MerkleKeyError("The verification method has no secp256k1 key.")
    return data.removeprefix(_MULTICODEC)


def _from_jwk(jwk: JsonValue) -> bytes:
    if not isinstance(jwk, dict) or (jwk.get("kty"), jwk.get("crv")) != ("EC", "secp256k1"):
        raise MerkleKeyError("The verification method has no secp256k1 key.")
    return _UNCOMPRESSED + b"".join(_coordinate(jwk.get(name)) for name in ("x", "y"))


def _coordinate(value: JsonValue) -> bytes:
    try:
        data = base64url.decode(value if isinstance(value, str) else "")
    except EncodingError as error:
        raise MerkleKeyError("A coordinate of the key is not base64url.") from error
    if len(data) != _COORDINATE_BYTES:
        raise MerkleKeyError("A coordinate of the key has 32 bytes.")
    return data


def _point(encoded: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256K1(), encoded)
    except ValueError as error:
        raise MerkleKeyError("The key is no point of the curve.") from error
