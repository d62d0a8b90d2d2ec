"""A signed document inside or beside the credential: a status list, an endorsement.

The same questions are put to it as to the credential, and one answer comes back: the first
thing that is wrong with it, or nothing.
"""

from dataclasses import replace

from skillmark.core.verify.documents import Resolved
from skillmark.core.verify.report import Check, Verdict
from skillmark.core.verify.signatures import check_proofs
from skillmark.core.verify.signed import Signed
from skillmark.core.verify.standing import check_validity
from skillmark.core.verify.structure import check_structure


def first_fault(signed: Signed, resolved: Resolved) -> Check | None:
    """Return the first check that an enclosed document does not plainly pass, or None.

    Every proof of it has to be good, whatever the policy says of the credential's own.
    """
    credential, checks = check_structure(signed.document, signed.canonicalize)
    if credential is not None and _fault(checks) is None:
        strict = replace(signed, policy=replace(signed.policy, any_proof=False))
        checks = [*check_proofs(strict, resolved), check_validity(credential, signed.at)]
    return _fault(checks)


def _fault(checks: list[Check]) -> Check | None:
    return next((check for check in checks if check.consequence is not Verdict.VALID), None)
