"""Compact JWS, RFC 7515, as far as credentials need it: read strictly, check with one key.

The key decides what ``alg`` may be, never the other way round. A header that points to a key by
address or carries a certificate, that asks for an extension or another reading of the payload is
refused; ``jwk`` and ``kid`` are left to whoever knows the issuer.
"""

from dataclasses import dataclass
from typing import Final

from skillmark.core.crypto import Algorithm, ForeignKey, RsaPublicKey
from skillmark.core.encoding import EncodingError, base64url
from skillmark.core.jsonio import JsonError, JsonObject, load_object
from skillmark.core.proof.token_errors import (
    TokenAlgorithmError,
    TokenAlgorithmUnsupportedError,
    TokenHeaderError,
    TokenKeyTypeError,
    TokenShapeError,
    TokenTooLargeError,
)

MAX_TOKEN: Final = 1_048_576  # bytes, as of any credential
MAX_HEADER: Final = 16_384  # bytes of the header when decoded
MAX_HEADER_DEPTH: Final = 4

_ALGORITHMS: Final[dict[Algorithm, tuple[str, ...]]] = {
    Algorithm.ED25519: ("EdDSA", "Ed25519"),
    Algorithm.P256: ("ES256",),
    Algorithm.P384: ("ES384",),
}
_RSA: Final = ("RS256",)
_KNOWN: Final = frozenset({*_RSA, *(name for names in _ALGORITHMS.values() for name in names)})
_OTHERS: Final = frozenset(
    {"RS384", "RS512", "PS256", "PS384", "PS512", "ES512", "ES256K", "Ed448", "ML-DSA-44"}
)
_REFUSED: Final = ("crit", "b64", "jku", "x5u", "x5c", "x5t", "x5t#S256", "zip", "enc")
_TEXTS: Final = ("kid", "typ", "cty")


@dataclass(frozen=True, slots=True)
class Jws:
    """A token in its parts; nothing of it is proven.

    Attributes:
        header: read strictly, with an ``alg`` we know.
        payload: the bytes that were signed.
        signed: header and payload as they stand in the token.
        signature: the bytes of the signature.
    """

    header: JsonObject
    payload: bytes
    signed: bytes
    signature: bytes

    @property
    def algorithm(self) -> str:
        """What the header calls the algorithm."""
        return str(self.header["alg"])

    def text(self, name: str) -> str | None:
        """Return a member of the header that is a text, or None."""
        value = self.header.get(name)
        return value if isinstance(value, str) else None

    def check(self, key: ForeignKey) -> None:
        """Check the signature with a key.

        Raises:
            TokenKeyTypeError: ``alg`` is not the algorithm of this type of key.
            SignatureError: the signature does not hold.
        """
        allowed = _RSA if isinstance(key, RsaPublicKey) else _ALGORITHMS[key.algorithm]
        if self.algorithm not in allowed:
            raise TokenKeyTypeError(
                "The token names another algorithm than that of the issuer's key.",
                alg=self.algorithm,
            )
        key.verify(self.signature, self.signed)


def parse(token: bytes) -> Jws:
    """Read a compact JWS.

    Args:
        token: header, payload and signature in base64url, with dots between.

    Raises:
        TokenTooLargeError: more than `MAX_TOKEN` bytes.
        TokenShapeError: not three parts in their only spelling, or a header that is no object.
        TokenHeaderError: the header holds what is refused.
        TokenAlgorithmError: ``alg`` is ``none``, an HMAC or no algorithm at all.
        TokenAlgorithmUnsupportedError: ``alg`` cannot be checked here.
    """
    if len(token) > MAX_TOKEN:
        raise TokenTooLargeError("The token is larger than any credential.", limit=MAX_TOKEN)
    parts = token.split(b".")
    if len(parts) != 3 or not all(parts):  # noqa: PLR2004 - RFC 7515 §7.1
        raise TokenShapeError("The token is not header, payload and signature.")
    header, payload, signature = (_decoded(part) for part in parts)
    return Jws(_header(header), payload, token[: token.rindex(b".")], signature)


def _decoded(part: bytes) -> bytes:
    try:
        return base64url.decode(part.decode("ascii"))
    except (EncodingError, UnicodeDecodeError):
        raise TokenShapeError(
            "A part of the token is not base64url in its only spelling."
        ) from None


def _header(data: bytes) -> JsonObject:
    try:
        header = load_object(data, max_bytes=MAX_HEADER, max_depth=MAX_HEADER_DEPTH)
    except JsonError as error:
        raise TokenShapeError(
            f"The header of the token cannot be read. {error.message}", cause=error.code
        ) from error
    for name in _REFUSED:
        if name in header:
            raise TokenHeaderError(
                f"The header of the token asks for “{name}”, which is refused.", member=name
            )
    for name in _TEXTS:
        if name in header and not isinstance(header[name], str):
            raise TokenHeaderError(
                f"The member “{name}” of the header is no text.", member=name
            )
    _check_algorithm(header.get("alg"))
    return header


def _check_algorithm(name: object) -> None:
    shown = str(name)[:40]
    if isinstance(name, str) and name in _KNOWN:
        return
    if isinstance(name, str) and name in _OTHERS:
        raise TokenAlgorithmUnsupportedError(
            "The token is signed in a way that cannot be checked here.", alg=shown
        )
    raise TokenAlgorithmError("The token is not signed with a public key.", alg=shown)
