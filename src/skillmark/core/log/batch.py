"""A batch of credentials as one leaf: salted commitments in a tree of their own.

Each credential gets 32 random bytes of salt. The commitment to it is a hash over salt and
document, so whoever has no salt learns nothing, and once the salt is erased the commitment is
noise. The tree is filled up with random leaves to a power of two of at least 16, so the log
does not say how many credentials there were. Randomness comes in as an argument.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.canon import jcs
from skillmark.core.jsonio import JsonObject
from skillmark.core.log import merkle
from skillmark.core.log.errors import BatchError, LogError, TreeRangeError
from skillmark.core.log.spelling import HASH_BYTES

MIN_LEAVES: Final = 16
MAX_DEPTH: Final = 24  # 16 million credentials in one batch
SALT_BYTES: Final = 32
_COMMITMENT: Final = b"mc-leaf-v1"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one credential lies in its batch; what its holder keeps.

    Attributes:
        salt: 32 bytes; without it the commitment is noise.
        index: of its leaf.
        path: from its leaf to the root of the batch; 4 to 24 hashes.

    Raises:
        BatchError: no such place.
    """

    salt: bytes
    index: int
    path: tuple[bytes, ...]

    def __post_init__(self) -> None:
        lowest = MIN_LEAVES.bit_length() - 1
        if len(self.salt) != SALT_BYTES or not lowest <= len(self.path) <= MAX_DEPTH:
            raise BatchError("A place has a salt of 32 bytes and 4 to 24 hashes.")
        if not 0 <= self.index < 1 << len(self.path):
            raise BatchError("The batch has no such place.", index=self.index)

    def check(self, credential: bytes, root: bytes) -> None:
        """Accept the credential with this digest as one of the batch with this root.

        Args:
            credential: `credential_digest`, 32 bytes.
            root: of the batch, as its entry has it.

        Raises:
            BatchError: it is none.
        """
        leaf = merkle.leaf_hash(commitment(self.salt, credential))
        try:
            merkle.check_inclusion(leaf, self.index, 1 << len(self.path), self.path, root)
        except LogError as error:
            raise BatchError("The credential is not in the batch that was logged.") from error


@dataclass(frozen=True, slots=True)
class Batch:
    """The tree over a batch.

    Attributes:
        levels: of hashes, leaves first, the root alone last.
        count: credentials; the leaves after them are padding.
    """

    levels: tuple[tuple[bytes, ...], ...]
    count: int

    @classmethod
    def of(cls, commitments: Sequence[bytes], padding: bytes) -> Self:
        """Build the tree.

        Args:
            commitments: of the credentials, in the order of the batch, 32 bytes each.
            padding: `padding_bytes` of randomness.

        Raises:
            BatchError: no credential, too many, another width, or not enough padding.
        """
        needed = padding_bytes(len(commitments))
        if len(padding) != needed or any(len(one) != HASH_BYTES for one in commitments):
            raise BatchError("A batch takes hashes, and randomness for the rest of its tree.")
        fill = [padding[at : at + HASH_BYTES] for at in range(0, needed, HASH_BYTES)]
        level = tuple(merkle.leaf_hash(one) for one in (*commitments, *fill))
        levels = [level]
        while len(level) > 1:
            pairs = zip(level[::2], level[1::2], strict=True)
            level = tuple(merkle.node_hash(left, right) for left, right in pairs)
            levels.append(level)
        return cls(tuple(levels), len(commitments))

    @property
    def root(self) -> bytes:
        """The body of the entry that logs the batch."""
        return self.levels[-1][0]

    def place(self, index: int, salt: bytes) -> Place:
        """Return what the holder of one credential keeps.

        Raises:
            TreeRangeError: the batch has no such credential.
            BatchError: the salt has another width.
        """
        if not 0 <= index < self.count:
            raise TreeRangeError("The batch has no such credential.", index=index)
        path = tuple(level[index >> up ^ 1] for up, level in enumerate(self.levels[:-1]))
        return Place(salt, index, path)


def padding_bytes(count: int) -> int:
    """Return how many random bytes a batch of ``count`` credentials needs for its padding.

    Raises:
        BatchError: none, or more than a batch takes.
    """
    if not 1 <= count <= 1 << MAX_DEPTH:
        raise BatchError(f"A batch has 1 to {1 << MAX_DEPTH} credentials.", count=count)
    leaves = max(MIN_LEAVES, 1 << (count - 1).bit_length())
    return (leaves - count) * HASH_BYTES


def commitment(salt: bytes, credential: bytes) -> bytes:
    """Return the commitment to a credential: SHA-256("mc-leaf-v1" ‖ salt ‖ digest).

    Args:
        salt: 32 random bytes, of this credential alone.
        credential: `credential_digest`.

    Raises:
        BatchError: another width.
    """
    if len(salt) != SALT_BYTES or len(credential) != HASH_BYTES:
        raise BatchError("Salt and digest have 32 bytes.")
    return hashlib.sha256(_COMMITMENT + salt + credential).digest()


def credential_digest(document: JsonObject) -> bytes:
    """Return the SHA-256 of a credential without its proofs, in canonical form (RFC 8785).

    Raises:
        CanonError: the document has no canonical form.
    """
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    return hashlib.sha256(jcs.canonicalize(unsecured)).digest()
