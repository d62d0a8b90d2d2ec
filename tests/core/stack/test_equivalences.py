"""Recognition decisions: bound to issuer and achievement, carried by digest, never chained."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from signed_credentials import TestIssuer
from stack_samples import (
    AT,
    FINAL,
    HARBOUR,
    NORTH,
    UNITS,
    Stack,
    item,
    knowing,
    leaf,
    rule_document,
    unit,
)

from skillmark.core import jsonio
from skillmark.core.stack import (
    Decision,
    EquivalencesDocumentError,
    StackPolicy,
    parse_decisions,
    replay,
    write_decisions,
)
from skillmark.core.verify import Verdict

FAR = TestIssuer.on_web("far.example", 5)
CERTIFICATE = "https://far.example/a/data"


def decision(**changes: Any) -> Decision:
    values: dict[str, Any] = {
        "achievement": CERTIFICATE,
        "issuer": FAR.did,
        "counts_as": (UNITS[3],),
        "credits": {"ects": Decimal("15.00")},
        "levels": {"eqf": 7},
        "decided": date(2026, 5, 20),
        "reason": "The programme was compared with ours, outcome by outcome.",
    }
    return Decision(**(values | changes))


def test_what_is_written_is_read() -> None:
    written = write_decisions(
        [decision(), decision(counts_as=(), levels={}, reason=""), decision(credits={})]
    )
    read = parse_decisions(jsonio.load_object(written.canonical))
    assert read.decisions == written.decisions
    assert read.digest == written.digest
    assert read.decisions[0].credits == {"ects": Decimal(15)}


def test_a_decision_binds_issuer_and_achievement() -> None:
    decisions = write_decisions([decision()])
    own = item("x", CERTIFICATE, issuer=FAR.did, credits={"ects": "2", "hours": "137"})
    others = [item("y", CERTIFICATE, issuer=NORTH.did), item("z", UNITS[0], issuer=FAR.did)]
    found = decisions.applied([own, *others])
    assert found[1:] == others
    assert set(found[0].achievements) == {CERTIFICATE, UNITS[3]}
    assert found[0].credits == {"ects": 15, "hours": 137}
    assert found[0].levels == {"eqf": 7}


def test_decisions_do_not_chain() -> None:
    second = decision(achievement=UNITS[3], counts_as=(FINAL,))
    decisions = write_decisions([decision(), second])
    found = decisions.applied([item("x", CERTIFICATE, issuer=FAR.did)])
    assert set(found[0].achievements) == {CERTIFICATE, UNITS[3]}


def document(**changes: Any) -> Any:
    one: dict[str, Any] = {
        "achievement": CERTIFICATE,
        "issuer": FAR.did,
        "countsAs": [UNITS[3]],
        "decided": "2026-05-20",
    }
    one.update(changes)
    one = {name: value for name, value in one.items() if value is not None}
    return {"type": "RecognitionDecisions", "version": 1, "decisions": [one]}


AMOUNT = {"amount": "5", "unit": "ECTS"}
LEVEL = {"framework": "EQF", "level": 5}


@pytest.mark.parametrize(
    ("odd", "code", "path"),
    [
        ({"type": "x", "version": 1, "decisions": [{}]}, "constant", "/type"),
        (document() | {"decisions": []}, "list", "/decisions"),
        (document() | {"decisions": ["x"]}, "object", "/decisions/0"),
        (document() | {"more": 1}, "unknown_member", "/more"),
        (document(more=1), "unknown_member", "/decisions/0/more"),
        (document(issuer="Far"), "form", "/decisions/0/issuer"),
        (document(achievement="data"), "form", "/decisions/0/achievement"),
        (document(decided=None), "missing", "/decisions/0/decided"),
        (document(decided="today"), "day", "/decisions/0/decided"),
        (document(countsAs=None), "empty", "/decisions/0"),
        (document(countsAs=["data"]), "form", "/decisions/0/countsAs/0"),
        (document(credits=["15"]), "object", "/decisions/0/credits/0"),
        (document(credits=[AMOUNT, AMOUNT]), "duplicate", "/decisions/0/credits/1/unit"),
        (document(credits=[{"unit": "ECTS"}]), "amount", "/decisions/0/credits/0/amount"),
        (document(levels=[LEVEL, LEVEL]), "duplicate", "/decisions/0/levels/1/framework"),
        (document(levels=[{"framework": "EQF"}]), "missing", "/decisions/0/levels/0/level"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(odd: Any, code: str, path: str) -> None:
    with pytest.raises(EquivalencesDocumentError) as caught:
        parse_decisions(odd)
    found = [(problem.code, problem.path) for problem in caught.value.problems]
    assert (f"decisions.{code}", path) in found


def stack() -> Stack:
    """Return a stack whose fourth unit is an external certificate, recognised."""
    ours = {"all": [leaf(one) for one in UNITS[:3]]}
    amount = {"credits": {"atLeast": "15", "unit": "ECTS", "of": [leaf(UNITS[3])]}}
    outside = unit(4, issuer=FAR, achievement=CERTIFICATE, credentialStatus=None)
    return Stack(
        units=[*(unit(number) for number in (1, 2, 3)), outside],
        rule=rule_document({"all": [ours, amount]}),
        decisions=write_decisions([decision()]),
    )


def policy() -> StackPolicy:
    known = knowing().known
    return StackPolicy(known={**known, FAR.did_url: FAR.did_document()})


def test_a_recognised_certificate_counts_in_a_re_checked_stack() -> None:
    report = replay(stack().bundle(), at=AT, policy=policy())
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())
    (outside,) = [part for part in report.constituents if "far.example" in str(part.url)]
    assert outside.counted
    notes = {finding.code for finding in outside.findings}
    assert "stack.issuer_unnamed" not in notes


def test_other_decisions_than_those_of_the_final_are_refused() -> None:
    changed = stack()
    changed.shown_decisions = write_decisions(
        [decision(credits={"ects": Decimal(60)})]
    ).document
    report = replay(changed.bundle(), at=AT, policy=policy())
    codes = [finding.code for finding in report.reasons]
    assert report.verdict is Verdict.INVALID
    assert codes == [
        "stack.decisions_differ",
        "stack.constituent_not_in_rule",
        "stack.rule_unmet",
    ]


def test_decisions_that_are_none_are_refused() -> None:
    changed = stack()
    changed.shown_decisions = {"type": "RecognitionDecisions"}
    report = replay(changed.bundle(), at=AT, policy=policy())
    assert "stack.equivalences_document" in {finding.code for finding in report.reasons}


def test_without_the_decisions_the_certificate_does_not_count() -> None:
    changed = stack()
    final = changed.final()
    changed.decisions = None
    report = replay(changed.bundle(final), at=AT, policy=policy())
    assert report.verdict is Verdict.INVALID
    assert "stack.resource_left_aside" in {finding.code for finding in report.findings}


def test_decisions_that_say_nothing_of_a_constituent_leave_it_alone() -> None:
    plain = Stack(decisions=write_decisions([decision()]))
    assert replay(plain.bundle(), at=AT, policy=knowing()).verdict is Verdict.VALID
    assert HARBOUR.did != FAR.did
