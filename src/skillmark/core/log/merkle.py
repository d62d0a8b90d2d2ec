"""The Merkle tree of RFC 6962 §2.1 with SHA-256: hashes, proofs, and what proofs are made of.

Pure. A proof is made from the hashes of ranges of leaves, wherever those come from: from all
leaves (`Leaves`), or from tiles (`skillmark.core.log.reading`). Verification follows the
algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2 and takes exactly one proof for each question: as
many hashes as the tree has on the way, in their order.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from skillmark.core.log.errors import ConsistencyError, InclusionError, TreeRangeError
from skillmark.core.log.spelling import HASH_BYTES, MAX_SIZE

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
"""The root of a tree without leaves, RFC 6962 §2.1."""

MAX_PATH: Final = 64  # hashes in any proof

type Range = tuple[int, int]
"""A range of leaves, first and one past the last."""


class Hashes(Protocol):
    """Where the hashes of subtrees come from."""

    def subtree(self, first: int, end: int) -> bytes:
        """Return MTH(D[first:end]), 32 bytes; ``end > first``."""
        ...


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(width: int) -> int:
    """Return the largest power of two smaller than ``width``, which is at least 2."""
    return 1 << (width - 1).bit_length() - 1


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes in their order; pairwise, level by level.

    A level with an odd number of nodes lifts its last one, which is the same tree as the
    recursive definition in RFC 6962 §2.1.
    """
    if not leaf_hashes:
        return EMPTY_ROOT
    level = list(leaf_hashes)
    sha256 = hashlib.sha256
    while len(level) > 1:
        paired = [
            sha256(b"\x01" + level[place] + level[place + 1]).digest()
            for place in range(0, len(level) - 1, 2)
        ]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


@dataclass(frozen=True, slots=True)
class Leaves:
    """A tree whose leaf hashes are all at hand."""

    hashes: tuple[bytes, ...]

    def subtree(self, first: int, end: int) -> bytes:
        """Return the hash over a range of leaves."""
        return root_of(self.hashes[first:end])


def inclusion_ranges(index: int, size: int) -> tuple[Range, ...]:
    """Return what PATH(index, D[size]) consists of, from the leaf's sibling upwards.

    Raises:
        TreeRangeError: there is no such leaf.
    """
    if not 0 <= index < size <= MAX_SIZE:
        raise TreeRangeError("The tree has no such entry.", index=index, size=size)
    first, end = 0, size
    downwards: list[Range] = []
    while end - first > 1:
        middle = first + split(end - first)
        if index < middle:
            downwards.append((middle, end))
            end = middle
        else:
            downwards.append((first, middle))
            first = middle
    return tuple(reversed(downwards))


def consistency_ranges(old: int, new: int) -> tuple[Range, ...]:
    """Return what PROOF(old, D[new]) consists of, innermost first; none for 0 or ``new``.

    Raises:
        TreeRangeError: the old tree is the larger one.
    """
    if not 0 <= old <= new <= MAX_SIZE:
        raise TreeRangeError("The older tree cannot be the larger one.", old=old, new=new)
    if old in {0, new}:
        return ()
    first, end, whole = 0, new, True
    downwards: list[Range] = []
    while end != old:
        middle = first + split(end - first)
        if old <= middle:
            downwards.append((middle, end))
            end = middle
        else:
            downwards.append((first, middle))
            first, whole = middle, False
    if not whole:
        downwards.append((first, end))
    return tuple(reversed(downwards))


def inclusion_path(hashes: Hashes, index: int, size: int) -> tuple[bytes, ...]:
    """Return the proof that a leaf is in the tree of ``size`` leaves.

    Raises:
        TreeRangeError: there is no such leaf.
    """
    return tuple(hashes.subtree(*part) for part in inclusion_ranges(index, size))


def consistency_path(hashes: Hashes, old: int, new: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of ``old`` leaves is the beginning of that of ``new``.

    Raises:
        TreeRangeError: the old tree is the larger one.
    """
    return tuple(hashes.subtree(*part) for part in consistency_ranges(old, new))


def check_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> None:
    """Accept exactly the path from a leaf hash to the root, RFC 9162 §2.1.3.2.

    Raises:
        InclusionError: another path, another place, another root.
        TreeRangeError: a tree of that size has no such leaf.
    """
    if not 0 <= index < size <= MAX_SIZE:
        raise TreeRangeError("The tree has no such entry.", index=index, size=size)
    _check_widths([leaf, root, *path], InclusionError)
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise InclusionError("The path is longer than the tree is high.")
        if place % 2 or place == last:
            found = node_hash(sibling, found)
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise InclusionError("The path is shorter than the tree is high.")
    if found != root:
        raise InclusionError("The path does not lead from the entry to the root.")


def check_consistency(
    old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Accept exactly the proof that one tree grew out of the other, RFC 9162 §2.1.4.2.

    Raises:
        ConsistencyError: another proof, or trees that do not belong together.
        TreeRangeError: the old tree is the larger one.
    """
    if not 0 <= old <= new <= MAX_SIZE:
        raise TreeRangeError("The older tree cannot be the larger one.", old=old, new=new)
    _check_widths([old_root, new_root, *path], ConsistencyError)
    if old in {0, new}:
        _check_trivial(old, old_root, new, new_root, path)
        return
    if not path:
        raise ConsistencyError("The proof is empty.")
    seen = (old_root, *path) if old.bit_count() == 1 else tuple(path)
    if _roots_of_both(old, new, seen) != (old_root, new_root):
        raise ConsistencyError("The newer tree does not contain the older one.")


def _roots_of_both(old: int, new: int, seen: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the roots that a proof leads to, RFC 9162 §2.1.4.2 steps 3 to 6."""
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    older = newer = seen[0]
    for sibling in seen[1:]:
        if last == 0:
            raise ConsistencyError("The proof is longer than the tree is high.")
        if place % 2 or place == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ConsistencyError("The proof is shorter than the tree is high.")
    return older, newer


def _check_trivial(
    old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Judge the pairs that need no proof: nothing before, or nothing since."""
    if path:
        raise ConsistencyError("These two trees need no proof, and there is one.")
    if old == new and old_root != new_root:
        raise ConsistencyError("Two trees of one size have different roots.")
    for size, root in ((old, old_root), (new, new_root)):
        if size == 0 and root != EMPTY_ROOT:
            raise ConsistencyError("The root of an empty tree is not that of the empty tree.")


def _check_widths(
    hashes: Sequence[bytes], error: type[InclusionError] | type[ConsistencyError]
) -> None:
    if len(hashes) > MAX_PATH + 2 or any(len(one) != HASH_BYTES for one in hashes):
        raise error(f"A proof is at most {MAX_PATH} hashes of {HASH_BYTES} bytes.")
