"""Merkle proofs of the Blockcerts tools: the batch's tree, the proof value, and its judgement.

Pure. Putting a root on a chain is `skillmark.platform.anchors`' work. The specification is the
draft ``lds-merkle-proof-2019``; where it is silent, the behaviour of the tools is followed.
"""

from skillmark.core.anchor.merkle_proof_2019.account import address_of, multikey_of
from skillmark.core.anchor.merkle_proof_2019.checking import (
    CRYPTOSUITE,
    Transaction,
    Transactions,
    check,
    is_merkle_proof,
    target_of,
)
from skillmark.core.anchor.merkle_proof_2019.errors import (
    MerkleAnchorError,
    MerkleKeyError,
    MerkleProofError,
)
from skillmark.core.anchor.merkle_proof_2019.tree import MAX_LEAVES, Tree, padding
from skillmark.core.anchor.merkle_proof_2019.value import Anchor, ProofValue, Step

__all__ = [
    "CRYPTOSUITE",
    "MAX_LEAVES",
    "Anchor",
    "MerkleAnchorError",
    "MerkleKeyError",
    "MerkleProofError",
    "ProofValue",
    "Step",
    "Transaction",
    "Transactions",
    "Tree",
    "address_of",
    "check",
    "is_merkle_proof",
    "multikey_of",
    "padding",
    "target_of",
]
