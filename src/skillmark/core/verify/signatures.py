"""Proofs: is each signature good, does its key belong to the issuer, was the key in force?

Three checks for every proof of the set. A DID document is only ever needed of the issuer that
the credential names; a key of anybody else is refused before anything is fetched.
"""

from dataclasses import replace
from typing import Final

from skillmark.core import did
from skillmark.core.did import DidError, DidUrl, MethodUnusableError, VerificationMethod
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.proof import (
    Proof,
    ProofError,
    authority,
    check_proof,
    parse_proof,
    proofs_of,
)
from skillmark.core.proof.errors import UnknownCryptosuiteError
from skillmark.core.proof.registry import suite_of
from skillmark.core.verify.documents import Resolved
from skillmark.core.verify.evidence import Unavailable
from skillmark.core.verify.fields import id_of, objects, text
from skillmark.core.verify.histories import ALARMING, Known
from skillmark.core.verify.keys import check_key, whose
from skillmark.core.verify.report import (
    Check,
    Fact,
    Outcome,
    Verdict,
    failed,
    failed_by,
    not_run,
    not_run_by,
    passed,
    verdict_of,
)
from skillmark.core.verify.signed import Signed

NOT_BOUND: Final = "issuer.not_bound"
NOT_BOUND_REASON: Final = "It was signed by somebody else than the issuer it names."


def issuer_of(document: JsonObject) -> str:
    """Return the id of the issuer, or an empty text."""
    return id_of(document.get("issuer")) or ""


def claims_issuer_key(document: JsonObject) -> bool:
    """Tell whether a proof names a key of the issuer, so that its DID document is worth it."""
    issuer = issuer_of(document)
    methods = (
        text(proof.get("verificationMethod")) for proof in objects(document.get("proof"))
    )
    return any(method.partition("#")[0] == issuer for method in methods if method)


def check_proofs(signed: Signed, resolved: Resolved) -> list[Check]:
    """Return ``proof``, ``issuer`` and ``key`` for every proof of a document.

    With the policy ``any_proof`` one good proof is enough: what the others lack is then said
    as warnings.
    """
    try:
        proofs = proofs_of(signed.document)
    except ProofError as error:
        return [failed_by("proof", error)]
    groups: list[list[Check]] = []
    for number, proof in enumerate(proofs, start=1):
        facts: dict[str, Fact] = {"proof": number, "of": len(proofs)} if len(proofs) > 1 else {}
        checks = _check_proof(signed, proof, resolved)
        if facts:
            checks = [replace(check, facts={**check.facts, **facts}) for check in checks]
        groups.append(checks)
    good = [verdict_of(group) is Verdict.VALID for group in groups]
    if signed.policy.any_proof and any(good):
        groups = [
            group if fine else [_excused(check) for check in group]
            for group, fine in zip(groups, good, strict=True)
        ]
    return [check for group in groups for check in group]


def _excused(check: Check) -> Check:
    """Return the check of a proof that the policy does not insist on."""
    good = check.consequence is Verdict.VALID
    return check if good else replace(check, outcome=Outcome.WARNING)


def _check_proof(signed: Signed, raw: JsonObject, resolved: Resolved) -> list[Check]:
    """Return the three checks of one proof, or the one that keeps it from being read."""
    try:
        suite_of(text(raw.get("type")) or "", text(raw.get("cryptosuite")))
        proof = parse_proof(raw)
        authority.check_purpose(proof)
        authority.check_dates(proof, at=signed.at)
    except UnknownCryptosuiteError as error:
        reason = "It is signed in a way that cannot be checked yet."
        return [not_run("proof", "unsupported.cryptosuite", reason, **error.facts)]
    except ProofError as error:
        return [failed_by("proof", error)]
    known, method, issuer = _check_issuer(signed, proof, resolved)
    if known is None or method is None:
        reason = "The key that made the signature was not found."
        return [not_run("proof", "proof.key_not_found", reason), issuer]
    key = check_key(signed, proof.created, method, known)
    return [_check_signature(signed, raw, method), issuer, key]


def known_of(name: str, resolved: Resolved) -> Known | DidError | Unavailable | None:
    """Return what is known of an issuer's keys, or why nothing is.

    Raises:
        DidError: the DID is misspelt.
    """
    local = did.resolve_locally(name)
    return resolved.get(name) if local is None else Known(local)


def _check_issuer(
    signed: Signed, proof: Proof, resolved: Resolved
) -> tuple[Known | None, VerificationMethod | None, Check]:
    """Return the method that a proof names, and whether it speaks for the issuer."""
    if not proof.verification_method.startswith("did:"):
        return None, None, _not_a_did(signed, proof)
    try:
        owner = DidUrl.parse(proof.verification_method).did
        known = known_of(owner, resolved)
    except DidError as error:
        return None, None, failed_by("issuer", error)
    if owner != signed.issuer_id:
        check = failed(
            "issuer",
            NOT_BOUND,
            NOT_BOUND_REASON,
            issuer=signed.issuer_id,
            signed_by=owner,
        )
        if isinstance(known, Known):
            return known, _method_or_none(known, proof), check
        return None, None, check
    if not isinstance(known, Known):
        return None, None, no_document(owner, known)
    return known, *_check_bound(signed, proof, known)


def no_document(owner: str, why: DidError | Unavailable | None) -> Check:
    """Return the answer when the issuer's DID document is not there."""
    if why is None:
        reason = "The issuer's kind of identifier cannot be looked up yet."
        return not_run("issuer", "unsupported.did_method", reason, issuer=owner)
    if isinstance(why, ALARMING):
        return failed_by("issuer", why, issuer=owner, alarm=True)
    if isinstance(why, DidError):
        return failed_by("issuer", why, issuer=owner)
    return not_run("issuer", why.code, why.reason, issuer=owner)


def _not_a_did(signed: Signed, proof: Proof) -> Check:
    """Return the answer for a key that is no part of a DID document."""
    facts: dict[str, Fact] = {
        "issuer": signed.issuer_id,
        "signed_by": proof.verification_method[:500],
    }
    if signed.issuer_id.startswith("did:"):
        return failed("issuer", NOT_BOUND, NOT_BOUND_REASON, **facts)
    reason = "Its key lies at a plain web address, which cannot be looked up yet."
    return not_run("issuer", "unsupported.verification_method", reason, **facts)


def _method_or_none(known: Known, proof: Proof) -> VerificationMethod | None:
    try:
        return known.listing(proof.verification_method).method(proof.verification_method)
    except DidError:
        return None


def _check_bound(
    signed: Signed, proof: Proof, known: Known
) -> tuple[VerificationMethod | None, Check]:
    """Return the method in the issuer's own document, and whether it may sign credentials."""
    try:
        method = authority.authorized_method(proof, known.listing(proof.verification_method))
        authority.check_issuer(method, signed.issuer_id)
    except MethodUnusableError as error:
        return None, not_run_by("issuer", error)
    except (DidError, ProofError) as error:
        return _method_or_none(known, proof), failed_by("issuer", error)
    return method, whose(signed, known, method)


def _check_signature(signed: Signed, raw: JsonObject, method: VerificationMethod) -> Check:
    try:
        check_proof(signed.document, raw, method.public_key, canonicalize=signed.canonicalize)
    except SkillmarkError as error:
        return failed_by("proof", error)
    return passed(
        "proof",
        "proof.valid",
        "The signature is good: nothing was changed since it was signed.",
        cryptosuite=text(raw.get("cryptosuite")) or text(raw.get("type")),
        method=method.id,
        created=text(raw.get("created")),
    )
