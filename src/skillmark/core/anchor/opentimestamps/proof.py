"""The file ``.ots``: the digest of what was stamped, and the time stamp of that digest.

What Skillmark stamps is `anchor_digest` of a checkpoint. It is made longer by a random nonce
before it goes to a calendar, so that calendars cannot tell who stamps what.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.anchor.opentimestamps.attestations import (
    BITCOIN_TAG,
    Attestation,
    Block,
    Pending,
)
from skillmark.core.anchor.opentimestamps.codec import Reader
from skillmark.core.anchor.opentimestamps.errors import OtsFormatError, OtsLimitError
from skillmark.core.anchor.opentimestamps.operations import (
    APPEND,
    DIGEST_BYTES,
    SHA256,
    Operation,
)
from skillmark.core.anchor.opentimestamps.timestamp import MAX_BYTES, Path, Timestamp
from skillmark.core.log.checkpoint import Checkpoint

MAGIC: Final = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
MAJOR_VERSION: Final = 1
NONCE_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Promise:
    """What a calendar has taken and will say more of: its address, and what it was given."""

    uri: str
    commitment: bytes
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class OtsProof:
    """A time stamp with its head.

    Attributes:
        hash_tag: the operation by which the file was hashed: `SHA256`, SHA1 or RIPEMD160.
        timestamp: of the digest.

    Raises:
        OtsFormatError: no such hash, or a digest of another length.
    """

    hash_tag: int
    timestamp: Timestamp

    def __post_init__(self) -> None:
        if DIGEST_BYTES.get(self.hash_tag) != len(self.timestamp.message):
            raise OtsFormatError("The digest does not fit the hash it is said to be by.")

    @property
    def digest(self) -> bytes:
        """What was stamped."""
        return self.timestamp.message

    @property
    def ways(self) -> tuple[tuple[Path, bytes], ...]:
        """Every path and the message that is attested at its end."""
        return tuple(zip(self.timestamp.paths, self.timestamp.attested, strict=True))

    @property
    def heights(self) -> tuple[int, ...]:
        """The blocks of Bitcoin that it names, in ascending order; nothing is checked."""
        return tuple(
            sorted(
                {
                    path.attestation.height
                    for path in self.timestamp.paths
                    if isinstance(path.attestation, Block)
                    and path.attestation.tag == BITCOIN_TAG
                }
            )
        )

    @property
    def promises(self) -> tuple[Promise, ...]:
        """The calendars' promises that are still in it."""
        return tuple(
            Promise(path.attestation.uri, message, path.operations)
            for path, message in self.ways
            if isinstance(path.attestation, Pending)
        )

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a file.

        Raises:
            OtsError: malformed, too large, not in its only spelling, or of another version.
        """
        if len(data) > MAX_BYTES:
            raise OtsLimitError("The time stamp is too large.", length=len(data))
        reader = Reader(data)
        if reader.take(min(len(MAGIC), len(data))) != MAGIC:
            raise OtsFormatError("This is no file of OpenTimestamps.")
        if reader.number() != MAJOR_VERSION:
            raise OtsFormatError("The file is of a version that we do not know.")
        hash_tag = reader.byte()
        if hash_tag not in DIGEST_BYTES:
            raise OtsFormatError("The file was hashed in a way that the format does not have.")
        digest = reader.take(DIGEST_BYTES[hash_tag])
        head = len(MAGIC) + 2 + len(digest)
        return cls(hash_tag, Timestamp.parse(data[head:], digest))

    def to_bytes(self) -> bytes:
        """Return the file."""
        head = MAGIC + bytes([MAJOR_VERSION, self.hash_tag])
        return head + self.digest + self.timestamp.to_bytes()

    def upgraded(self, promise: Promise, answer: Timestamp) -> Self:
        """Return the proof with what a calendar says now; its promise stays in it.

        Args:
            promise: one of `promises`.
            answer: the calendar's time stamp of ``promise.commitment``.

        Raises:
            OtsOtherMessageError: the answer is of something else.
        """
        longer = answer.before(*promise.operations, message=self.digest)
        return type(self)(self.hash_tag, self.timestamp.merged(longer))

    def without(self, unwanted: Collection[Attestation]) -> Self:
        """Return the proof without the ways to these attestations.

        Raises:
            OtsLimitError: nothing is left.
        """
        kept = [path for path in self.timestamp.paths if path.attestation not in unwanted]
        return type(self)(self.hash_tag, Timestamp(self.digest, tuple(kept)))

    def settled(self, height: int) -> Self:
        """Return the proof with the ways to one block only, as it is kept for ever.

        Raises:
            OtsLimitError: it names no such block.
        """
        wanted = Block(BITCOIN_TAG, height)
        kept = [path for path in self.timestamp.paths if path.attestation == wanted]
        return type(self)(self.hash_tag, Timestamp(self.digest, tuple(kept)))


def anchor_digest(checkpoint: Checkpoint) -> bytes:
    """Return what is stamped of a checkpoint: SHA-256 of the text that is signed, 32 bytes."""
    return hashlib.sha256(checkpoint.text.encode()).digest()


def commitment(digest: bytes, nonce: bytes) -> tuple[bytes, tuple[Operation, ...]]:
    """Return what calendars are given, and the operations that lead to it.

    Args:
        digest: what is stamped.
        nonce: `NONCE_BYTES` random bytes.
    """
    operations = (Operation(APPEND, nonce), Operation(SHA256))
    message = digest
    for operation in operations:
        message = operation.apply(message)
    return message, operations


def stamped(digest: bytes, nonce: bytes, answers: Collection[Timestamp]) -> OtsProof:
    """Return the proof of a SHA-256 digest out of the answers of calendars.

    Args:
        digest: 32 bytes.
        nonce: as it was given to `commitment`.
        answers: at least one.

    Raises:
        OtsError: an answer is of something else, or there is none.
    """
    _, operations = commitment(digest, nonce)
    paths: set[Path] = set()
    for answer in answers:
        paths.update(answer.before(*operations, message=digest).paths)
    return OtsProof(SHA256, Timestamp.of(digest, paths))
