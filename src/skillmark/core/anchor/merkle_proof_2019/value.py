"""The proof value: what was hashed, the way to the root, and where the root is.

After the key map of ``lds-merkle-proof-2019`` 1.0: CBOR arrays of pairs in base58btc, in which
every hash is CBOR once more. The pairs of the root may stand in any order; ours is fixed.
"""

import hashlib
from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.anchor.merkle_proof_2019 import cbor
from skillmark.core.anchor.merkle_proof_2019.cbor import Item
from skillmark.core.anchor.merkle_proof_2019.errors import MerkleAnchorError, MerkleValueError
from skillmark.core.encoding import EncodingError, multibase

HASH_BYTES: Final = 32
MAX_PATH: Final = 40  # steps
MAX_ANCHORS: Final = 4

_ROOT, _TARGET, _ANCHORS, _PATH = 0, 1, 2, 3
_LEFT, _RIGHT = 0, 1
_CHAINS: Final = {"btc": 0, "eth": 1, "mtc": 2}
_NETWORKS: Final = {
    "btc": {"mainnet": 1, "testnet": 3},
    "eth": {"mainnet": 1, "ropsten": 3, "rinkeby": 4, "goerli": 5, "sepolia": 11_155_111},
    "mtc": {"mainnet": 137, "mumbai": 80_001},
}
_NAMED: Final = {
    (chain, code): name for chain, names in _NETWORKS.items() for name, code in names.items()
}
_CHAIN_NAMES: Final = {code: name for name, code in _CHAINS.items()}


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the root is: ``blink:<chain>:<network>:0x<transaction>``.

    Attributes:
        chain: ``btc``, ``eth`` or ``mtc``.
        network: as the key map names it, such as ``mainnet`` or ``sepolia``.
        transaction: 32 bytes.

    Raises:
        MerkleAnchorError: no such network, or no hash.
    """

    chain: str
    network: str
    transaction: bytes

    def __post_init__(self) -> None:
        if self.network not in _NETWORKS.get(self.chain, {}):
            raise MerkleAnchorError(
                "The tools know no such network.", chain=self.chain, network=self.network
            )
        if len(self.transaction) != HASH_BYTES:
            raise MerkleAnchorError("The name of a transaction has 32 bytes.")

    def __str__(self) -> str:
        return f"blink:{self.chain}:{self.network}:0x{self.transaction.hex()}"

    @property
    def caip2(self) -> str:
        """The network as CAIP-2 has it, ``eip155:1``; empty for Bitcoin."""
        code = _NETWORKS[self.chain][self.network]
        return "" if self.chain == "btc" else f"eip155:{code}"

    @classmethod
    def on(cls, caip2: str, transaction: bytes) -> Self:
        """Return the anchor on a network that is named by CAIP-2.

        Raises:
            MerkleAnchorError: the key map has no such network.
        """
        for (chain, code), network in _NAMED.items():
            if chain != "btc" and caip2 == f"eip155:{code}":
                return cls(chain, network, transaction)
        raise MerkleAnchorError("The tools know no such network.", chain=caip2)


@dataclass(frozen=True, slots=True)
class Step:
    """One hash of the way to the root, and on which side it stands."""

    sibling: bytes
    left: bool


@dataclass(frozen=True, slots=True)
class ProofValue:
    """A proof value.

    Attributes:
        target: SHA-256 of the canonical document, 32 bytes.
        path: from the target upwards.
        root: 32 bytes.
        anchors: at least one.

    Raises:
        MerkleValueError: a hash of another length, or too many steps or anchors.
    """

    target: bytes
    path: tuple[Step, ...]
    root: bytes
    anchors: tuple[Anchor, ...]

    def __post_init__(self) -> None:
        hashes = [self.target, self.root, *(step.sibling for step in self.path)]
        if any(len(one) != HASH_BYTES for one in hashes):
            raise MerkleValueError("A hash of the proof has 32 bytes.")
        if len(self.path) > MAX_PATH or not 1 <= len(self.anchors) <= MAX_ANCHORS:
            raise MerkleValueError("The proof has too many steps, or no anchor.")

    @property
    def climbed(self) -> bytes:
        """Where the path leads from the target; the root, if the proof holds."""
        reached = self.target
        for step in self.path:
            pair = step.sibling + reached if step.left else reached + step.sibling
            reached = hashlib.sha256(pair).digest()
        return reached

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a proof value.

        Raises:
            MerkleProofError: not base58btc, not the CBOR it must be, or values out of range.
        """
        try:
            item = cbor.decode(multibase.decode(text))
        except EncodingError as error:
            raise MerkleValueError("The proof value is not base58btc.") from error
        parts = {_number(key): value for key, value in _pairs(item)}
        if parts.keys() != {_ROOT, _TARGET, _ANCHORS, _PATH} or len(_pairs(item)) != len(parts):
            raise MerkleValueError("A proof value has a root, a target, anchors and a path.")
        return cls(
            target=_hash(parts[_TARGET]),
            path=tuple(_step(key, value) for key, value in _pairs(parts[_PATH])),
            root=_hash(parts[_ROOT]),
            anchors=tuple(_anchor(one) for one in _list(parts[_ANCHORS])),
        )

    def __str__(self) -> str:
        """The proof value as it stands in a proof."""
        path: Item = [
            [_LEFT if step.left else _RIGHT, cbor.encode(step.sibling)] for step in self.path
        ]
        anchors: Item = [
            [
                [0, _CHAINS[anchor.chain]],
                [1, _NETWORKS[anchor.chain][anchor.network]],
                [2, cbor.encode(anchor.transaction)],
            ]
            for anchor in self.anchors
        ]
        root, target = cbor.encode(self.root), cbor.encode(self.target)
        parts: Item = [[_PATH, path], [_ROOT, root], [_TARGET, target], [_ANCHORS, anchors]]
        return multibase.encode(cbor.encode(parts))


def _list(item: Item) -> list[Item]:
    if not isinstance(item, list):
        raise MerkleValueError("A part of the proof value is no array.")
    return item


def _pairs(item: Item) -> list[tuple[Item, Item]]:
    found: list[tuple[Item, Item]] = []
    for pair in _list(item):
        if not isinstance(pair, list) or len(pair) != 2:  # noqa: PLR2004
            raise MerkleValueError("A part of the proof value is no pair.")
        found.append((pair[0], pair[1]))
    return found


def _number(item: Item) -> int:
    if not isinstance(item, int):
        raise MerkleValueError("A key of the proof value is no number.")
    return item


def _hash(item: Item) -> bytes:
    """Return the bytes that stand as CBOR in CBOR."""
    inner = cbor.decode(item) if isinstance(item, bytes) else None
    if not isinstance(inner, bytes):
        raise MerkleValueError("A hash of the proof value is none.")
    return inner


def _step(key: Item, value: Item) -> Step:
    side = _number(key)
    if side not in {_LEFT, _RIGHT}:
        raise MerkleValueError("A step of the path is on no side.")
    return Step(_hash(value), side == _LEFT)


def _anchor(item: Item) -> Anchor:
    pairs = _pairs(item)
    if [key for key, _ in pairs] != [0, 1, 2]:
        raise MerkleValueError("An anchor has a chain, a network and a transaction.")
    chain = _CHAIN_NAMES.get(_number(pairs[0][1]), "")
    network = _NAMED.get((chain, _number(pairs[1][1])), "")
    return Anchor(chain, network, _hash(pairs[2][1]))
