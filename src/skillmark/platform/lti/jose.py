"""Signed tokens as LTI uses them: RS256 and nothing else (Security Framework 1.0 §5.1.2, §5.4).

Bytes and values in, values out; no network, no clock. A key is looked for by its ``kid`` in a key set
that the caller got from the platform; what a token's own header says of keys is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.utils.translation import gettext as _

from skillmark.core import jsonio
from skillmark.core.encoding import base64url
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.platform.lti.errors import (
    AlgorithmError,
    KeySetError,
    KeyUnknownError,
    SignatureError,
    TokenError,
)

ALGORITHM: Final = "RS256"
MAX_TOKEN: Final = 64 * 1024  # characters
MAX_KEYS: Final = 50
MIN_BITS: Final = 2_048
MAX_BITS: Final = 8_192
MAX_EXPONENT: Final = 2**32
MIN_EXPONENT: Final = 3
OWN_EXPONENT: Final = 65_537
PARTS: Final = 3
_OWN_KEYS: Final = ("jwk", "jku", "x5u", "x5c", "crit", "b64", "zip", "enc")


@dataclass(frozen=True, slots=True)
class Token:
    """A token taken apart; nothing in it is proven yet."""

    header: JsonObject
    payload: JsonObject
    signed: bytes
    signature: bytes

    @property
    def kid(self) -> str:
        """Return which key the token says it is signed with."""
        return str(self.header["kid"])


def read(text: str) -> Token:
    """Take a token apart.

    Raises:
        TokenError: it is too large, or no signed token in strict JSON.
        AlgorithmError: it is not RS256, has no ``kid``, or brings a key of its own.
    """
    if len(text) > MAX_TOKEN or not text.isascii():
        raise TokenError(_("The token is too large, or has letters that no token has."))
    parts = text.split(".")
    if len(parts) != PARTS:
        raise TokenError(_("The token does not have three parts."))
    try:
        header = jsonio.load_object(base64url.decode(parts[0]))
        payload = jsonio.load_object(base64url.decode(parts[1]))
        signature = base64url.decode(parts[2])
    except SkillmarkError as error:
        raise TokenError(_("The token cannot be read."), cause=error.code) from error
    if header.get("alg") != ALGORITHM or header.get("typ", "JWT") != "JWT":
        raise AlgorithmError(_("The token has to be a JWT that is signed with RS256."))
    if any(name in header for name in _OWN_KEYS):
        raise AlgorithmError(_("The token's header names a key or an extension of its own."))
    if not isinstance(header.get("kid"), str):
        raise AlgorithmError(_("The token does not say which key signed it."))
    return Token(header, payload, f"{parts[0]}.{parts[1]}".encode("ascii"), signature)


def verify(token: Token, keys: Sequence[JsonObject]) -> JsonObject:
    """Return the payload of a token that one of the platform's keys has signed.

    Raises:
        KeyUnknownError: no key has the token's ``kid``, or it is none for RS256.
        SignatureError: the signature does not hold.
    """
    found = find(keys, token.kid)
    if found is None:
        raise KeyUnknownError(_("The platform has published no such key."))
    try:
        found.verify(token.signature, token.signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise SignatureError(_("The signature of the token does not hold.")) from None
    return token.payload


def find(keys: Sequence[JsonObject], kid: str) -> rsa.RSAPublicKey | None:
    """Return the RSA key with this ``kid``; two of the same name are none."""
    named = [one for one in keys if one.get("kid") == kid]
    return public_key(named[0]) if len(named) == 1 else None


def public_key(jwk: JsonObject) -> rsa.RSAPublicKey | None:
    """Return the RSA key of a JWK (RFC 7518 §6.3), or None when it cannot check RS256."""
    usable = (
        jwk.get("kty") == "RSA"
        and jwk.get("use", "sig") == "sig"
        and jwk.get("alg", ALGORITHM) == ALGORITHM
    )
    n, e = jwk.get("n"), jwk.get("e")
    if not usable or not isinstance(n, str) or not isinstance(e, str):
        return None
    try:
        modulus = int.from_bytes(base64url.decode(n))
        exponent = int.from_bytes(base64url.decode(e))
        fits = MIN_BITS <= modulus.bit_length() <= MAX_BITS
        if not fits or not MIN_EXPONENT <= exponent < MAX_EXPONENT:
            return None
        return rsa.RSAPublicNumbers(exponent, modulus).public_key()
    except (SkillmarkError, ValueError):
        return None


def key_set(data: bytes) -> list[JsonObject]:
    """Return the keys of a JWK set (RFC 7517 §5).

    Raises:
        KeySetError: it is none, or has too many keys.
    """
    try:
        keys = jsonio.load_object(data).get("keys")
    except SkillmarkError as error:
        raise KeySetError(
            _("The platform's keys are not JSON of one reading."), cause=error.code
        ) from error
    if not isinstance(keys, list) or len(keys) > MAX_KEYS:
        raise KeySetError(_("The platform's keys are no key set."))
    return [one for one in keys if isinstance(one, dict)]


def new_key() -> tuple[bytes, JsonObject]:
    """Return a fresh RSA key of 2048 bits: PKCS #8 bytes and its public JWK without ``kid``."""
    private = rsa.generate_private_key(public_exponent=OWN_EXPONENT, key_size=MIN_BITS)
    numbers = private.public_key().public_numbers()
    secret = private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return secret, {
        "kty": "RSA",
        "alg": ALGORITHM,
        "use": "sig",
        "n": base64url.encode(_bytes(numbers.n)),
        "e": base64url.encode(_bytes(numbers.e)),
    }


def unsigned(payload: dict[str, Any], kid: str) -> bytes:
    """Return what is signed of a token: header and payload.

    Args:
        payload: plain JSON.
        kid: what the key is called in the key set that we serve.
    """
    header: JsonObject = {"alg": ALGORITHM, "typ": "JWT", "kid": kid}
    text = ".".join(base64url.encode(jsonio.dumps(part)) for part in (header, payload))
    return text.encode("ascii")


def joined(text: bytes, signature: bytes) -> str:
    """Return a token of what was signed and the signature."""
    return f"{text.decode('ascii')}.{base64url.encode(signature)}"


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8)
