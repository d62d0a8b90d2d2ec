"""Had the issuer the right to issue it? The check ``right``.

`skillmark.core.rights` judges; here the papers it rests on (definitions, grants, endorsements)
are verified: their form, their signers' keys, their status lists. What came with a credential
is a paper like any other, and good only for what its own signer says.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from skillmark.core import jsonio, rights
from skillmark.core.jsonio import JsonObject
from skillmark.core.rights import Answer, Paper
from skillmark.core.rights import Outcome as Answered
from skillmark.core.vc import Credential, VcError, parse_credential
from skillmark.core.verify.documents import Asking, Documents
from skillmark.core.verify.enclosed import first_fault
from skillmark.core.verify.evidence import Need, NeedKind
from skillmark.core.verify.proof_bundle import Proofs
from skillmark.core.verify.report import Check, Outcome
from skillmark.core.verify.signatures import claims_issuer_key, issuer_of
from skillmark.core.verify.signed import Signed
from skillmark.core.verify.statuses import check_statuses, status_needs
from skillmark.core.verify.trust import RIGHT

MAX_PAPER: Final = 1_048_576  # bytes

_OUTCOMES: Final = {
    Answered.PASSED: Outcome.PASSED,
    Answered.WARNING: Outcome.WARNING,
    Answered.NOT_RUN: Outcome.NOT_RUN,
    Answered.FAILED: Outcome.FAILED,
}
_PERIOD: Final = frozenset({"validity.expired", "validity.not_yet"})
"""Faults that are no faults of a paper: whether its time runs is judged with it."""


class Papers:
    """The papers of one credential, and what is known of them."""

    def __init__(self, signed: Signed, proofs: Proofs) -> None:
        self._signed = signed
        self._asked = RIGHT in signed.policy.trust.demand
        self._data = dict.fromkeys(proofs.rights)
        self._named = {one.digest for one in rights.named(signed.document)}
        self._wanted = bool(
            self._asked
            or proofs.rights
            or rights.named(signed.document)
            or signed.policy.trust.issuers is not None
        )

    @property
    def wanted(self) -> bool:
        """Whether there is anything to answer, or anybody who asks."""
        return self._wanted

    def ask(self, documents: Documents) -> Asking:
        """Ask for the papers that the credential names, and for what it takes to check them."""
        if not self._wanted:
            return
        held = {rights.digest_of(data) for data in self._data}
        named = [one for one in rights.named(self._signed.document) if one.digest not in held]
        needs = [Need(one.url, NeedKind.PAPER, one.url, MAX_PAPER) for one in named]
        yield from documents.ask(needs)
        for one in named:
            found = documents.get(one.url)
            if isinstance(found, bytes) and rights.digest_of(found) == one.digest:
                self._data[found] = None
        loaded = ((data, _load(data)) for data in self._data)
        read = [(data, found) for data, found in loaded if found is not None]
        signers = [issuer_of(one) for _, one in read if claims_issuer_key(one)]
        yield from documents.ask_for_dids(signers)
        lists = [need for data, one in read for need in self._lists(data, one, documents)]
        yield from documents.ask(lists)

    def check(self, documents: Documents, proven: datetime | None) -> Check | None:
        """Return the answer, or None when nobody asks."""
        if not self._wanted:
            return None
        answer = rights.check_right(
            self._signed.document,
            [self._paper(data, documents) for data in self._data],
            at=self._signed.at,
            proven=proven,
            registry=self._signed.policy.trust.issuers,
        )
        silent = answer.code == "right.unsaid" and not self._asked
        return None if silent else self._said(answer)

    def _said(self, answer: Answer) -> Check:
        """Return the answer as a check; no policy makes up for a right that was never given."""
        outcome = _OUTCOMES[answer.outcome]
        demanded = self._asked or answer.code in rights.FORGED
        return Check(RIGHT, outcome, answer.code, answer.reason, dict(answer.facts), demanded)

    def _lists(self, data: bytes, document: JsonObject, documents: Documents) -> Iterable[Need]:
        """Return the status lists of a paper whose own signature is good."""
        credential = _credential(document)
        if credential is None or self._fault(data, document, documents) is not None:
            return ()
        return status_needs(credential)

    def _fault(self, data: bytes, document: JsonObject, documents: Documents) -> Check | None:
        """Return what keeps a paper from being relied on.

        A credential that names its exact bytes by their digest is younger than the paper: time
        that is proven for the one is proven for the other.
        """
        enclosed = self._signed.enclosing(document, issuer_of(document))
        if rights.digest_of(data) in self._named:
            enclosed = replace(enclosed, proven=self._signed.proven)
        fault = first_fault(enclosed, documents.resolved)
        return None if fault is not None and fault.code in _PERIOD else fault

    def _paper(self, data: bytes, documents: Documents) -> Paper:
        document = _load(data)
        if document is None:
            return Paper.of(data, fault="right.malformed")
        fault = self._fault(data, document, documents)
        if fault is not None:
            # A key that fell since makes no forgery of a paper; it only proves nothing more.
            unknown = fault.outcome is Outcome.NOT_RUN or fault.name == "key"
            return Paper.of(data, fault=fault.code, unknown=unknown)
        credential = _credential(document)
        if credential is None:
            return Paper.of(data, fault="right.malformed")
        enclosed = self._signed.enclosing(document, issuer_of(document))
        checks = check_statuses(enclosed, credential, documents)
        return Paper.of(data, revoked=_withdrawn(checks))


def _withdrawn(checks: list[Check]) -> bool | None:
    """Return what status lists say: withdrawn, not withdrawn, or None when nobody can tell."""
    outcomes = {check.outcome for check in checks}
    if Outcome.FAILED in outcomes:
        return True
    return None if Outcome.NOT_RUN in outcomes else False


def _load(data: bytes) -> JsonObject | None:
    try:
        return jsonio.load_object(data, max_bytes=MAX_PAPER)
    except jsonio.JsonError:
        return None


def _credential(document: JsonObject) -> Credential | None:
    try:
        return parse_credential(document)
    except VcError:
        return None
