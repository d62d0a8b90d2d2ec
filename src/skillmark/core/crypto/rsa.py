"""RSA public keys: RS256 signatures of others are checked, none are ever made (RFC 7518 §3.3).

Open Badges wants every reader to know RS256. Our own algorithms stay as they are: an RSA key
is no `PublicKey` and signs nothing here. One scheme only: RSASSA-PKCS1-v1_5 with SHA-256.
"""

from dataclasses import dataclass
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from skillmark.core.crypto.errors import (
    KeyFormatError,
    SignatureError,
    UnsupportedKeyError,
    WeakKeyError,
)
from skillmark.core.encoding import EncodingError, base64url
from skillmark.core.jsonio import JsonObject

MIN_BITS: Final = 2_048  # RFC 7518 §3.3
MAX_BITS: Final = 8_192  # more would make checking slow
MAX_EXPONENT: Final = 2**32 - 1
_SECRETS: Final = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")


@dataclass(frozen=True, slots=True)
class RsaPublicKey:
    """A sound RSA public key.

    Attributes:
        modulus: of `MIN_BITS` to `MAX_BITS` bits.
        exponent: odd, from 3 to `MAX_EXPONENT`.

    Raises:
        WeakKeyError: too few bits, or an exponent that hides nothing.
        KeyFormatError: too many bits, or numbers that are no RSA key.
    """

    modulus: int
    exponent: int

    def __post_init__(self) -> None:
        bits = self.modulus.bit_length()
        if bits < MIN_BITS:
            raise WeakKeyError("The RSA key has fewer than 2048 bits.", bits=bits)
        if bits > MAX_BITS:
            raise KeyFormatError("The RSA key has more than 8192 bits.", bits=bits)
        if self.modulus % 2 == 0:
            raise KeyFormatError("The modulus of the RSA key is even.")
        if not 3 <= self.exponent <= MAX_EXPONENT or self.exponent % 2 == 0:  # noqa: PLR2004
            raise WeakKeyError("The exponent of the RSA key is none that is safe to use.")

    @classmethod
    def from_jwk(cls, jwk: JsonObject) -> Self:
        """Read a public JWK, RFC 7518 §6.3.1.

        Raises:
            UnsupportedKeyError: another type of key, or not for RS256 signatures.
            KeyFormatError: a member is missing, malformed or secret.
            WeakKeyError: see the class.
        """
        if any(name in jwk for name in _SECRETS):
            raise KeyFormatError("The public key gives its secret away.")
        if jwk.get("kty") != "RSA":
            raise UnsupportedKeyError("The JWK is no RSA key.")
        if jwk.get("use", "sig") != "sig" or jwk.get("alg", "RS256") != "RS256":
            raise UnsupportedKeyError("The RSA key is not meant for RS256 signatures.")
        return cls(_number(jwk, "n"), _number(jwk, "e"))

    def verify(self, signature: bytes, data: bytes) -> None:
        """Check an RS256 signature over ``data``.

        Raises:
            SignatureError: it does not hold, or has not the width of the modulus.
        """
        width = (self.modulus.bit_length() + 7) // 8
        if len(signature) != width:
            raise SignatureError(
                "The RSA signature has not the width of the key.", length=len(signature)
            )
        key = rsa.RSAPublicNumbers(self.exponent, self.modulus).public_key()
        try:
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise SignatureError("The signature does not match the key and the data.") from None


def _number(jwk: JsonObject, name: str) -> int:
    text = jwk.get(name)
    if not isinstance(text, str):
        raise KeyFormatError(f"The JWK has no member “{name}”.", member=name)
    try:
        value = base64url.decode(text)
    except EncodingError:
        raise KeyFormatError(f"Member “{name}” is not base64url.", member=name) from None
    if len(value) > MAX_BITS // 8 or value[:1] in {b"", b"\0"}:
        raise KeyFormatError(f"Member “{name}” is no number in its only spelling.", member=name)
    return int.from_bytes(value)
