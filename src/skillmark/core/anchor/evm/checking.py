"""Checking an anchor on an Ethereum network, offline, against blocks that a policy trusts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, Self

from skillmark.core.anchor.evm.blocks import Event, Header, Receipt, Transaction
from skillmark.core.anchor.evm.errors import (
    EventError,
    EvmError,
    EvmFormatError,
    FailedTransactionError,
    HeaderError,
    OtherBlockError,
    OtherCheckpointError,
    PathError,
    TransactionError,
)
from skillmark.core.anchor.evm.keccak import DIGEST_BYTES, keccak256
from skillmark.core.anchor.evm.proof import EvmProof, address_of, chain_of, hex_of, to_hex
from skillmark.core.anchor.evm.trie import follow, key_of
from skillmark.core.anchor.verdict import AnchorVerdict, Standing
from skillmark.core.jsonio import MAX_INTEGER, JsonValue
from skillmark.core.log.checkpoint import Checkpoint

EVENT: Final = keccak256(b"Anchored(bytes32,uint64,bytes32)")
"""First topic of the event; the second is the SHA-256 of the log's origin."""

CONFIRMATIONS: Final = 12
MAX_CONFIRMATIONS: Final = 10_000
MAX_BLOCKS: Final = 100_000
_SIZE_AT: Final = 24  # the size stands right-aligned in its 32 bytes
_DATA_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class TrustedChain:
    """What a verifier's policy says of one contract on one network.

    Attributes:
        chain: CAIP-2.
        contract: whose events count, 20 bytes.
        confirmations: blocks on top of an event's block before it counts, when a node is asked.
        blocks: hashes of blocks that are the network's for good, by their height.
    """

    chain: str
    contract: bytes
    confirmations: int
    blocks: Mapping[int, bytes]

    @classmethod
    def from_json(cls, value: JsonValue) -> Self:
        """Read one of the ``chains`` of a policy.

        Raises:
            EvmFormatError: a member is missing, unknown or in another spelling.
        """
        members = {"chain", "contract", "confirmations", "blocks"}
        if not isinstance(value, dict) or not {"chain", "contract"} <= value.keys() <= members:
            raise EvmFormatError("A network of a policy has chain, contract and blocks.")
        depth, blocks = value.get("confirmations", CONFIRMATIONS), value.get("blocks", {})
        if type(depth) is not int or not 0 <= depth <= MAX_CONFIRMATIONS:
            raise EvmFormatError("The confirmations of a policy are a small number.")
        if not isinstance(blocks, dict) or len(blocks) > MAX_BLOCKS:
            raise EvmFormatError("The blocks of a policy are heights with their hashes.")
        known = {
            _height(at): hex_of(name, DIGEST_BYTES, exact=True) for at, name in blocks.items()
        }
        return cls(chain_of(value["chain"]), address_of(value["contract"]), depth, known)


def origin_hash(origin: str) -> bytes:
    """Return what stands in the event for a log: the SHA-256 of its origin."""
    return sha256(origin.encode()).digest()


def event_of(event: Event) -> tuple[bytes, int, bytes] | None:
    """Return hash of the origin, size and root that an event anchors; None if it is another."""
    if len(event.topics) != 2 or event.topics[0] != EVENT:  # noqa: PLR2004 - name and origin
        return None
    if len(event.data) != _DATA_BYTES or any(event.data[:_SIZE_AT]):
        return None
    size = int.from_bytes(event.data[_SIZE_AT:DIGEST_BYTES], "big")
    return event.topics[1], size, event.data[DIGEST_BYTES:]


