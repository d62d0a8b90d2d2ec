"""Merkle-Patricia tries of a block: making root and paths, and following a path.

Yellow paper, appendix D. The tries of transactions and receipts map RLP(index) to a value; no key
is the beginning of another, so no branch has a value of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from skillmark.core.anchor.evm.errors import PathError, RlpError
from skillmark.core.anchor.evm.keccak import DIGEST_BYTES, keccak256
from skillmark.core.anchor.evm.rlp import Rlp, decode_list, encode, number

EMPTY_ROOT: Final = keccak256(encode(b""))
MAX_NODES: Final = 12  # of a path: RLP(index) has at most ten nibbles here
_BRANCH: Final = 17  # sixteen children and a value
_LEAF: Final = 2  # items of a leaf or an extension
_LEAF_FLAG: Final = 2
_ODD_FLAG: Final = 1

type Nibbles = tuple[int, ...]


def key_of(index: int) -> bytes:
    """Return the key under which the transaction or receipt `index` of a block lies."""
    return encode(number(index))


def follow(root: bytes, key: bytes, path: Sequence[bytes]) -> bytes:
    """Return the value to which a path leads.

    Args:
        root: 32 bytes, from the header of the block.
        key: whose value is proven.
        path: the RLP of the nodes that are named by their hash, from the root down.

    Raises:
        PathError: a node is not the one that is named, the path ends early, leads elsewhere,
            or has nodes left over.
    """
    rest, nibbles = list(path), _nibbles(key)
    wanted: Rlp = root
    while True:
        node = _open(wanted, rest)
        if len(node) == _BRANCH:
            if not nibbles:
                raise PathError("The path ends in a branch.")
            wanted, nibbles = node[nibbles[0]], nibbles[1:]
            continue
        leaf, part = _read_part(node)
        if nibbles[: len(part)] != part:
            raise PathError("The path leads to another key.")
        nibbles, wanted = nibbles[len(part) :], node[1]
        if leaf:
            return _value(wanted, nibbles, rest)


def build(values: Sequence[bytes]) -> bytes:
    """Return the root of the trie of a block's transactions or receipts, in their order."""
    items = {_nibbles(key_of(index)): value for index, value in enumerate(values)}
    return keccak256(encode(_node(items))) if items else EMPTY_ROOT


def path_to(values: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the path to the value `index`, as `follow` reads it."""
    items = {_nibbles(key_of(at)): value for at, value in enumerate(values)}
    nibbles, found = _nibbles(key_of(index)), list[bytes]()
    while True:
        node = encode(_node(items))
        if len(node) >= DIGEST_BYTES or not found:
            found.append(node)
        shared = _shared(items)
        if len(items) == 1:
            return tuple(found)
        if shared:
            items = {key[len(shared) :]: value for key, value in items.items()}
            nibbles = nibbles[len(shared) :]
        else:
            items = {key[1:]: value for key, value in items.items() if key[0] == nibbles[0]}
            nibbles = nibbles[1:]


def _open(wanted: Rlp, rest: list[bytes]) -> list[Rlp]:
    """Return the node that a hash names, or that lies in its parent because it is small."""
    if not isinstance(wanted, bytes):
        return list(wanted)
    if len(wanted) != DIGEST_BYTES or not rest:
        raise PathError("The path ends early.")
    data = rest.pop(0)
    if keccak256(data) != wanted:
        raise PathError("A node of the path is not the one that is named.")
    try:
        return decode_list(data)
    except RlpError as error:
        raise PathError("A node of the path is malformed.") from error


def _read_part(node: list[Rlp]) -> tuple[bool, Nibbles]:
    """Return whether a node is a leaf, and the part of the key it has (hex prefix, appendix C)."""
    part = node[0] if len(node) == _LEAF else None
    if not isinstance(part, bytes) or not part:
        raise PathError("A node of the path is malformed.")
    first, *others = _nibbles(part)
    if first > _LEAF_FLAG + _ODD_FLAG or (not first & _ODD_FLAG and others.pop(0)):
        raise PathError("A node of the path is malformed.")
    return first >= _LEAF_FLAG, tuple(others)


def _value(value: Rlp, nibbles: Nibbles, rest: list[bytes]) -> bytes:
    if nibbles or rest or not isinstance(value, bytes):
        raise PathError("The path leads to another key, or has nodes left over.")
    return value


def _node(items: Mapping[Nibbles, bytes]) -> list[Rlp]:
    """Return the node above all of `items`, which are not none."""
    shared = _shared(items)
    if len(items) == 1:
        return [_part(shared, leaf=True), next(iter(items.values()))]
    if shared:
        below = {key[len(shared) :]: value for key, value in items.items()}
        return [_part(shared, leaf=False), _reference(below)]
    children: list[Rlp] = []
    for nibble in range(16):
        below = {key[1:]: value for key, value in items.items() if key[0] == nibble}
        children.append(_reference(below) if below else b"")
    return [*children, b""]


def _reference(items: Mapping[Nibbles, bytes]) -> Rlp:
    node = _node(items)
    data = encode(node)
    return node if len(data) < DIGEST_BYTES else keccak256(data)


def _shared(items: Mapping[Nibbles, bytes]) -> Nibbles:
    """Return how all keys begin; the whole key if there is one."""
    first, last = min(items), max(items)
    length = next(
        (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other),
        len(first),
    )
    return first[:length]


def _part(nibbles: Nibbles, *, leaf: bool) -> bytes:
    flag = _LEAF_FLAG if leaf else 0
    odd = len(nibbles) % 2
    padded = (flag + _ODD_FLAG, *nibbles) if odd else (flag, 0, *nibbles)
    return bytes(16 * high + low for high, low in zip(padded[::2], padded[1::2], strict=True))


def _nibbles(data: bytes) -> Nibbles:
    return tuple(nibble for byte in data for nibble in (byte >> 4, byte & 15))
