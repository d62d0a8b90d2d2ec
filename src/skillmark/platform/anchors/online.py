"""Looking an anchor up in a network, through a node of the verifier's own choice. Knows no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from skillmark.core.anchor.evm import EVENT, EvmProof, TrustedChain, check_evm, event_of
from skillmark.core.anchor.evm.keccak import keccak256
from skillmark.core.anchor.evm.proof import checksummed, to_hex
from skillmark.core.anchor.verdict import AnchorVerdict, Standing
from skillmark.core.log.checkpoint import Checkpoint
from skillmark.platform.anchors.chain import LOG_RANGE, Node
from skillmark.platform.anchors.errors import NotIncreasingError, WrongChainError

RANGES: Final = 50  # of blocks that are searched for later anchors
SHALLOW: Final = "anchor.evm_shallow"
DROPPED: Final = "anchor.evm_dropped"
SUCCEEDED: Final = keccak256(b"Succeeded(address)")
"""The event by which a contract of the event mode names the one that goes on."""

_ADDRESS_BYTES: Final = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What a node says of an anchor.

    Attributes:
        verdict: of the proof, with the blocks of the node trusted.
        confirmations: blocks on top.
        block_hash: of its block, as the node has it; for a policy.
        later: sizes that the contract anchored afterwards, in the order of the network.
        searched: the last block that was searched for them.
    """

    verdict: AnchorVerdict
    confirmations: int
    block_hash: bytes
    later: tuple[int, ...]
    searched: int


def look_up(
    node: Node, proof: EvmProof, checkpoint: Checkpoint, *, confirmations: int
) -> Found:
    """Return what a node says of an anchor.

    Args:
        node: whose network is believed.
        proof: of the anchor.
        checkpoint: that should be anchored.
        confirmations: blocks that must lie on top.

    Raises:
        WrongChainError: the node is of another network than the proof.
        NotIncreasingError: the contract anchored a size afterwards that is not larger.
        NodeDownError: the node does not answer.
    """
    number = node.chain_id()
    if f"eip155:{number}" != proof.chain:
        raise WrongChainError(
            f"The node is of the network eip155:{number}, the anchor of {proof.chain}."
        )
    head, block = node.head(), node.block(proof.block)
    name = bytes.fromhex(block.hash[2:]) if block else b""
    trusted = TrustedChain(proof.chain, proof.contract, confirmations, {proof.block: name})
    verdict = check_evm(proof, checkpoint, [trusted])
    depth = max(head.number - proof.block, 0)
    if block is None:
        verdict = _instead(verdict, DROPPED, "The network has no such block.")
    elif verdict.standing is Standing.PROVEN and depth < confirmations:
        verdict = _instead(verdict, SHALLOW, "Too few blocks lie on top of the anchor's block.")
    later, searched = _later(node, proof, checkpoint.size, head.number)
    return Found(verdict, depth, name, later, searched)


def learned(proof: EvmProof, found: Found, confirmations: int) -> Mapping[str, object]:
    """Return what a verifier may write into the ``chains`` of a policy after looking it up."""
    return {
        "chain": proof.chain,
        "contract": checksummed(proof.contract),
        "confirmations": confirmations,
        "blocks": {str(proof.block): to_hex(found.block_hash)},
    }


def _instead(verdict: AnchorVerdict, code: str, reason: str) -> AnchorVerdict:
    return replace(verdict, standing=Standing.UNKNOWN, code=code, reason=reason)


def _later(node: Node, proof: EvmProof, size: int, head: int) -> tuple[tuple[int, ...], int]:
    """Return what was anchored after this, and up to which block that is known.

    In the contract of the proof, and from the block in which that one was handed over in its
    successor: what an earlier owner still sends to it does not count.
    """
    found, begin = list[int](), proof.block + 1
    address = checksummed(proof.contract)
    for _ in range(RANGES):
        if begin > head:
            break
        end = min(begin + LOG_RANGE - 1, head)
        for seen in node.events(address, begin, end, EVENT, SUCCEEDED):
            kind, *words = seen.event.topics or (b"",)
            if kind == SUCCEEDED and words:
                address = checksummed(words[0][-_ADDRESS_BYTES:])
                end = seen.block - 1  # the rest of this range is the successor's
                break
            said = event_of(seen.event)
            if said is None:
                continue
            if said[1] <= size:
                raise NotIncreasingError(
                    "The contract anchored a size that is not larger than the one before.",
                    size=said[1],
                    tx=seen.tx,
                )
            size = said[1]
            found.append(size)
        begin = end + 1
    return tuple(found), begin - 1
