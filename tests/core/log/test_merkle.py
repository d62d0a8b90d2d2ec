"""The tree: published vectors, two foreign implementations, and every proof that is not one."""

import hashlib
import os
import random
from functools import cache

import aics_tlog
import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.log import LogError, merkle

EXHAUSTIVE = bool(os.environ.get("SKILLMARK_TEST_EXHAUSTIVE"))
LIMIT = 300

# The test tree of the Certificate Transparency project, leaves and roots of sizes 1 to 8.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATH_OF_0_IN_8 = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
HASHES = tuple(merkle.leaf_hash(b"leaf %d" % number) for number in range(LIMIT))


class Naive:
    """The recursive definition of RFC 6962 §2.1, word by word, remembered."""

    @cache  # noqa: B019 - one tree for the whole module
    def subtree(self, first: int, end: int) -> bytes:
        if end - first == 1:
            return HASHES[first]
        power = 1
        while power * 2 < end - first:
            power *= 2
        both = self.subtree(first, first + power) + self.subtree(first + power, end)
        return hashlib.sha256(b"\x01" + both).digest()


TREE = Naive()
LEAVES_TREE = merkle.Leaves(HASHES)


def inclusion(index: int, size: int) -> list[bytes]:
    return list(merkle.inclusion_path(TREE, index, size))


def consistency(old: int, new: int) -> list[bytes]:
    return list(merkle.consistency_path(TREE, old, new))


def holds(index: int, size: int, path: list[bytes], *, leaf: bytes, root: bytes) -> bool:
    try:
        merkle.check_inclusion(leaf, index, size, path, root)
    except LogError:
        return False
    return True


def grew(old: int, old_root: bytes, new: int, new_root: bytes, path: list[bytes]) -> bool:
    try:
        merkle.check_consistency(old, old_root, new, new_root, path)
    except LogError:
        return False
    return True


def flipped(data: bytes, bit: int) -> bytes:
    return (int.from_bytes(data) ^ 1 << bit).to_bytes(len(data))


def test_the_published_roots_and_path() -> None:
    hashes = [merkle.leaf_hash(leaf) for leaf in LEAVES]
    assert [merkle.root_of(hashes[:size]).hex() for size in range(1, 9)] == ROOTS
    assert merkle.root_of([]) == merkle.EMPTY_ROOT == hashlib.sha256().digest()
    path = merkle.inclusion_path(merkle.Leaves(tuple(hashes)), 0, 8)
    assert [one.hex() for one in path] == PATH_OF_0_IN_8


def test_roots_by_levels_are_those_of_the_definition() -> None:
    for size in range(1, LIMIT + 1):
        assert merkle.root_of(HASHES[:size]) == TREE.subtree(0, size)


def test_every_inclusion_proof_up_to_the_limit_holds_and_no_other_place_does() -> None:
    for size in range(1, LIMIT + 1):
        root = TREE.subtree(0, size)
        for index in range(size):
            path = inclusion(index, size)
            assert holds(index, size, path, leaf=HASHES[index], root=root)
            other = (index + 1) % size
            if other != index and index in places(size):
                assert not holds(other, size, path, leaf=HASHES[index], root=root)
                assert not holds(index, size, path, leaf=HASHES[other], root=root)


def test_every_pair_of_sizes_up_to_the_limit_is_consistent() -> None:
    for new in range(1, LIMIT + 1):
        root = TREE.subtree(0, new)
        for old in range(1, new + 1):
            path = consistency(old, new)
            older = TREE.subtree(0, old)
            assert grew(old, older, new, root, path)
            if old in places(new):
                assert not grew(old, flipped(older, 7), new, root, path)
                assert not grew(old, older, new, flipped(root, 7), path)


def test_the_empty_tree_is_the_beginning_of_every_tree_and_needs_no_proof() -> None:
    root = TREE.subtree(0, 9)
    assert grew(0, merkle.EMPTY_ROOT, 9, root, [])
    assert grew(0, merkle.EMPTY_ROOT, 0, merkle.EMPTY_ROOT, [])
    assert not grew(0, merkle.EMPTY_ROOT, 9, root, [HASHES[0]])
    assert not grew(0, HASHES[0], 9, root, [])
    assert not grew(0, merkle.EMPTY_ROOT, 0, HASHES[0], [])
    assert not grew(9, root, 8, TREE.subtree(0, 8), [])


def bits() -> range | list[int]:
    return range(256) if EXHAUSTIVE else [0, 1, 127, 255]


