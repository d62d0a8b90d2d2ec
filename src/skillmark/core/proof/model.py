"""One proof as a value, and the proofs of a document (Data Integrity 1.0 §2.1-2.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from skillmark.core.encoding import TimestampError, timestamp
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.proof.errors import (
    PreviousProofError,
    ProofIdError,
    ProofLoopError,
    ProofMissingError,
    ProofShapeError,
)

MAX_PROOFS: Final = 16  # proofs of one document


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof says of itself; nothing of it is proven by being read.

    Attributes:
        type: ``DataIntegrityProof``, or a legacy signature type.
        cryptosuite: the name of the suite; None for legacy types.
        verification_method: the id of the key, a URL.
        purpose: ``assertionMethod`` for credentials.
        value: the signature, still encoded.
        id: the proof's own name, or None.
        created: when it says it was made, or None.
        expires: when it ceases to hold, or None.
        domains: where it may be shown, empty when anywhere.
        challenge: what it answers, or None.
        previous: ids of the proofs it builds on.
    """

    type: str
    cryptosuite: str | None
    verification_method: str
    purpose: str
    value: str
    id: str | None = None
    created: datetime | None = None
    expires: datetime | None = None
    domains: tuple[str, ...] = ()
    challenge: str | None = None
    previous: tuple[str, ...] = ()


def parse_proof(proof: JsonObject) -> Proof:
    """Read one proof.

    Raises:
        ProofShapeError: a member is missing or malformed.
    """
    return Proof(
        type=_text(proof, "type"),
        cryptosuite=_optional_text(proof, "cryptosuite"),
        verification_method=_text(proof, "verificationMethod"),
        purpose=_text(proof, "proofPurpose"),
        value=_text(proof, "proofValue"),
        id=_optional_text(proof, "id"),
        created=_moment(proof, "created"),
        expires=_moment(proof, "expires"),
        domains=_texts(proof, "domain"),
        challenge=_optional_text(proof, "challenge"),
        previous=_texts(proof, "previousProof"),
    )


def proofs_of(document: JsonObject) -> tuple[JsonObject, ...]:
    """Return the proofs of a document, in its order.

    Raises:
        ProofMissingError: it has none.
        ProofShapeError: one is no object, or there are more than `MAX_PROOFS`.
        ProofIdError: two have the same id.
    """
    value = document.get("proof")
    if value is None or value == []:
        raise ProofMissingError("The document is unsigned.")
    items = value if isinstance(value, list) else [value]
    if len(items) > MAX_PROOFS:
        raise ProofShapeError(f"The document has more than {MAX_PROOFS} proofs.")
    proofs = tuple(item for item in items if isinstance(item, dict))
    if len(proofs) != len(items):
        raise ProofShapeError("A proof is not an object.")
    ids = [_optional_text(proof, "id") for proof in proofs if "id" in proof]
    if len(set(ids)) != len(ids):
        raise ProofIdError("Two proofs have the same id.")
    return proofs


def without_proof(document: JsonObject) -> JsonObject:
    """Return the document without its proofs."""
    return {name: value for name, value in document.items() if name != "proof"}


def secured_part(document: JsonObject, previous: Sequence[str]) -> JsonObject:
    """Return what a proof that builds on ``previous`` signs, §4.3.

    That is the document without proofs or, in a chain, with exactly the proofs it builds on.

    Raises:
        PreviousProofError: a proof of that id is not there.
        ProofLoopError: the proofs build on each other in a circle.
        ProofError: as `proofs_of`.
    """
    unsecured = without_proof(document)
    if not previous:
        return unsecured
    proofs = {proof["id"]: proof for proof in proofs_of(document) if "id" in proof}
    missing = next((name for name in previous if name not in proofs), None)
    if missing is not None:
        raise PreviousProofError("The document lacks a previous proof.", proof=missing)
    _refuse_loop(list(proofs.values()), previous)
    matching = [proof for name, proof in proofs.items() if name in previous]
    return unsecured | {"proof": list[JsonValue](matching)}


def _refuse_loop(proofs: list[JsonObject], start: Sequence[str]) -> None:
    """Walk from ``start`` to the proofs it rests on; each step must come nearer to an end."""
    links = {_text(proof, "id"): _texts(proof, "previousProof") for proof in proofs}
    settled: set[str] = set()
    while unsettled := {name: links[name] for name in links if name not in settled}:
        ready = {name for name, before in unsettled.items() if not set(before) & set(unsettled)}
        if not ready:
            break
        settled |= ready
    if not set(start) <= settled:
        raise ProofLoopError("The proofs build on each other in a circle.")


def _text(proof: JsonObject, name: str) -> str:
    value = proof.get(name)
    if not isinstance(value, str) or not value:
        raise ProofShapeError(f"Member “{name}” of the proof is missing.", member=name)
    return value


def _optional_text(proof: JsonObject, name: str) -> str | None:
    return _text(proof, name) if name in proof else None


def _texts(proof: JsonObject, name: str) -> tuple[str, ...]:
    value = proof.get(name, [])
    items = value if isinstance(value, list) else [value]
    texts = tuple(item for item in items if isinstance(item, str))
    if len(texts) != len(items) or len(set(texts)) != len(texts):
        raise ProofShapeError(f"Member “{name}” of the proof is malformed.", member=name)
    return texts


def _moment(proof: JsonObject, name: str) -> datetime | None:
    text = _optional_text(proof, name)
    try:
        return None if text is None else timestamp.decode(text)
    except TimestampError:
        raise ProofShapeError(
            f"Member “{name}” of the proof is no date with a zone.", member=name
        ) from None
