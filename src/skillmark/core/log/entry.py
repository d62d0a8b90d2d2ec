"""One entry of our log: a leaf of at most 200 bytes that says who logged what, and nobody else.

Binary, one spelling. A leaf holds no text and nothing of a person: the issuer is a hash of its
DID, the thing that was logged is a hash (`skillmark.core.log.bodies`, `batch`). The issuer signs
its entries, so that the operator of the log cannot log in an issuer's name, and numbers them
1, 2, 3 …, so that an entry kept back is a gap.

    version 1 | kind 1 | issuer 32 | sequence 8 | time 8 | body 32 | algorithm 1 | key | signature
"""

import hashlib
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final, Self

from skillmark.core.crypto import (
    Algorithm,
    CryptoError,
    PublicKey,
    SignatureError,
    Signer,
)
from skillmark.core.log.errors import EntryFormatError, EntrySignatureError
from skillmark.core.log.spelling import HASH_BYTES, MAX_SIZE

VERSION: Final = 1
MAX_BYTES: Final = 200
_CONTEXT: Final = b"skillmark-log-entry-v1\n"  # sets these signatures apart from all others
_ISSUER: Final = b"skillmark-log-issuer-v1\n"
_HEAD: Final = 2 + HASH_BYTES + 8 + 8 + HASH_BYTES  # bytes before the key

_P256_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_ALGORITHMS: Final = {1: Algorithm.ED25519, 2: Algorithm.P256}
_NUMBERS: Final = {algorithm: number for number, algorithm in _ALGORITHMS.items()}


class Kind(IntEnum):
    """What was logged."""

    ISSUE_BATCH = 1
    STATUS_LIST = 2
    KEY_EVENT = 3
    DEFINITION = 4
    RULE = 5
    AUDIT_HEAD = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaf of the log.

    Attributes:
        kind: what was logged.
        issuer: `issuer_hash` of the DID of whoever logged it.
        sequence: 1, 2, 3 … for each issuer.
        time: POSIX seconds, the issuer's word; proven time is a witness's.
        body: 32 bytes that commit to what was logged.
        key: Ed25519 or P-256, one of the issuer's.
        signature: the issuer's over all of the above.

    Raises:
        EntryFormatError: a value out of range.
    """

    kind: Kind
    issuer: bytes
    sequence: int
    time: int
    body: bytes
    key: PublicKey
    signature: bytes = b""

    def __post_init__(self) -> None:
        if len(self.issuer) != HASH_BYTES or len(self.body) != HASH_BYTES:
            raise EntryFormatError("Issuer and body of an entry are hashes.")
        if not 1 <= self.sequence <= MAX_SIZE or not 1 <= self.time <= MAX_SIZE:
            raise EntryFormatError("Sequence and time of an entry are above zero.")
        if self.key.algorithm not in _NUMBERS:
            raise EntryFormatError("An entry is signed with Ed25519 or P-256.")

    @classmethod
    def build(
        cls,
        kind: Kind,
        *,
        did: str,
        sequence: int,
        time: int,
        body: bytes,
        signer: Signer,
        public: PublicKey,
    ) -> Self:
        """Return a signed entry, its signature checked.

        Args:
            kind: what is logged.
            did: of the issuer.
            sequence: the issuer's next number.
            time: POSIX seconds.
            body: 32 bytes.
            signer: one of the issuer's keys.
            public: its public half.

        Raises:
            EntryFormatError: a value out of range.
            EntrySignatureError: the signer's signature does not verify.
        """
        entry = cls(kind, issuer_hash(did), sequence, time, body, public)
        signed = replace(entry, signature=_lower(entry, signer.sign(entry.signed_bytes)))
        signed.check_signature()
        return signed

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read an entry in its only spelling; the signature is not checked.

        Raises:
            EntryFormatError: another version, kind, length or key.
        """
        if not _HEAD + 1 < len(data) <= MAX_BYTES or data[0] != VERSION:
            raise EntryFormatError("The bytes are no entry of version 1.", length=len(data))
        algorithm = _ALGORITHMS.get(data[_HEAD])
        if algorithm is None or data[1] not in set(Kind):
            raise EntryFormatError("The entry is of no kind we know, or by no such key.")
        middle = _HEAD + 1 + algorithm.public_bytes
        if len(data) != middle + algorithm.signature_bytes:
            raise EntryFormatError("The entry has not the length of its kind.")
        try:
            key = PublicKey(algorithm, data[_HEAD + 1 : middle])
        except CryptoError as error:
            raise EntryFormatError(f"The key of the entry is none: {error.message}") from error
        entry = cls(
            kind=Kind(data[1]),
            issuer=data[2:34],
            sequence=int.from_bytes(data[34:42]),
            time=int.from_bytes(data[42:50]),
            body=data[50:_HEAD],
            key=key,
            signature=data[middle:],
        )
        if _lower(entry, entry.signature) != entry.signature:
            raise EntryFormatError("The signature is the twin of the one we write.")
        return entry

    @property
    def unsigned(self) -> bytes:
        """The bytes before the signature."""
        return b"".join(
            (
                bytes([VERSION, self.kind]),
                self.issuer,
                self.sequence.to_bytes(8),
                self.time.to_bytes(8),
                self.body,
                bytes([_NUMBERS[self.key.algorithm]]),
                self.key.raw,
            )
        )

    @property
    def signed_bytes(self) -> bytes:
        """What the issuer signs."""
        return _CONTEXT + self.unsigned

    def to_bytes(self) -> bytes:
        """Return the leaf.

        Raises:
            EntryFormatError: it is not signed.
        """
        if len(self.signature) != self.key.algorithm.signature_bytes:
            raise EntryFormatError("The entry is not signed.")
        return self.unsigned + self.signature

    def check_signature(self) -> None:
        """Accept the entry when the key it names signed it.

        Raises:
            EntrySignatureError: it did not.
        """
        try:
            self.key.verify(self.signature, self.signed_bytes)
        except SignatureError as error:
            raise EntrySignatureError("The entry is not signed by the key it names.") from error


def issuer_hash(did: str) -> bytes:
    """Return what stands for an issuer in its entries, 32 bytes."""
    return hashlib.sha256(_ISSUER + did.encode()).digest()


def _lower(entry: Entry, signature: bytes) -> bytes:
    """Return the one of two twins that we write: s in the lower half of the order."""
    if entry.key.algorithm is not Algorithm.P256 or len(signature) != 2 * HASH_BYTES:
        return signature
    s = int.from_bytes(signature[HASH_BYTES:])
    if s <= _P256_ORDER // 2 or s >= _P256_ORDER:
        return signature
    return signature[:HASH_BYTES] + (_P256_ORDER - s).to_bytes(HASH_BYTES)
