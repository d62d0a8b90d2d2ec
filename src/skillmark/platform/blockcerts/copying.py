"""The copy of a credential that the Blockcerts tools can check, and its proof.

A copy says the same of the same person, with three differences. It has an id of its own that
leads nowhere, because the tools publish the ids of withdrawn copies. It has no ``credentialStatus``
and no ``credentialSchema``, which the tools read in a way of their own and would refuse; they ask
the issuer's profile instead. And its only proof is the path to the root in the transaction.
"""

from datetime import datetime
from uuid import UUID, uuid5

from skillmark.core import jsonio
from skillmark.core.anchor.merkle_proof_2019 import CRYPTOSUITE, ProofValue, Step
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, JsonValue

_LEFT_OUT = frozenset({"id", "proof", "credentialStatus", "credentialSchema", "refreshService"})
_STEP_BYTES = 33


def copy_of(document: bytes, leaf_id: UUID) -> JsonObject:
    """Return the copy of a credential, without its proof; the same for the same id.

    Args:
        document: the bytes that were signed.
        leaf_id: after which the copy is named.
    """
    original = jsonio.load_object(document)
    copy: JsonObject = {"@context": original["@context"], "id": f"urn:uuid:{leaf_id}"}
    copy |= {
        name: value
        for name, value in original.items()
        if name not in _LEFT_OUT and name != "@context"
    }
    if isinstance(evidence := copy.get("evidence"), list):
        copy["evidence"] = [
            _named(item, leaf_id, number) for number, item in enumerate(evidence)
        ]
    return copy


def with_proof(
    copy: JsonObject, value: ProofValue, *, method: str, created: datetime
) -> JsonObject:
    """Return a copy with its proof.

    Args:
        copy: as `copy_of` made it.
        value: the path to the root.
        method: DID URL of the account that sent the root.
        created: when the export was begun.
    """
    return copy | {
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": CRYPTOSUITE,
            "created": timestamp.encode(created),
            "proofPurpose": "assertionMethod",
            "verificationMethod": method,
            "proofValue": str(value),
        }
    }


def issuer_of(copy: JsonObject) -> str:
    """Return the DID of the issuer."""
    issuer = copy["issuer"]
    found = issuer["id"] if isinstance(issuer, dict) else issuer
    return str(found)


def packed(path: tuple[Step, ...]) -> bytes:
    """Return a path as it is kept."""
    return b"".join(bytes([0 if step.left else 1]) + step.sibling for step in path)


def unpacked(data: bytes) -> tuple[Step, ...]:
    """Return the path that was kept."""
    return tuple(
        Step(data[at + 1 : at + _STEP_BYTES], left=data[at] == 0)
        for at in range(0, len(data), _STEP_BYTES)
    )


def _named(item: JsonValue, leaf_id: UUID, number: int) -> JsonValue:
    """Return evidence with an id, without which the tools refuse it."""
    if not isinstance(item, dict) or "id" in item:
        return item
    return {"id": f"urn:uuid:{uuid5(leaf_id, str(number))}"} | item
