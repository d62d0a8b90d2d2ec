"""Anchors on a network of the Ethereum kind: an event, and the proof that leads from it to a block.

Own strict code for what a proof needs and no more: `keccak` the digest, `rlp` the encoding, `trie`
the paths, `blocks` header, transaction and receipt, `proof` the value with its JSON, `checking` the
judgement, `making` a proof from the parts of a block. § of the Ethereum yellow paper, and EIPs.
"""

from skillmark.core.anchor.evm.checking import (
    EVENT,
    TrustedChain,
    check_evm,
    event_of,
    origin_hash,
)
from skillmark.core.anchor.evm.errors import EvmError
from skillmark.core.anchor.evm.proof import EvmProof

__all__ = [
    "EVENT",
    "EvmError",
    "EvmProof",
    "TrustedChain",
    "check_evm",
    "event_of",
    "origin_hash",
]