def places(size: int) -> list[int]:
    return (
        list(range(size))
        if EXHAUSTIVE
        else sorted({0, size // 2, size - 2, size - 1} & {*range(size)})
    )


STRIPES = 20  # so that several processes share the long way


@pytest.mark.parametrize("stripe", range(STRIPES))
def test_no_flipped_bit_of_an_inclusion_proof_is_accepted(stripe: int) -> None:
    """All bits of all proofs under `make crash`; four bits of four proofs a size otherwise."""
    for size in range(1 + stripe, LIMIT + 1, STRIPES):
        root = TREE.subtree(0, size)
        for index in places(size):
            path, leaf = inclusion(index, size), HASHES[index]
            for place, digest in enumerate(path):
                for bit in bits():
                    changed = [*path[:place], flipped(digest, bit), *path[place + 1 :]]
                    assert not holds(index, size, changed, leaf=leaf, root=root)
            for bit in bits():
                assert not holds(index, size, path, leaf=flipped(leaf, bit), root=root)
                assert not holds(index, size, path, leaf=leaf, root=flipped(root, bit))


@pytest.mark.parametrize("stripe", range(STRIPES))
def test_no_flipped_bit_of_a_consistency_proof_is_accepted(stripe: int) -> None:
    for new in range(2 + stripe, LIMIT + 1, STRIPES):
        root = TREE.subtree(0, new)
        for old in places(new):
            if old == 0:
                continue
            path, older = consistency(old, new), TREE.subtree(0, old)
            for place, digest in enumerate(path):
                for bit in bits():
                    changed = [*path[:place], flipped(digest, bit), *path[place + 1 :]]
                    assert not grew(old, older, new, root, changed)


def test_a_proof_has_exactly_its_hashes() -> None:
    for size in range(1, 70):
        root = TREE.subtree(0, size)
        for index in range(size):
            path, leaf = inclusion(index, size), HASHES[index]
            wrong = [
                [*path, HASHES[0]],
                [HASHES[0], *path],
                [*path, path[-1] if path else root],
            ]
            wrong += [path[:-1], path[1:], path[::-1]] if len(path) > 1 else []
            wrong += (
                [[*path[:-1], path[-1][:-1]], [*path[:-1], path[-1] + b"\0"]] if path else []
            )
            assert not any(holds(index, size, one, leaf=leaf, root=root) for one in wrong)


def test_sizes_and_places_that_cannot_be_are_refused() -> None:
    path, root = inclusion(2, 5), TREE.subtree(0, 5)
    for index, size in ((-1, 5), (5, 5), (0, 0), (2, -5), (2, 2**63)):
        assert not holds(index, size, path, leaf=HASHES[2], root=root)
        with pytest.raises(LogError):
            merkle.inclusion_ranges(index, size)
    for old, new in ((-1, 5), (6, 5), (0, 2**63)):
        with pytest.raises(LogError):
            merkle.consistency_ranges(old, new)


def test_a_node_is_no_leaf() -> None:
    """V-C 98: two leaves side by side are not one leaf of a smaller tree."""
    both = HASHES[0] + HASHES[1]
    assert not holds(0, 1, [], leaf=merkle.leaf_hash(both), root=TREE.subtree(0, 2))
    assert merkle.leaf_hash(both) != merkle.node_hash(HASHES[0], HASHES[1])


def test_a_proof_of_a_smaller_tree_is_none_of_a_newer_one() -> None:
    """V-C 97."""
    for old, new in ((5, 9), (8, 16), (255, 300)):
        path = inclusion(3, old)
        assert not holds(3, new, path, leaf=HASHES[3], root=TREE.subtree(0, new))


@given(st.integers(1, 150), st.randoms(use_true_random=False))
def test_two_foreign_trees_agree(size: int, draw: random.Random) -> None:
    entries = [draw.randbytes(draw.randrange(40)) for _ in range(size)]
    ours = merkle.Leaves(tuple(map(merkle.leaf_hash, entries)))
    aics = aics_tlog.MerkleTree(entries)
    other = pymerkle.InmemoryTree.init_from_entries(entries)
    root = ours.subtree(0, size)
    assert root == aics.root() == other.get_root()
    index, old = draw.randrange(size), draw.randrange(1, size + 1)
    path = list(merkle.inclusion_path(ours, index, size))
    assert path == aics.inclusion_proof(index)
    grown = list(merkle.consistency_path(ours, old, size))
    assert grown == aics.consistency_proof(old)
    foreign = other.prove_inclusion(index + 1, size)
    foreign.verify(ours.hashes[index], root)
    assert path == [bytes.fromhex(one) for one in foreign.serialize()["path"]][1:]
    merkle.check_consistency(old, aics.root(old), size, root, aics.consistency_proof(old))


@given(st.integers(1, 2**63 - 1), st.data())
def test_proofs_of_huge_trees_have_the_length_they_must(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    ranges = merkle.inclusion_ranges(index, size)
    assert len(ranges) <= 63
    assert sum(end - first for first, end in ranges) == size - 1
    old = data.draw(st.integers(1, size))
    assert len(merkle.consistency_ranges(old, size)) <= 64
