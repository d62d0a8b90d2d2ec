"""Whether a proof was made by someone who may, then, for that purpose.

Mathematics says that a key signed. The rest is here: the key is one its DID document lets
sign, the document belongs to the issuer, key and proof held at the time. Each question is a
function of its own, so that a report can answer them one by one. § refers to Controlled
Identifiers 1.0 and to Data Integrity 1.0.
"""

from datetime import datetime, timedelta
from typing import Final

from skillmark.core.did import DidDocument, DidUrl, VerificationMethod
from skillmark.core.proof.errors import (
    MethodControllerError,
    MethodExpiredError,
    MethodRevokedError,
    MethodUnauthorizedError,
    ProofCreatedError,
    ProofExpiredError,
    ProofPurposeError,
)
from skillmark.core.proof.model import Proof

CLOCK_SKEW: Final = timedelta(seconds=60)  # how far ahead an honest clock may be


def check_purpose(proof: Proof, expected: str = "assertionMethod") -> None:
    """Refuse a proof made for another purpose, Data Integrity §2.1.

    Raises:
        ProofPurposeError: ``proofPurpose`` is not ``expected``.
    """
    if proof.purpose != expected:
        raise ProofPurposeError(
            f"The proof was made for another purpose than {expected}.",
            purpose=proof.purpose[:100],
            expected=expected,
        )


def check_dates(proof: Proof, *, at: datetime) -> None:
    """Refuse a proof that had expired, or was made more than `CLOCK_SKEW` later, ``at`` then.

    Raises:
        ProofExpiredError: ``expires`` is not after ``at``.
        ProofCreatedError: ``created`` lies in the future.
    """
    if proof.expires is not None and proof.expires <= at:
        raise ProofExpiredError("The proof has expired.", expires=proof.expires.isoformat())
    if proof.created is not None and proof.created > at + CLOCK_SKEW:
        raise ProofCreatedError(
            "The proof was made in the future.", created=proof.created.isoformat()
        )


def authorized_method(
    proof: Proof, document: DidDocument, purpose: str = "assertionMethod"
) -> VerificationMethod:
    """Return the method that made ``proof``, if its DID document lets it, CID §3.3.

    Args:
        proof: the proof.
        document: the DID document of the DID in ``verificationMethod``.
        purpose: ``assertionMethod`` or ``authentication``.

    Raises:
        DidSyntaxError: ``verificationMethod`` is no DID URL.
        MethodNotFoundError: the document has no such method.
        MethodUnusableError: the document has it, and its key is none of ours.
        MethodControllerError: the method is under, or answers to, another DID.
        MethodUnauthorizedError: it is not listed under ``purpose``.
    """
    if DidUrl.parse(proof.verification_method).did != document.id:
        raise MethodControllerError("The DID document is that of another DID.")
    method = document.method(proof.verification_method)
    if method.controller != document.id:
        raise MethodControllerError(
            "The key answers to another DID.", controller=method.controller
        )
    allowed = {
        "assertionMethod": document.assertion_method,
        "authentication": document.authentication,
    }.get(purpose, frozenset())
    if method.id not in allowed:
        raise MethodUnauthorizedError(
            f"The key is not listed under {purpose}.", method=method.id
        )
    return method


def check_issuer(method: VerificationMethod, issuer: str) -> None:
    """Refuse a key that answers to someone else than the issuer, VCDM 2.0 §4.7.

    Raises:
        MethodControllerError: another controller.
    """
    if method.controller != issuer:
        raise MethodControllerError(
            "The key answers to someone else than the issuer.",
            controller=method.controller,
            issuer=issuer[:500],
        )


def check_method_dates(method: VerificationMethod, *, at: datetime) -> None:
    """Refuse a key that had expired or been revoked ``at`` then, CID §2.2.

    Args:
        method: the key.
        at: the time of signing if a trusted party vouches for it, else now: ``created`` is
            only the signer's word, and a thief of the key writes it too.

    Raises:
        MethodRevokedError: ``revoked`` is not after ``at``.
        MethodExpiredError: ``expires`` is not after ``at``.
    """
    if method.revoked is not None and method.revoked <= at:
        raise MethodRevokedError("The key was revoked.", revoked=method.revoked.isoformat())
    if method.expires is not None and method.expires <= at:
        raise MethodExpiredError("The key has expired.", expires=method.expires.isoformat())
