"""The verdict follows from the checks, and nothing that was not checked counts as good."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signed_credentials import AT, TestIssuer, badge

from skillmark.core.verify import CHECKS, Check, Outcome, Report, Summary, Verdict, judge
from skillmark.core.verify.report import (
    FORMAL,
    OPTIONAL,
    QUALIFYING,
    failed,
    not_run,
    passed,
    verdict_of,
    warned,
)

REQUIRED = tuple(name for name in CHECKS if name not in {"policy", "recipient", *OPTIONAL})


def good_report() -> Report:
    issuer = TestIssuer.by_key()
    return judge(issuer.sign(badge(issuer)), {}, at=AT)


def test_a_good_credential_is_valid() -> None:
    report = good_report()
    assert report.verdict is Verdict.VALID
    assert report.reasons == ()
    assert [check.name for check in report.checks] == list(REQUIRED)
    assert {check.outcome for check in report.checks} == {Outcome.PASSED}


@pytest.mark.parametrize(("name", "outcome"), list(product(REQUIRED, ["failed", "not_run"])))
def test_each_check_that_does_not_pass_changes_the_verdict(name: str, outcome: str) -> None:
    report = good_report()
    checks = tuple(
        replace(check, outcome=Outcome(outcome), code="forced") if check.name == name else check
        for check in report.checks
    )
    verdict = replace(report, checks=checks).verdict
    if name in FORMAL:
        assert verdict is Verdict.VALID_BUT
    else:
        assert verdict is {"failed": Verdict.INVALID, "not_run": Verdict.UNKNOWN}[outcome]


@pytest.mark.parametrize("name", REQUIRED)
def test_each_check_that_is_missing_changes_the_verdict(name: str) -> None:
    report = good_report()
    checks = tuple(check for check in report.checks if check.name != name)
    assert replace(report, checks=checks).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("name", ["policy", "recipient"])
@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.NOT_RUN])
def test_a_rule_that_is_not_kept_changes_the_verdict(name: str, outcome: Outcome) -> None:
    report = good_report()
    more = Check(name, outcome, "forced", "Forced.")
    assert replace(report, checks=(*report.checks, more)).verdict is not Verdict.VALID


@pytest.mark.parametrize("name", sorted(OPTIONAL))
@pytest.mark.parametrize(
    ("outcome", "demanded", "verdict"),
    [
        (Outcome.FAILED, True, Verdict.INVALID),
        (Outcome.NOT_RUN, True, Verdict.UNKNOWN),
        (Outcome.FAILED, False, Verdict.VALID_BUT),
        (Outcome.NOT_RUN, False, Verdict.VALID),
        (Outcome.PASSED, True, Verdict.VALID),
    ],
)
def test_what_stands_beside_it_counts_as_far_as_it_is_demanded(
    name: str, outcome: Outcome, demanded: bool, verdict: Verdict
) -> None:
    report = good_report()
    more = Check(name, outcome, "forced", "Forced.", {}, demanded)
    assert replace(report, checks=(*report.checks, more)).verdict is verdict


def test_no_checks_at_all_tell_nothing() -> None:
    assert verdict_of([]) is Verdict.UNKNOWN
    assert Report((), AT).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        (passed("proof", "x", "."), Verdict.VALID),
        (warned("proof", "x", "."), Verdict.VALID),
        (failed("proof", "x", "."), Verdict.INVALID),
        (not_run("proof", "x", "."), Verdict.UNKNOWN),
        (failed("validity", "validity.expired", "."), Verdict.VALID_BUT),
        (failed("validity", "validity.not_yet", "."), Verdict.VALID_BUT),
        (failed("status", "status.suspended", "."), Verdict.VALID_BUT),
        (failed("status", "status.revoked", "."), Verdict.INVALID),
        (failed("schema", "schema.type", "."), Verdict.VALID_BUT),
        (not_run("schema", "fetch.timeout", "."), Verdict.VALID_BUT),
        (failed("endorsements", "endorsement.invalid", "."), Verdict.VALID_BUT),
    ],
)
def test_what_a_check_allows(check: Check, verdict: Verdict) -> None:
    assert check.consequence is verdict


checks = st.builds(
    Check,
    name=st.sampled_from(CHECKS),
    outcome=st.sampled_from(Outcome),
    code=st.sampled_from([*sorted(QUALIFYING), "other"]),
    reason=st.just("."),
    demanded=st.booleans(),
)


@given(st.lists(checks), checks)
def test_another_check_never_makes_a_verdict_better(some: list[Check], one: Check) -> None:
    order = [Verdict.VALID, Verdict.VALID_BUT, Verdict.UNKNOWN, Verdict.INVALID]
    if some:
        assert order.index(verdict_of([*some, one])) >= order.index(verdict_of(some))


@given(st.lists(checks))
def test_valid_means_that_all_passed(some: list[Check]) -> None:
    valid = Report(tuple(some), AT).verdict is Verdict.VALID
    fine = {Outcome.PASSED, Outcome.WARNING}
    complete = set(REQUIRED) <= {check.name for check in some}
    asked = [
        check
        for check in some
        if check.demanded or check.name not in OPTIONAL or check.outcome is Outcome.FAILED
    ]
    assert valid == (complete and all(check.outcome in fine for check in asked))


def test_the_reasons_stand_worst_first() -> None:
    report = Report(
        (
            failed("validity", "validity.expired", "."),
            not_run("status", "x", "."),
            failed("proof", "y", "."),
            passed("type", "z", "."),
        ),
        AT,
    )
    assert [check.code for check in report.reasons] == ["y", "x", "validity.expired"]
    assert [check.code for check in report.checks_named("proof")] == ["y"]


def test_the_one_json_form() -> None:
    summary = Summary(proven=True, kind="json", types=("VerifiableCredential",))
    check = failed("proof", "proof.signature_invalid", "Changed.", proof=2)
    value = Report((check,), AT, summary).to_json()
    assert list(value) == ["verdict", "at", "summary", "checks"]
    assert value["verdict"] == "invalid"
    assert value["at"] == "2026-06-01T12:00:00Z"
    assert value["checks"] == [
        {
            "name": "proof",
            "outcome": "failed",
            "code": "proof.signature_invalid",
            "reason": "Changed.",
            "facts": {"proof": 2},
            "demanded": True,
        }
    ]
    assert value["summary"] == {
        "proven": True,
        "kind": "json",
        "credential_id": None,
        "types": ["VerifiableCredential"],
        "name": None,
        "issuer_id": None,
        "issuer_domain": None,
        "issuer_claimed_name": None,
        "subject_id": None,
        "achievement_id": None,
        "achievement_name": None,
        "valid_from": None,
        "valid_until": None,
        "signed_at": None,
        "specification": None,
    }
