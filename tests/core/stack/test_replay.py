"""What is said of a stack that is not forged: reservations, notes, and whose word it is."""

from typing import Any

import pytest
from signed_credentials import EMAIL
from stack_samples import (
    AT,
    HARBOUR,
    NORTH,
    RULE_URL,
    UNITS,
    Stack,
    knowing,
    leaf,
    rule_document,
    unit,
)

from skillmark.core.stack import Bundle, Finding, StackReport, replay
from skillmark.core.verify import IssuerIs, Policy, Verdict


def look(bundle: Bundle, **policy: Any) -> StackReport:
    return replay(bundle, at=AT, policy=knowing(**policy))


def codes(report: StackReport) -> set[str]:
    """Return the codes of what speaks against the stack."""
    return {finding.code for finding in report.reasons}


def test_what_expired_since_still_counted_then() -> None:
    stack = Stack()
    stack.units[0] = unit(1, validUntil="2026-06-15T00:00:00Z")
    assert look(stack.bundle()).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"validUntil": "2026-06-30T00:00:00Z"}, "stack.final_expired"),
        ({"validFrom": "2026-08-01T00:00:00Z"}, "stack.final_not_yet"),
        ({"image": "https://harbour.example/picture.png"}, "stack.final_form"),
    ],
)
def test_reservations_about_the_final(changes: dict[str, Any], code: str) -> None:
    report = look(Stack(final_changes=changes).bundle())
    assert (report.verdict, codes(report)) == (Verdict.VALID_BUT, {code})


def test_a_suspended_final_is_a_reservation_as_it_is_alone() -> None:
    report = look(Stack(suspended={HARBOUR.did: (10,)}).bundle())
    assert (report.verdict, codes(report)) == (Verdict.VALID_BUT, {"stack.final_suspended"})


def test_a_final_without_a_date_is_refused() -> None:
    report = look(Stack(final_changes={"validFrom": None}).bundle())
    assert "stack.final_undated" in codes(report)
    assert report.verdict is Verdict.INVALID


def test_a_policy_is_asked_of_the_final() -> None:
    policy = Policy.default().requiring(IssuerIs.any_of(NORTH.did))
    report = look(Stack().bundle(), final=policy)
    assert (report.verdict, codes(report)) == (Verdict.INVALID, {"stack.final_policy"})


def test_a_unit_that_nobody_can_read() -> None:
    stack = Stack()
    old = {"@context": "https://w3id.org/openbadges/v1", "id": "https://old.example/c/1"}
    stack.units[0] = old
    report = look(stack.bundle())
    assert codes(report) == {"stack.constituent_unchecked", "stack.rule_undecided"}
    assert report.verdict is Verdict.UNKNOWN


def test_two_issuers_under_a_rule_for_one() -> None:
    rule = rule_document({"all": [leaf(one) for one in UNITS], "issuers": "same"})
    report = look(Stack(rule=rule).bundle())
    assert codes(report) == {"stack.constituent_issuer", "stack.rule_unmet"}


def test_a_spare_unit_is_a_note() -> None:
    rule = rule_document({"any": [leaf(one) for one in UNITS], "issuers": "same"})
    report = look(Stack(rule=rule).bundle())
    notes = [[one.code for one in part.findings] for part in report.constituents]
    assert notes == [[], *[["stack.constituent_spare"]] * 3]
    assert report.verdict is Verdict.VALID


def test_a_rule_that_names_no_issuer_says_whose_word_it_is() -> None:
    rule = rule_document({"all": [leaf(one) for one in UNITS]})
    report = look(Stack(rule=rule).bundle())
    notes = [[one.code for one in part.findings] for part in report.constituents]
    assert notes == [[], [], ["stack.issuer_unnamed"], ["stack.issuer_unnamed"]]
    assert report.verdict is Verdict.VALID


def test_a_resource_of_another_kind_is_left_aside() -> None:
    stack = Stack()
    other = {
        "id": "https://harbour.example/terms.html",
        "mediaType": "text/html",
        "digestMultibase": "zQmNothing",
    }
    stack.final_changes["relatedResource"] = [*stack.resources(), other]
    report = look(stack.bundle())
    assert report.verdict is Verdict.VALID
    assert (
        Finding(
            "stack.resource_left_aside",
            Verdict.VALID,
            "The final refers to something that was not looked at.",
            {"url": "https://harbour.example/terms.html"},
        )
        in report.findings
    )


def test_the_rule_is_served_where_the_final_says() -> None:
    resources = Stack().final()["relatedResource"]
    assert resources[0]["id"] == RULE_URL
    assert {entry["mediaType"] for entry in resources[1:]} == {"application/vc"}


def test_the_email_the_verifier_knows_goes_before_the_one_in_the_bundle() -> None:
    assert look(Stack(recipient=None).bundle(), addresses=(EMAIL,)).verdict is Verdict.VALID
    report = look(Stack().bundle(), addresses=("anna@learner.example",))
    assert [one.code for one in report.all_findings].count("stack.subject_by_name") == 4
