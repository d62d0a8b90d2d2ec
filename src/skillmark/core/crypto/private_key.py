"""Private keys in memory.

The seed of a new key is an argument: randomness is the caller's. A private key never shows
itself: its `repr` names the public half, and it cannot be pickled.
"""

from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from skillmark.core.crypto import ecdsa, ed25519, jwk
from skillmark.core.crypto.algorithm import Algorithm
from skillmark.core.crypto.errors import KeyFormatError, UnsupportedKeyError
from skillmark.core.crypto.public_key import PublicKey, split_multikey
from skillmark.core.encoding import base64url, multibase, multicodec
from skillmark.core.encoding.multicodec import Codec
from skillmark.core.jsonio import JsonObject

_CODECS: Final = {
    Algorithm.ED25519: Codec.ED25519_PRIV,
    Algorithm.P256: Codec.P256_PRIV,
    Algorithm.P384: Codec.P384_PRIV,
}
_ALGORITHMS: Final = {codec: algorithm for algorithm, codec in _CODECS.items()}


class PrivateKey:
    """A signing key; it satisfies `Signer`."""

    __slots__ = ("_handle", "_public")

    def __init__(self, handle: Ed25519PrivateKey | EllipticCurvePrivateKey) -> None:
        self._handle = handle
        if isinstance(handle, Ed25519PrivateKey):
            self._public = PublicKey(Algorithm.ED25519, ed25519.public_of(handle))
        else:
            algorithm = Algorithm(f"P-{handle.curve.key_size}")
            self._public = PublicKey(algorithm, ecdsa.public_of(handle))

    @classmethod
    def generate(cls, algorithm: Algorithm, seed: bytes) -> Self:
        """Make a new key from fresh randomness; the same seed gives the same key.

        Args:
            algorithm: the type of the key.
            seed: exactly `Algorithm.seed_bytes` random bytes.

        Raises:
            KeyFormatError: the seed has another width.
        """
        if len(seed) != algorithm.seed_bytes:
            raise KeyFormatError(
                f"A new {algorithm} key needs {algorithm.seed_bytes} random bytes.",
                length=len(seed),
            )
        if algorithm is Algorithm.ED25519:
            return cls(Ed25519PrivateKey.from_private_bytes(seed))
        return cls(ecdsa.from_seed(algorithm, seed))

    @classmethod
    def from_bytes(cls, algorithm: Algorithm, secret: bytes) -> Self:
        """Read a secret of `Algorithm.private_bytes` bytes.

        Raises:
            KeyFormatError: another width, or no key of the curve.
        """
        if len(secret) != algorithm.private_bytes:
            raise KeyFormatError(
                f"A {algorithm} private key has {algorithm.private_bytes} bytes.",
                length=len(secret),
            )
        if algorithm is Algorithm.ED25519:
            return cls(Ed25519PrivateKey.from_private_bytes(secret))
        return cls(ecdsa.load_private(algorithm, int.from_bytes(secret)))

    @classmethod
    def from_multikey(cls, text: str) -> Self:
        """Read a ``secretKeyMultibase`` value, CID 1.0 §2.2.2.

        Raises:
            KeyFormatError: not base58btc multibase, wrong width, or no key of the curve.
            UnsupportedKeyError: another multicodec.
        """
        codec, secret = split_multikey(text)
        algorithm = _ALGORITHMS.get(codec)
        if algorithm is None:
            raise UnsupportedKeyError("The Multikey holds no private key.")
        return cls.from_bytes(algorithm, secret)

    @classmethod
    def from_jwk(cls, value: JsonObject) -> Self:
        """Read a private JWK.

        Raises:
            KeyFormatError: a member is missing or malformed, or the halves do not match.
            UnsupportedKeyError: another type of key, or not for signatures.
        """
        algorithm, public, secret = jwk.read_private(value)
        key = cls.from_bytes(algorithm, secret)
        if key.public.raw != public:
            raise KeyFormatError("The public and the private half of the JWK do not match.")
        return key

    @property
    def algorithm(self) -> Algorithm:
        """The type of the key."""
        return self._public.algorithm

    @property
    def public(self) -> PublicKey:
        """The public half."""
        return self._public

    def sign(self, data: bytes) -> bytes:
        """Return the signature over ``data``, `Algorithm.signature_bytes` wide."""
        if isinstance(self._handle, Ed25519PrivateKey):
            return self._handle.sign(data)
        return ecdsa.sign(self.algorithm, self._handle, data)

    def to_bytes(self) -> bytes:
        """Return the secret, `Algorithm.private_bytes` wide."""
        if isinstance(self._handle, Ed25519PrivateKey):
            return self._handle.private_bytes_raw()
        secret = self._handle.private_numbers().private_value
        return secret.to_bytes(self.algorithm.private_bytes)

    def to_multikey(self) -> str:
        """Return the ``secretKeyMultibase`` value."""
        return multibase.encode(multicodec.encode(_CODECS[self.algorithm], self.to_bytes()))

    def to_jwk(self) -> JsonObject:
        """Return the private JWK."""
        return self._public.to_jwk() | {"d": base64url.encode(self.to_bytes())}

    def __repr__(self) -> str:
        return f"<PrivateKey {self.algorithm} of {self._public.to_multikey()}>"
