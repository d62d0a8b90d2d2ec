"""The proof of a document: its hash, the way to the root, and the root in a transaction.

``MerkleProof2019`` and ``merkle-proof-2019`` in a Data Integrity proof. That a root is in a
transaction says when a document was there, not whose it is: anybody can send one. Whose it is,
the sender says, when the issuer's DID document names the sender's key.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from skillmark.core.anchor.merkle_proof_2019.errors import MerkleProofError
from skillmark.core.anchor.merkle_proof_2019.value import ProofValue
from skillmark.core.anchor.verdict import AnchorVerdict, Standing
from skillmark.core.canon import Canonicalizer
from skillmark.core.canon.errors import CanonError
from skillmark.core.jsonio import JsonObject, JsonValue

OLD_TYPE: Final = "MerkleProof2019"
CRYPTOSUITE: Final = "merkle-proof-2019"


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction that the verifier trusts to be in the chain.

    Attributes:
        data: its call data.
        sender: 0x and 40 hexadecimal digits, in any case.
        at: the time of its block.
    """

    data: bytes
    sender: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Transactions:
    """Those that a verifier trusts, by ``blink:<chain>:<network>:0x<transaction>``."""

    known: Mapping[str, Transaction] = field(default_factory=dict)

    @classmethod
    def none(cls) -> Self:
        """Return no transactions: every proof stays unproven."""
        return cls()


def is_merkle_proof(proof: JsonValue) -> bool:
    """Return whether a proof is of the kind that this module reads."""
    if not isinstance(proof, dict):
        return False
    if proof.get("type") == OLD_TYPE:
        return True
    return proof.get("type") == "DataIntegrityProof" and proof.get("cryptosuite") == CRYPTOSUITE


def target_of(document: JsonObject, canonicalize: Canonicalizer) -> bytes:
    """Return what of a document goes into the tree: SHA-256 of it without proofs, 32 bytes.

    Raises:
        CanonError: it has no canonical form.
    """
    bare = {name: value for name, value in document.items() if name != "proof"}
    return hashlib.sha256(canonicalize(bare)).digest()


def check(
    document: JsonObject,
    proof: JsonObject,
    *,
    canonicalize: Canonicalizer,
    trusted: Transactions,
    address: str | None = None,
) -> AnchorVerdict:
    """Return whether a document was in a transaction, and when.

    Args:
        document: with the proof as its only one.
        proof: of the kind that `is_merkle_proof` knows.
        canonicalize: the way to canonical N-Quads.
        trusted: the transactions that the verifier knows.
        address: of the issuer's account, `address_of`; another sender is refused.
    """
    text = proof.get("proofValue")
    try:
        value = ProofValue.parse(text if isinstance(text, str) else "")
    except MerkleProofError as error:
        return _failed("anchor.merkle_malformed", error.message)
    if document.get("proof") not in (proof, [proof]):
        return AnchorVerdict(
            Standing.UNKNOWN,
            "anchor.merkle_chained",
            "The proof covers other proofs, which is not checked here.",
        )
    try:
        target = target_of(document, canonicalize)
    except CanonError as error:
        return AnchorVerdict(Standing.UNKNOWN, "anchor.merkle_document", error.message)
    if target != value.target:
        return _failed("anchor.merkle_target", "The proof is of another document.")
    if value.climbed != value.root:
        return _failed("anchor.merkle_path", "The path does not lead to the root.")
    return _in_transaction(value, trusted, address)


def _in_transaction(
    value: ProofValue, trusted: Transactions, address: str | None
) -> AnchorVerdict:
    """Return the verdict on a proof whose document and path are right."""
    facts: dict[str, str | int] = {"anchor": str(value.anchors[0])}
    for anchor in value.anchors:
        transaction = trusted.known.get(str(anchor))
        if transaction is None:
            continue
        facts = {"anchor": str(anchor), "sender": transaction.sender}
        if transaction.data != value.root:
            return _failed("anchor.merkle_root", "The transaction has another root.", facts)
        if address is not None and transaction.sender.lower() != address.lower():
            return _failed(
                "anchor.merkle_sender", "Somebody else than the issuer sent it.", facts
            )
        return AnchorVerdict(
            Standing.PROVEN,
            "anchor.merkle_proven",
            f"A transaction proves that it was there on {transaction.at:%Y-%m-%d %H:%M} UTC.",
            at=transaction.at,
            facts=facts,
        )
    return AnchorVerdict(
        Standing.UNKNOWN,
        "anchor.merkle_unknown",
        "The path is right, but nothing here knows the transaction.",
        facts=facts,
    )


def _failed(
    code: str, reason: str, facts: Mapping[str, str | int] | None = None
) -> AnchorVerdict:
    return AnchorVerdict(Standing.FAILED, code, reason, facts=facts or {})
