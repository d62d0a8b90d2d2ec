"""The signature algorithms we know, and the sizes that belong to them."""

from enum import StrEnum
from typing import Protocol


class Algorithm(StrEnum):
    """A key type together with its one signature scheme.

    Ed25519 is RFC 8032; P-256 signs with SHA-256 and P-384 with SHA-384 (FIPS 186-5), and
    their signatures are r and s side by side, each of the width of the curve.
    """

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"

    @property
    def private_bytes(self) -> int:
        """The width of a private key, and of one coordinate, in bytes."""
        return 48 if self is Algorithm.P384 else 32

    @property
    def public_bytes(self) -> int:
        """The width of a public key in bytes; points of NIST curves are compressed."""
        return 32 if self is Algorithm.ED25519 else self.private_bytes + 1

    @property
    def signature_bytes(self) -> int:
        """The width of a signature in bytes."""
        return 2 * self.private_bytes

    @property
    def seed_bytes(self) -> int:
        """The randomness that makes a new key, in bytes.

        NIST curves take 64 bits more than the order has, FIPS 186-5 A.2.1.
        """
        return 32 if self is Algorithm.ED25519 else self.private_bytes + 8


class Signer(Protocol):
    """Something that signs, wherever its key lies: in memory, in a vault, in hardware."""

    @property
    def algorithm(self) -> Algorithm:
        """The algorithm of its key."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the signature over ``data``, `Algorithm.signature_bytes` wide."""
        ...