def check_evm(
    proof: EvmProof, checkpoint: Checkpoint, trusted: Iterable[TrustedChain]
) -> AnchorVerdict:
    """Say whether a checkpoint is anchored by an event in a block that the policy trusts.

    Args:
        proof: as it was handed over; every byte of it is doubted.
        checkpoint: that should be anchored.
        trusted: what the verifier knows of networks and blocks.

    Returns:
        PROVEN with the time of the block; UNKNOWN if all is well made but the policy does not
        know the contract or the block; otherwise FAILED with the code of an `EvmError`.
    """
    facts: dict[str, str | int] = {
        "chain": proof.chain,
        "contract": to_hex(proof.contract),
        "tx": to_hex(proof.tx),
        "block": proof.block,
        "size": checkpoint.size,
    }
    try:
        header = _header(proof)
        _transaction(proof, header)
        _event(proof, header, checkpoint)
        code, reason = _standing(proof, header, trusted)
    except EvmError as error:
        return AnchorVerdict(Standing.FAILED, error.code, error.message, facts=facts)
    at = datetime.fromtimestamp(header.time, UTC)
    known = Standing.PROVEN if code == PROVEN else Standing.UNKNOWN
    return AnchorVerdict(known, code, reason, at=at, facts=facts)


PROVEN: Final = "anchor.evm_proven"
BLOCK_UNKNOWN: Final = "anchor.evm_block_unknown"
CHAIN_UNKNOWN: Final = "anchor.evm_chain_unknown"


def _header(proof: EvmProof) -> Header:
    header = Header.parse(proof.header)
    if header.number != proof.block:
        raise HeaderError("The header is of another block than the proof says.")
    return header


def _transaction(proof: EvmProof, header: Header) -> None:
    key = key_of(proof.index)
    if follow(header.transactions_root, key, proof.transaction_path) != proof.transaction:
        raise PathError("The path leads to another transaction.")
    transaction = Transaction.parse(proof.transaction)
    if transaction.hash != proof.tx:
        raise TransactionError("The transaction is another one than the proof says.")
    if f"eip155:{transaction.chain_id}" != proof.chain:
        raise TransactionError("The transaction was signed for another network.")
    if transaction.to != proof.contract:
        raise TransactionError("The transaction calls another contract.")


def _event(proof: EvmProof, header: Header, checkpoint: Checkpoint) -> None:
    if follow(header.receipts_root, key_of(proof.index), proof.receipt_path) != proof.receipt:
        raise PathError("The path leads to another receipt.")
    receipt = Receipt.parse(proof.receipt)
    if not receipt.succeeded:
        raise FailedTransactionError("The transaction failed, so it anchored nothing.")
    if proof.log_index >= len(receipt.events):
        raise EventError("The receipt has no event at that place.")
    event = receipt.events[proof.log_index]
    anchored = event_of(event) if event.address == proof.contract else None
    if anchored is None:
        raise EventError("The event is no anchor, or another contract made it.")
    if anchored != (origin_hash(checkpoint.origin), checkpoint.size, checkpoint.root):
        raise OtherCheckpointError("The event anchors another checkpoint.")


def _standing(
    proof: EvmProof, header: Header, trusted: Iterable[TrustedChain]
) -> tuple[str, str]:
    """Return code and sentence of what the policy says of the block."""
    ours = [
        one for one in trusted if one.chain == proof.chain and one.contract == proof.contract
    ]
    if not ours:
        return CHAIN_UNKNOWN, "The policy does not know this contract on this network."
    blocks = [(header.number, header.hash), *_descendants(proof, header)]
    named = [
        (one.blocks[height], name)
        for one in ours
        for height, name in blocks
        if height in one.blocks
    ]
    if any(wanted != name for wanted, name in named):
        raise OtherBlockError("The policy knows another block at that height.")
    if not named:
        return BLOCK_UNKNOWN, "Nothing here says that the block is one of the network's."
    return PROVEN, "The checkpoint is anchored in a block that the policy trusts."


def _descendants(proof: EvmProof, header: Header) -> list[tuple[int, bytes]]:
    """Return heights and hashes of the headers after the block, each naming the one before."""
    found, before = list[tuple[int, bytes]](), header
    for data in proof.descendants:
        after = Header.parse(data)
        if after.parent != before.hash or after.number != before.number + 1:
            raise HeaderError("A header does not follow the one before it.")
        found.append((after.number, after.hash))
        before = after
    return found


def _height(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 16 or str(int(text)) != text:  # noqa: PLR2004
        raise EvmFormatError("The height of a block is a number in decimal digits.")
    height = int(text)
    if height > MAX_INTEGER:
        raise EvmFormatError("The height of a block is out of range.")
    return height
