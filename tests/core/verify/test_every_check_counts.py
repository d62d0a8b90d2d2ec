"""T-CHECK: make each step of a verification fail, or leave it out, in every format.

A verifier that computes an answer and forgets to use it is the classic hole (CVE-2024-21669).
So each step is broken in turn, on a credential that is otherwise good, and the verdict has to
change in every cell of the matrix.
"""

from typing import Any

import pytest
from signed_credentials import AT, OB, VC, TestIssuer, badge

from skillmark.core import bake
from skillmark.core.jsonio import dumps
from skillmark.core.verify import Outcome, Policy, Verdict, examination, judge
from skillmark.core.verify.reading import Reading
from skillmark.core.verify.report import failed, not_run

ISSUER = TestIssuer.by_key()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'
OLD = badge(ISSUER, validFrom=None, issuanceDate="2026-05-01T09:00:00Z") | {
    "@context": [
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "https://w3id.org/security/data-integrity/v2",
    ]
}
FORMATS: dict[str, Any] = {
    "eddsa-rdfc-2022": ISSUER.sign(badge(ISSUER)),
    "eddsa-jcs-2022": ISSUER.sign(badge(ISSUER), cryptosuite="eddsa-jcs-2022"),
    "VC 1.1": ISSUER.sign(OLD),
    "two proofs": ISSUER.sign(ISSUER.sign(badge(ISSUER)), cryptosuite="eddsa-jcs-2022"),
    "bytes": dumps(ISSUER.sign(badge(ISSUER))),
    "SVG": bake.bake(SVG, dumps(ISSUER.sign(badge(ISSUER)))),
    "no badge": ISSUER.sign(
        badge(ISSUER, type=["VerifiableCredential"], credentialSubject={"id": "did:example:1"})
        | {"@context": [VC, OB]}
    ),
}
LISTS = ("check_proofs", "check_statuses", "check_schemas", "check_endorsements")
SINGLE = ("check_validity", "check_refresh", "check_badge", "check_subject")
NAMES = {
    "check_proofs": "proof",
    "check_statuses": "status",
    "check_schemas": "schema",
    "check_endorsements": "endorsements",
    "check_validity": "validity",
    "check_refresh": "refresh",
    "check_badge": "badge",
    "check_subject": "subject",
}


def verdict(document: Any, **options: Any) -> Verdict:
    return judge(document, {}, at=AT, **options).verdict


@pytest.mark.parametrize("document", FORMATS.values(), ids=FORMATS.keys())
def test_every_format_is_valid_as_it_is(document: Any) -> None:
    assert verdict(document) is Verdict.VALID


@pytest.mark.parametrize("document", FORMATS.values(), ids=FORMATS.keys())
@pytest.mark.parametrize("answer", [failed, not_run])
@pytest.mark.parametrize("step", LISTS + SINGLE)
def test_a_step_that_does_not_pass_changes_the_verdict(
    step: str, answer: Any, document: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = answer(NAMES[step], "forced", "Forced.")
    monkeypatch.setattr(examination, step, lambda *_: [check] if step in LISTS else check)
    assert verdict(document) is not Verdict.VALID


@pytest.mark.parametrize("document", FORMATS.values(), ids=FORMATS.keys())
@pytest.mark.parametrize("step", LISTS)
def test_a_step_that_says_nothing_changes_the_verdict(
    step: str, document: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examination, step, lambda *_: [])
    assert verdict(document) is Verdict.UNKNOWN


@pytest.mark.parametrize("document", FORMATS.values(), ids=FORMATS.keys())
@pytest.mark.parametrize("name", ["context", "type", "model"])
@pytest.mark.parametrize("answer", [failed, not_run, None])
def test_structure_counts(
    name: str, answer: Any, document: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = examination.check_structure

    def broken(*given: Any) -> Any:
        credential, checks = original(*given)
        kept = [check for check in checks if check.name != name]
        return credential, kept + ([answer(name, "forced", "Forced.")] if answer else [])

    monkeypatch.setattr(examination, "check_structure", broken)
    assert verdict(document) is not Verdict.VALID


@pytest.mark.parametrize("document", FORMATS.values(), ids=FORMATS.keys())
@pytest.mark.parametrize("answer", [failed, not_run])
def test_reading_counts(document: Any, answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    original = examination.read

    def broken(source: Any) -> Reading:
        reading = original(source)
        return Reading(answer("format", "forced", "Forced."), reading.kind, reading.document)

    monkeypatch.setattr(examination, "read", broken)
    assert verdict(document) is not Verdict.VALID


class Never:
    """A rule that answers with one outcome."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome

    def check(self, claims: Any) -> Any:
        make = {Outcome.FAILED: failed, Outcome.NOT_RUN: not_run}[self.outcome]
        return make("policy", "forced", f"Forced for {claims.issuer_id}.")


@pytest.mark.parametrize("document", FORMATS.values(), ids=FORMATS.keys())
@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.NOT_RUN])
def test_a_rule_counts(document: Any, outcome: Outcome) -> None:
    policy = Policy.default().requiring(Never(outcome))
    assert verdict(document, policy=policy) is not Verdict.VALID
