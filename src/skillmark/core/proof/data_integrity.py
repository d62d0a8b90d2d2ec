"""Data Integrity 1.0: add a proof to a document, check one.

Pure: keys, time and the canonicaliser are arguments. Whether the key belongs to the issuer is
`skillmark.core.proof.authority`'s question; here only bytes are compared. § refers to the W3C
Recommendation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from skillmark.core import canon
from skillmark.core.canon import Canonicalizer
from skillmark.core.crypto import PublicKey, Signer
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, dumps
from skillmark.core.proof.errors import AlreadySignedError, ProofIdError
from skillmark.core.proof.model import parse_proof, proofs_of, secured_part, without_proof
from skillmark.core.proof.registry import DATA_INTEGRITY, is_known, suite_of


def add_proof(
    document: JsonObject,
    *,
    signer: Signer,
    verification_method: str,
    created: datetime,
    cryptosuite: str = "eddsa-rdfc-2022",
    purpose: str = "assertionMethod",
    canonicalize: Canonicalizer = canon.canonicalize,
    proof_id: str | None = None,
    previous_proof: str | Sequence[str] | None = None,
    expires: datetime | None = None,
) -> JsonObject:
    """Return ``document`` with one proof more, §4.2 and §4.3; the argument is left alone.

    Args:
        document: unsigned, or signed by others: then a proof set or a proof chain comes about.
        signer: the key.
        verification_method: the id of the key, a DID URL.
        created: when; written in UTC to the second.
        cryptosuite: one of `registry.names`.
        purpose: the proof purpose.
        canonicalize: the way to canonical N-Quads.
        proof_id: a name for the proof, needed when others shall build on it.
        previous_proof: the ids of the proofs this one builds on.
        expires: when the proof ceases to hold.

    Raises:
        ProofError: unknown suite, wrong key, a missing previous proof, an id used twice.
        CanonError: the document is refused by the canonicaliser.
        TimestampError: a date without a zone.
    """
    previous = _names(previous_proof)
    options = _options(
        cryptosuite=cryptosuite,
        verification_method=verification_method,
        created=created,
        purpose=purpose,
        proof_id=proof_id,
        previous=previous,
        expires=expires,
    )
    before = proofs_of(document) if document.get("proof") else ()
    if proof_id is not None and any(other.get("id") == proof_id for other in before):
        raise ProofIdError("Another proof has this id already.", proof=proof_id)
    part = secured_part(document, previous)
    suite = suite_of(DATA_INTEGRITY, cryptosuite)
    prepared = suite.prepare(part, options, signer, canonicalize)
    proof = suite.finish(part, prepared, signer, canonicalize)
    return without_proof(document) | {"proof": [*before, proof] if before else proof}


def check_proof(
    document: JsonObject,
    proof: JsonObject,
    public_key: PublicKey,
    *,
    canonicalize: Canonicalizer = canon.canonicalize,
) -> None:
    """Check that ``proof`` holds for ``document`` under ``public_key``, §4.4 and §4.5.

    A proof set is checked proof by proof. Of a chain, too: this checks one link, and each proof
    it builds on wants its own check.

    Args:
        document: the signed document with all its proofs (only a chain needs those).
        proof: the one to check.
        public_key: the key its verification method names.
        canonicalize: the way to canonical N-Quads.

    Raises:
        ProofError: the proof does not hold; its subclass says why.
        CanonError: the document is refused by the canonicaliser.
    """
    parsed = parse_proof(proof)
    suite = suite_of(parsed.type, parsed.cryptosuite)
    suite.verify(secured_part(document, parsed.previous), proof, public_key, canonicalize)


def is_supported(proof: JsonObject) -> bool:
    """Return whether `check_proof` knows the type and cryptosuite of ``proof``."""
    kind, name = proof.get("type"), proof.get("cryptosuite")
    if not isinstance(kind, str) or not isinstance(name, str | None):
        return False
    return is_known(kind, name)


@dataclass(slots=True)
class BulkSigner:
    """Signs many documents of one issuer at one time; the options are hashed only once.

    Gives the same bytes as `add_proof` on unsigned documents.

    Attributes:
        signer: the key.
        verification_method: the id of the key.
        created: the time written into every proof.
        cryptosuite: one of `registry.names`.
        purpose: the proof purpose.
        canonicalize: the way to canonical N-Quads, best a `canon.compiled.ShapeCache`.
    """

    signer: Signer
    verification_method: str
    created: datetime
    cryptosuite: str = "eddsa-rdfc-2022"
    purpose: str = "assertionMethod"
    canonicalize: Canonicalizer = canon.canonicalize
    _prepared: dict[bytes, tuple[JsonObject, bytes]] = field(
        default_factory=dict, init=False, repr=False
    )

    def add_proof(self, document: JsonObject) -> JsonObject:
        """Return the unsigned ``document`` with its proof; the argument is left alone.

        Raises:
            ProofError: unknown suite, wrong key, or the document is signed already.
            CanonError: the document is refused by the canonicaliser.
        """
        if "proof" in document:
            raise AlreadySignedError("The document is signed already.")
        suite = suite_of(DATA_INTEGRITY, self.cryptosuite)
        context = dumps(document.get("@context"))
        if context not in self._prepared:
            options = _options(
                cryptosuite=self.cryptosuite,
                verification_method=self.verification_method,
                created=self.created,
                purpose=self.purpose,
            )
            prepared = suite.prepare(document, options, self.signer, self.canonicalize)
            self._prepared = {context: prepared}
        proof = suite.finish(document, self._prepared[context], self.signer, self.canonicalize)
        return document | {"proof": proof}


def _names(previous: str | Sequence[str] | None) -> tuple[str, ...]:
    if previous is None:
        return ()
    return (previous,) if isinstance(previous, str) else tuple(previous)


def _options(
    *,
    cryptosuite: str,
    verification_method: str,
    created: datetime,
    purpose: str,
    proof_id: str | None = None,
    previous: tuple[str, ...] = (),
    expires: datetime | None = None,
) -> JsonObject:
    options: JsonObject = {"type": DATA_INTEGRITY}
    if proof_id is not None:
        options["id"] = proof_id
    options["cryptosuite"] = cryptosuite
    options["created"] = timestamp.encode(created)
    if expires is not None:
        options["expires"] = timestamp.encode(expires)
    options["verificationMethod"] = verification_method
    options["proofPurpose"] = purpose
    if previous:
        options["previousProof"] = previous[0] if len(previous) == 1 else list(previous)
    return options
