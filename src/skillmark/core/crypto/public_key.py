"""Public keys: one raw form, read from and written to Multikey and JWK."""

from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.crypto import ecdsa, ed25519, jwk
from skillmark.core.crypto.algorithm import Algorithm
from skillmark.core.crypto.errors import KeyFormatError, UnsupportedKeyError
from skillmark.core.encoding import EncodingError, MulticodecError, multibase, multicodec
from skillmark.core.encoding.multicodec import Codec
from skillmark.core.jsonio import JsonObject

_CODECS: Final = {
    Algorithm.ED25519: Codec.ED25519_PUB,
    Algorithm.P256: Codec.P256_PUB,
    Algorithm.P384: Codec.P384_PUB,
}
_ALGORITHMS: Final = {codec: algorithm for algorithm, codec in _CODECS.items()}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A sound public key.

    Attributes:
        algorithm: its type and signature scheme.
        raw: 32 bytes for Ed25519; the compressed point for P-256 (33) and P-384 (49).

    Raises:
        KeyFormatError: the bytes are no such key.
        WeakKeyError: a point of small order.
    """

    algorithm: Algorithm
    raw: bytes

    def __post_init__(self) -> None:
        if self.algorithm is Algorithm.ED25519:
            ed25519.check_public(self.raw)
        else:
            ecdsa.load_public(self.algorithm, self.raw)

    @classmethod
    def from_multikey(cls, text: str) -> Self:
        """Read a ``publicKeyMultibase`` value, CID 1.0 §2.2.2.

        Raises:
            KeyFormatError: not base58btc multibase, wrong width, or no such key.
            UnsupportedKeyError: another multicodec.
            WeakKeyError: a point of small order.
        """
        codec, raw = split_multikey(text)
        algorithm = _ALGORITHMS.get(codec)
        if algorithm is None:
            raise UnsupportedKeyError("The Multikey holds no public key.")
        return cls(algorithm, raw)

    @classmethod
    def from_jwk(cls, value: JsonObject) -> Self:
        """Read a public JWK.

        Raises:
            KeyFormatError: a member is missing, malformed or secret.
            UnsupportedKeyError: another type of key, or not for signatures.
            WeakKeyError: a point of small order.
        """
        return cls(*jwk.read_public(value))

    def to_multikey(self) -> str:
        """Return the ``publicKeyMultibase`` value."""
        return multibase.encode(multicodec.encode(_CODECS[self.algorithm], self.raw))

    def to_jwk(self) -> JsonObject:
        """Return the public JWK with its necessary members only."""
        return jwk.write_public(self.algorithm, self.raw)

    def verify(self, signature: bytes, data: bytes) -> None:
        """Check ``signature`` over ``data``.

        Raises:
            SignatureError: it does not hold, or is not in its strict form.
        """
        if self.algorithm is Algorithm.ED25519:
            ed25519.verify(self.raw, signature, data)
        else:
            ecdsa.verify(self.algorithm, self.raw, signature, data)


def split_multikey(text: str) -> tuple[Codec, bytes]:
    """Return codec and bytes of a Multikey, public or private.

    Raises:
        KeyFormatError: not base58btc multibase.
        UnsupportedKeyError: a multicodec that is none of ours.
    """
    try:
        return multicodec.decode(multibase.decode(text))
    except MulticodecError as error:
        raise UnsupportedKeyError(
            "The Multikey is of no type we know.", **error.facts
        ) from None
    except EncodingError:
        raise KeyFormatError("The Multikey is not base58btc multibase.") from None
