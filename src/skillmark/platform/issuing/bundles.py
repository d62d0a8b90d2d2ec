"""The proof bundle of a credential: all that it takes to judge it without this site.

What is in it is what this site publishes anyway; whom to trust is not in it, that is the
verifier's own policy file.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from skillmark.core import jsonio
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.log import LogProof
from skillmark.core.verify.proof_bundle import KeyHistory, ProofBundle
from skillmark.platform.anchors import selectors as anchors
from skillmark.platform.issuing.models import Credential
from skillmark.platform.transparency import selectors as transparency
from skillmark.platform.trust import documents, own
from skillmark.platform.trust.identities import selectors as identities

type AnchorItems = Callable[[int], list[JsonObject]]
"""Returns the anchors of checkpoints of at least that size, as they stand in a bundle."""

type RightTexts = Callable[[Credential], list[str]]
"""Returns the texts of what gives the issuer the right to a credential."""

ANCHORS: Final[list[AnchorItems]] = [anchors.bundle_items]
RIGHTS: Final[list[RightTexts]] = []


def bundle_of(credential: Credential) -> ProofBundle:
    """Return the bundle of a credential, with its proof of logging if it has one by now.

    Raises:
        LogError: the files of the log are not what they were.
    """
    return bundle_around(
        bytes(credential.document),
        transparency.proof(credential.pk),
        [text for texts in RIGHTS for text in texts(credential)],
    )


def bundle_around(
    signed: bytes, proof: bytes | None, rights: Sequence[str] = ()
) -> ProofBundle:
    """Return the bundle of a document that this site signed.

    Args:
        signed: exactly as it was signed.
        proof: its ``.tlog-proof``, if it has one by now.
        rights: the texts of what gives its issuer the right to it.
    """
    text = signed.decode()
    document = jsonio.load_object(text.encode())
    papers = [document, *(jsonio.load_object(one.encode()) for one in rights)]
    lists = {url: data for one in papers for url, data in _statuses(one).items()}
    proofs = {url: transparency.list_proof(url, _sha256(data)) for url, data in lists.items()}
    return ProofBundle(
        credential=text,
        log=proof.decode() if proof else None,
        key_history=_history(_issuer(document)),
        did={name: value for one in papers for name, value in _did(_issuer(one)).items()},
        status={url: jsonio.load_object(data) for url, data in lists.items()},
        status_log={url: found.decode() for url, found in proofs.items() if found},
        anchors=tuple(_anchors(proof)),
        rights=tuple(rights),
    )


def size_of(proof: bytes) -> int:
    """Return the size of the log in the checkpoint of a proof."""
    return LogProof.parse(proof).checkpoint.size


def is_waiting(credential_id: UUID, *, record: bool = False) -> bool:
    """Say whether the credential is on its way into the log and has no proof yet.

    Args:
        credential_id: of the credential.
        record: ask for the record of learning around it.
    """
    row = transparency.logged(credential_id, record=record)
    proof = transparency.proof(credential_id, record=record)
    return row is not None and row.salt is not None and proof is None


def _issuer(document: JsonObject) -> str:
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    return name if isinstance(name, str) else ""


def _history(did: str) -> KeyHistory | None:
    found = identities.history_of(did)
    if found is None:
        return None
    witness = found.witness.decode() if found.witness else None
    return KeyHistory(found.did, found.log.decode(), witness)


def _did(did: str) -> dict[str, JsonObject]:
    identity = documents.identity_named(did) if did.startswith("did:web:") else None
    return {} if identity is None else {did: documents.did_document(identity)}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _statuses(document: JsonObject) -> dict[str, bytes]:
    value = document.get("credentialStatus")
    entries: list[JsonValue] = value if isinstance(value, list) else [value]
    found: dict[str, bytes] = {}
    for entry in entries:
        url = entry.get("statusListCredential") if isinstance(entry, dict) else None
        data = own.document_at(url) if isinstance(url, str) else None
        if isinstance(url, str) and data is not None:
            found[url] = data
    return found


def _anchors(proof: bytes | None) -> list[JsonObject]:
    if proof is None:
        return []
    size = size_of(proof)
    return [item for items in ANCHORS for item in items(size)]
