"""The tree of a batch, as the Blockcerts tools build it: pairs of SHA-256, a last one goes up."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.anchor.merkle_proof_2019.errors import MerkleTreeError
from skillmark.core.anchor.merkle_proof_2019.value import HASH_BYTES, Step

MAX_LEAVES: Final = 1 << 20
SMALLEST: Final = 16  # leaves, so that small batches look alike


@dataclass(frozen=True, slots=True)
class Tree:
    """All levels of a tree, from the leaves to the root."""

    levels: tuple[tuple[bytes, ...], ...]

    @classmethod
    def of(cls, leaves: Sequence[bytes]) -> Self:
        """Return the tree over hashes of 32 bytes.

        Raises:
            MerkleTreeError: none, more than `MAX_LEAVES`, or one that is no hash.
        """
        if not 1 <= len(leaves) <= MAX_LEAVES or any(len(x) != HASH_BYTES for x in leaves):
            raise MerkleTreeError("A tree has 1 to 1,048,576 leaves of 32 bytes.")
        levels = [tuple(leaves)]
        while len(levels[-1]) > 1:
            below = levels[-1]
            pairs = [
                hashlib.sha256(below[at] + below[at + 1]).digest()
                for at in range(0, len(below) - 1, 2)
            ]
            levels.append((*pairs, below[-1]) if len(below) % 2 else tuple(pairs))
        return cls(tuple(levels))

    @property
    def root(self) -> bytes:
        """What goes on the chain, 32 bytes."""
        return self.levels[-1][0]

    def path(self, index: int) -> tuple[Step, ...]:
        """Return the way from a leaf to the root."""
        steps: list[Step] = []
        for level in self.levels[:-1]:
            sibling = index ^ 1
            if sibling < len(level):
                steps.append(Step(level[sibling], left=sibling < index))
            index //= 2
        return tuple(steps)


def padding(leaves: int) -> int:
    """Return how many random leaves hide how large a batch is: up to a power of two, 16 at least.

    Raises:
        MerkleTreeError: there are none or too many.
    """
    if not 1 <= leaves <= MAX_LEAVES:
        raise MerkleTreeError("A tree has 1 to 1,048,576 leaves of 32 bytes.")
    return max(SMALLEST, 1 << (leaves - 1).bit_length()) - leaves
