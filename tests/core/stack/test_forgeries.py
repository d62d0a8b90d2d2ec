"""Each way to forge a stack is refused, with a code of its own; what is missing never counts."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from signed_credentials import TestIssuer, tampered
from stack_samples import (
    AT,
    FINAL,
    HARBOUR,
    NORTH,
    THIEF,
    UNITS,
    UNITS_RULE,
    Stack,
    knowing,
    leaf,
    list_url,
    person,
    rule_document,
    unit,
    unsigned,
)

from skillmark.core import jsonio
from skillmark.core.stack import Bundle, StackPolicy, StackReport, replay
from skillmark.core.verify import Verdict

OTHER = TestIssuer.on_web("other.example", 5)


def look(bundle: Bundle, **policy: Any) -> StackReport:
    return replay(bundle, at=AT, policy=knowing(**policy))


def codes(report: StackReport) -> set[str]:
    """Return the codes of what speaks against the stack."""
    return {finding.code for finding in report.reasons}


def with_other(issuer: TestIssuer, bundle: Bundle) -> Bundle:
    return Bundle(
        final=bundle.final,
        rule=bundle.rule,
        constituents=bundle.constituents,
        did={**bundle.did, issuer.did: jsonio.load_object(issuer.did_document())},
        status=bundle.status,
        recipient=bundle.recipient,
    )


def test_the_true_stack_is_valid() -> None:
    report = look(Stack().bundle())
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())
    assert [finding.code for finding in report.all_findings] == ["stack.rule_met"]
    assert [part.counted for part in report.constituents] == [True] * 4
    assert report.rule is not None
    assert report.rule.satisfied
    assert jsonio.dumps(report.to_json())


# What is done to the stack (to the parts before they are signed together, or to the bundle), and
# what has to be said of it, beside that the rule is not fulfilled or not decided.
def swapped_unit() -> Bundle:
    stack = Stack()
    bundle = stack.bundle()
    forged = [*stack.units[:3], unit(4, issuer=HARBOUR, achievement="https://other.example/a")]
    return Stack(units=forged).bundle(final=jsonio.load_object(bundle.final))


def another_unit_of_the_same_name() -> Bundle:
    stack = Stack()
    final = stack.final()
    stack.units[3] = unit(4, name="Workplace Safety, better")
    return stack.bundle(final)


def touched_unit() -> Bundle:
    stack = Stack()
    stack.units[0] = tampered(stack.units[0], "name", value="Everything")
    return stack.bundle()


def unit_by_a_thief() -> Bundle:
    stack = Stack()
    stack.units[0] = unit(1, issuer=THIEF)
    return stack.bundle()


def touched_final() -> Bundle:
    stack = Stack()
    return stack.bundle(tampered(stack.final(), "name", value="Doctor of Everything"))


def swapped_rule() -> Bundle:
    easier = rule_document({"any": [leaf(one) for one in UNITS]})
    return Stack(shown_rule=easier).bundle()


def no_rule() -> Bundle:
    stack = Stack()
    stack.final_changes["relatedResource"] = stack.resources()[1:]
    return stack.bundle()


def rule_that_is_none() -> Bundle:
    return Stack(shown_rule=rule_document({"some": []})).bundle()


def dated_back_by_its_begin() -> Bundle:
    stack = Stack()
    late = datetime(2026, 6, 20, tzinfo=UTC)
    stack.units[0] = unit(1, validFrom="2026-04-01T00:00:00Z", proof_changes={"created": late})
    return stack.bundle()


def dated_back_by_its_proof() -> Bundle:
    stack = Stack()
    stack.final_changes["validFrom"] = "2026-06-25T00:00:00Z"
    late = datetime(2026, 6, 20, tzinfo=UTC)
    stack.units[0] = unit(1, proof_changes={"created": late})
    return stack.bundle()


def later_unit() -> Bundle:
    stack = Stack()
    stack.units[0] = unit(1, validFrom="2026-06-01T09:00:01Z")
    return stack.bundle()


def revoked_unit() -> Bundle:
    return Stack(revoked={HARBOUR.did: (2,)}).bundle()


def suspended_unit() -> Bundle:
    return Stack(suspended={NORTH.did: (3,)}).bundle()


def revoked_final() -> Bundle:
    return Stack(revoked={HARBOUR.did: (10,)}).bundle()


def unit_expired_at_the_time() -> Bundle:
    stack = Stack()
    stack.units[1] = unit(2, validUntil="2026-05-31T23:59:59Z")
    return stack.bundle()


def same_name_other_issuer() -> Bundle:
    stack = Stack()
    stack.units[2] = unit(3, issuer=OTHER, credentialStatus=None)
    assert stack.units[2]["issuer"]["name"] == stack.units[0]["issuer"]["name"]
    return with_other(OTHER, stack.bundle())


def unit_of_somebody_else() -> Bundle:
    stack = Stack()
    stack.units[2] = unit(3, holder=person("Anna Berg", "anna@learner.example"))
    return stack.bundle()


def unit_under_no_rule() -> Bundle:
    stack = Stack()
    stack.units.append(unit(5, issuer=HARBOUR, achievement="https://harbour.example/a/cooking"))
    return stack.bundle()


def unit_of_another_version() -> Bundle:
    rule = copy.deepcopy(UNITS_RULE)
    rule["rule"]["all"][0]["achievement"]["version"] = "2"
    return Stack(rule=rule).bundle()


def unit_below_the_level() -> Bundle:
    rule = copy.deepcopy(UNITS_RULE)
    rule["rule"]["all"][0]["level"] = {"framework": "EQF", "atLeast": 4}
    return Stack(rule=rule).bundle()


def unit_too_old() -> Bundle:
    rule = copy.deepcopy(UNITS_RULE)
    rule["rule"]["earned"] = {"withinDays": 30}
    return Stack(rule=rule).bundle()


def unit_too_late() -> Bundle:
    rule = copy.deepcopy(UNITS_RULE)
    rule["rule"]["all"][1]["earned"] = {"before": "2026-04-30"}
    return Stack(rule=rule).bundle()


def unit_without_achievement() -> Bundle:
    stack = Stack()
    document = unsigned(HARBOUR, 1, UNITS[0])
    del document["credentialSubject"]["achievement"]
    document["type"] = ["VerifiableCredential"]
    stack.units[0] = HARBOUR.sign(document)
    return stack.bundle()


def one_more_than_named() -> Bundle:
    stack = Stack()
    final = stack.final()
    stack.units.append(unit(2, achievement="https://harbour.example/a/cooking"))
    return stack.bundle(final)


def only_three() -> Bundle:
    stack = Stack()
    stack.units = stack.units[:3]
    return stack.bundle()


FORGERIES: dict[Callable[[], Bundle], set[str]] = {
    swapped_unit: {
        "stack.constituent_unlisted",
        "stack.constituent_missing",
        "stack.rule_undecided",
    },
    another_unit_of_the_same_name: {"stack.constituent_changed", "stack.rule_unmet"},
    touched_unit: {"stack.constituent_forged", "stack.rule_unmet"},
    unit_by_a_thief: {"stack.constituent_forged", "stack.rule_unmet"},
    touched_final: {"stack.final_forged"},
    swapped_rule: {"stack.rule_differs"},
    no_rule: {"stack.rule_unnamed"},
    rule_that_is_none: {"stack.rule_document"},
    dated_back_by_its_begin: {"stack.back_dated"},
    dated_back_by_its_proof: {"stack.back_dated"},
    later_unit: {"stack.constituent_later", "stack.rule_unmet"},
    revoked_unit: {"stack.constituent_revoked", "stack.rule_unmet"},
    suspended_unit: {"stack.constituent_suspended", "stack.rule_unmet"},
    revoked_final: {"stack.final_revoked"},
    unit_expired_at_the_time: {"stack.constituent_expired", "stack.rule_unmet"},
    same_name_other_issuer: {
        "stack.constituent_issuer",
        "stack.rule_unmet",
        "stack.keys_enclosed",
    },
    unit_of_somebody_else: {"stack.constituent_subject", "stack.rule_unmet"},
    unit_under_no_rule: {"stack.constituent_not_in_rule"},
    unit_of_another_version: {"stack.constituent_version", "stack.rule_unmet"},
    unit_below_the_level: {"stack.constituent_level", "stack.rule_unmet"},
    unit_too_old: {"stack.constituent_too_early", "stack.rule_unmet"},
    unit_too_late: {"stack.constituent_too_late", "stack.rule_unmet"},
    unit_without_achievement: {"stack.constituent_uncountable", "stack.rule_unmet"},
    one_more_than_named: {"stack.constituent_unlisted"},
    only_three: {"stack.rule_unmet"},
}


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_a_forgery_is_refused_and_named(forge: Callable[[], Bundle]) -> None:
    report = look(forge())
    assert report.verdict is Verdict.INVALID
    assert codes(report) == FORGERIES[forge]


def test_every_constituent_that_is_wrong_is_named() -> None:
    stack = Stack(revoked={HARBOUR.did: (1,)})
    stack.units[2] = unit(3, validUntil="2026-05-31T23:59:59Z")
    report = look(stack.bundle())
    wrong = [[one.code for one in part.findings] for part in report.constituents]
    assert wrong == [
        ["stack.constituent_revoked"],
        [],
        ["stack.constituent_expired"],
        [],
    ]
    assert [part.counted for part in report.constituents] == [False, True, False, True]


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        (list_url(NORTH) + "revocation", "stack.constituent_status_unknown"),
        (NORTH.did, "stack.constituent_unchecked"),
    ],
)
def test_what_is_missing_from_the_bundle_never_counts(missing: str, code: str) -> None:
    policy = StackPolicy(known={HARBOUR.did_url: HARBOUR.did_document()})
    policy = policy if missing == NORTH.did else knowing()
    report = replay(Stack(without=(missing,)).bundle(), at=AT, policy=policy)
    assert report.verdict is Verdict.UNKNOWN
    assert codes(report) == {code, "stack.rule_undecided"}
    assert [part.counted for part in report.constituents] == [True, True, False, False]


def test_a_missing_status_list_of_the_final_leaves_it_open() -> None:
    report = look(Stack(without=(list_url(HARBOUR) + "suspension",)).bundle())
    assert report.verdict is Verdict.UNKNOWN
    assert codes(report) == {
        "stack.final_status_unknown",
        "stack.constituent_status_unknown",
        "stack.rule_undecided",
    }


def test_an_old_status_list_leaves_it_open() -> None:
    report = replay(Stack().bundle(), at=datetime(2027, 1, 2, tzinfo=UTC), policy=knowing())
    assert report.verdict is Verdict.UNKNOWN
    assert "stack.final_status_unknown" in codes(report)


def test_a_constituent_the_bundle_lacks_leaves_it_open() -> None:
    stack = Stack()
    final = stack.final()
    stack.units = stack.units[1:]
    report = look(stack.bundle(final))
    assert (report.verdict, codes(report)) == (
        Verdict.UNKNOWN,
        {"stack.constituent_missing", "stack.rule_undecided"},
    )
    assert report.constituents[0].to_json()["report"] is None


def test_keys_from_the_bundle_alone_are_a_reservation() -> None:
    report = replay(Stack().bundle(), at=AT)
    assert (report.verdict, codes(report)) == (Verdict.VALID_BUT, {"stack.keys_enclosed"})


def test_a_bundle_with_the_keys_of_a_thief_fails_against_known_ones() -> None:
    stack = Stack(units=[unit(n, issuer=THIEF) for n in range(1, 5)])
    document = unsigned(HARBOUR, 10, FINAL, relatedResource=stack.resources())
    bundle = stack.bundle(THIEF.sign({**document, "validFrom": "2026-06-01T09:00:00Z"}))
    assert codes(look(bundle)) == {"stack.final_forged"}
