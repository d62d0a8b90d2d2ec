"""Each kind of node with what it counts, and every reason a credential does not."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from stack_samples import HARBOUR, NORTH, item, leaf, rule_of

from skillmark.core.stack import (
    HistoryItem,
    Reason,
    RuleVerdict,
    Standing,
    evaluate,
    satisfies,
)

AT = datetime(2026, 6, 1, tzinfo=UTC)
A, B, C, D, E = (f"https://a.example/{letter}" for letter in "abcde")


def look(node: Any, *history: HistoryItem) -> RuleVerdict:
    return evaluate(rule_of(node), history, AT)


def held(*names: str, **changes: Any) -> HistoryItem:
    """Return a credential of some achievements, called by their last letters."""
    return item("".join(name[-1] for name in names), *names, **changes)


def ects(node: Any, amount: str) -> Any:
    return {"credits": {"atLeast": amount, "unit": "ECTS", "of": node}}


def test_all_and_any_and_at_least() -> None:
    three = [leaf(one) for one in (A, B, C)]
    found = (held(A), held(C))
    assert not look({"all": three}, *found).satisfied
    assert look({"all": three}, *found, held(B)).satisfied
    assert look({"any": three}, *found).counted == ("urn:credential:a",)
    assert look({"any": three}).nodes[0].reason is Reason.NO_ALTERNATIVE
    verdict = look({"atLeast": {"count": 2, "of": three}}, *found)
    assert (verdict.satisfied, verdict.nodes[0].have) == (True, 2)
    short = look({"atLeast": {"count": 2, "of": three}}, held(A))
    assert (short.nodes[0].reason, short.counted) == (Reason.TOO_FEW, ("urn:credential:a",))


def test_a_verdict_as_json() -> None:
    verdict = look(ects([leaf(A, id="maths")], "7.5"), held(A, credits={"ects": "5.50"}))
    assert verdict.to_json() == {
        "satisfied": False,
        "counted": ["urn:credential:a"],
        "nodes": [
            {
                "id": "/rule",
                "satisfied": False,
                "have": "5.5",
                "need": "7.5",
                "counted": ["urn:credential:a"],
                "reason": "rule.too_few_credits",
            },
            {
                "id": "maths",
                "satisfied": True,
                "have": "1",
                "need": "1",
                "counted": ["urn:credential:a"],
                "reason": "rule.met",
            },
        ],
    }
    assert verdict.node("maths") == verdict.nodes[1]
    assert verdict.node("physics") is None


def test_science_three_of_five_by_five() -> None:
    """The Data Science stack: 3 of 5 modules of 5 ECTS each, and so 15 ECTS."""
    modules = [leaf(one) for one in (A, B, C, D, E)]
    node = {"all": [{"atLeast": {"count": 3, "of": modules}}, ects(modules, "15")]}
    five = [held(one, credits={"ects": "5"}) for one in (A, B, C, D, E)]
    assert not look(node, *five[:2]).satisfied
    assert look(node, *five[2:]).satisfied


def test_hours_of_two_certificates_add_up() -> None:
    """An external certificate of 137 hours and one of 165 for a rule of 300."""
    node = {"credits": {"atLeast": "300", "unit": "Hours", "of": [leaf(A), leaf(B)]}}
    found = [held(A, credits={"hours": "137"}), held(B, credits={"hours": "165"})]
    verdict = look(node, *found)
    assert (verdict.satisfied, verdict.nodes[0].have) == (True, Decimal(302))
    assert not look(node, found[0]).satisfied


def test_a_credential_counts_once_under_a_number() -> None:
    two = [leaf(A), leaf(B)]
    both = held(A, B, credits={"ects": "5"})
    verdict = look({"atLeast": {"count": 2, "of": two}}, both)
    assert [node.reason for node in verdict.nodes] == [
        Reason.TOO_FEW,
        Reason.MET,
        Reason.COUNTED_ELSEWHERE,
    ]
    assert look(ects(two, "10"), both).nodes[0].have == 5
    assert look({"all": two}, both).satisfied


def test_credentials_move_along_to_make_room() -> None:
    """The one that fits both goes where the other cannot."""
    node = {"atLeast": {"count": 2, "of": [{"any": [leaf(A), leaf(B)]}, leaf(A)]}}
    verdict = look(node, held(A), held(B))
    assert verdict.satisfied
    assert verdict.nodes[1].counted == ("urn:credential:b",)
    assert verdict.nodes[4].counted == ("urn:credential:a",)


def test_an_alternative_with_more_credits_counts_for_credits() -> None:
    node = ects([{"any": [leaf(A), {"all": [leaf(B), leaf(C)]}]}], "6")
    found = [held(one, credits={"ects": "3"}) for one in (A, B, C)]
    verdict = look(node, *found)
    assert (verdict.satisfied, verdict.counted) == (
        True,
        ("urn:credential:b", "urn:credential:c"),
    )
    assert look({"any": [leaf(A), leaf(B)]}, *found).counted == ("urn:credential:a",)


def test_a_part_of_several_credentials_counts_what_it_took() -> None:
    node = ects([leaf(A), {"all": [leaf(A), leaf(B)]}], "8")
    found = [held(A, credits={"ects": "5"}), held(B, credits={"ects": "3"})]
    verdict = look(node, *found)
    assert (verdict.satisfied, verdict.nodes[0].have) == (True, 8)
    assert verdict.nodes[1].reason is Reason.COUNTED_ELSEWHERE
    two = {"atLeast": {"count": 2, "of": [{"all": [leaf(A), leaf(B)]}, leaf(A), leaf(B)]}}
    assert look(two, *found).satisfied
    three = {"atLeast": {"count": 2, "of": [{"all": [leaf(A), leaf(B)]}, leaf(C)]}}
    assert look(three, *found, held(C)).satisfied


def test_credits_inside_credits_and_numbers_inside_credits() -> None:
    core = ects([leaf(A), leaf(B)], "5")
    chosen = {"atLeast": {"count": 1, "of": [leaf(C), leaf(D)]}}
    found = [held(one, credits={"ects": "3"}) for one in (A, B, C, D)]
    assert look(ects([core, chosen], "12"), *found).nodes[0].have == 12
    assert look(ects([core, chosen], "12"), *found[1:]).nodes[0].have == 6


def test_what_brings_no_credits_does_not_count_for_them() -> None:
    verdict = look(ects([leaf(A), leaf(B)], "1"), held(A), held(B, credits={"hours": "3"}))
    assert [node.reason for node in verdict.nodes] == [
        Reason.TOO_FEW_CREDITS,
        Reason.NO_CREDITS,
        Reason.NO_CREDITS,
    ]
    assert verdict.counted == ()


def test_one_issuer_for_all() -> None:
    node = {"all": [leaf(A), leaf(B)], "issuers": "same"}
    here = [held(A), held(B)]
    there = [replace(one, issuer=NORTH.did, credential=one.credential + "-n") for one in here]
    assert look(node, here[0], there[1]).nodes[0].reason is Reason.SEVERAL_ISSUERS
    assert look(node).nodes[0].reason is Reason.PART_MISSING
    assert look(node, *here, there[0]).counted == ("urn:credential:a", "urn:credential:b")
    assert look(node, here[0], *there).counted == ("urn:credential:a-n", "urn:credential:b-n")
    # Among equals the first DID, so that everybody chooses the same.
    assert look(node, *there, *here).counted == ("urn:credential:a", "urn:credential:b")


def test_one_issuer_outside_binds_one_issuer_inside() -> None:
    inner = {"all": [leaf(A), leaf(B)], "issuers": "same"}
    node = {"all": [inner, leaf(C)], "issuers": "same"}
    there = [held(one, issuer=NORTH.did) for one in (A, B)]
    assert not look(node, *there, held(C)).satisfied
    assert look(node, *there, held(C, issuer=NORTH.did)).satisfied
    assert look(leaf(A, issuers="same"), held(A)).satisfied


def test_one_issuer_with_most_credits_for_credits() -> None:
    part = {"atLeast": {"count": 1, "of": [leaf(A), leaf(B)]}, "issuers": "same"}
    small = [held(A, credits={"ects": "4"})]
    large = [
        held(B, issuer=NORTH.did, credits={"ects": "3"}),
        item("a-n", A, issuer=NORTH.did, credits={"ects": "3"}),
    ]
    assert look(ects([part], "6"), *small, *large).nodes[0].have == 6


REASONS: list[tuple[dict[str, Any], dict[str, Any], Reason]] = [
    ({}, {"standing": Standing.REVOKED}, Reason.REVOKED),
    ({}, {"standing": Standing.SUSPENDED}, Reason.SUSPENDED),
    ({}, {"standing": Standing.EXPIRED}, Reason.EXPIRED),
    ({}, {"valid_until": datetime(2026, 5, 31, tzinfo=UTC)}, Reason.EXPIRED),
    ({}, {"valid_from": datetime(2026, 6, 2, tzinfo=UTC)}, Reason.NOT_YET),
    ({"issuers": [NORTH.did]}, {}, Reason.ISSUER),
    ({"level": {"framework": "EQF", "atLeast": 5}}, {}, Reason.LEVEL),
    ({"level": {"framework": "EQF", "atLeast": 5}}, {"levels": {"eqf": 4}}, Reason.LEVEL),
    ({"earned": {"after": "2026-05-02"}}, {}, Reason.EARNED_EARLY),
    ({"earned": {"before": "2026-04-30"}}, {}, Reason.EARNED_LATE),
    ({"earned": {"withinDays": 30}}, {}, Reason.EARNED_EARLY),
]
ALLOWED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"issuers": [NORTH.did, HARBOUR.did]}, {}),
    ({"level": {"framework": "eqf", "atLeast": 5}}, {"levels": {"eqf": 5}}),
    ({"earned": {"after": "2026-05-01", "before": "2026-05-01", "withinDays": 31}}, {}),
    ({}, {"valid_until": AT, "valid_from": AT}),
]


@pytest.mark.parametrize(("constraint", "changes", "reason"), REASONS)
@pytest.mark.parametrize("above", [False, True])
def test_why_a_credential_does_not_count(
    constraint: Any, changes: Any, reason: Reason, *, above: bool
) -> None:
    node = {"all": [leaf(A)], **constraint} if above else leaf(A, **constraint)
    verdict = look(node, held(A, **changes))
    assert not verdict.satisfied
    assert verdict.nodes[-1].reason is reason


@pytest.mark.parametrize(("constraint", "changes"), ALLOWED)
def test_what_just_counts(constraint: Any, changes: Any) -> None:
    assert look(leaf(A, **constraint), held(A, **changes)).satisfied


def test_a_version_is_that_of_the_achievement_itself() -> None:
    node = {"achievement": {"id": A, "version": "2"}}
    second = item("a", A, achievements={A: "2"})
    assert look(node, second).satisfied
    for achievements in ({A: "1"}, {A: None}, {A: None, B: "2"}):
        verdict = look(node, item("a", A, achievements=achievements))
        assert verdict.nodes[0].reason is Reason.VERSION


def test_the_credential_that_came_furthest_gives_the_reason() -> None:
    found = [held(A, standing=Standing.REVOKED), item("b", A, issuer=NORTH.did)]
    node = leaf(A, issuers=[HARBOUR.did])
    for history in (found, found[::-1]):
        assert look(node, *history).nodes[0].reason is Reason.REVOKED


def test_of_several_the_one_that_holds_longest_counts() -> None:
    ends = {"x": datetime(2027, 1, 1, tzinfo=UTC), "y": datetime(2028, 1, 1, tzinfo=UTC)}
    found = [item(name, A, valid_until=until) for name, until in ends.items()]
    assert look(leaf(A), *found).counted == ("urn:credential:y",)
    assert look(leaf(A), *found, item("z", A)).counted == ("urn:credential:z",)
    early = item("w", A, achieved=date(2026, 4, 1))
    assert look(leaf(A), item("z", A), early).counted == ("urn:credential:w",)


def test_for_credits_the_one_with_most_counts() -> None:
    found = [item("x", A, credits={"ects": "3"}), item("y", A, credits={"ects": "5"})]
    assert look(ects([leaf(A)], "5"), *found).counted == ("urn:credential:y",)
    node = ects([{"all": [leaf(A)]}], "5")
    assert look(node, *found).counted == ("urn:credential:y",)


def test_two_clocks() -> None:
    """First aid holds 36 months, resuscitation inside it 12: the whole lasts as both do."""
    node = {"all": [leaf(A), leaf(B, earned={"withinDays": 365})]}
    found = [
        held(A, achieved=date(2025, 1, 1), valid_from=datetime(2025, 1, 1, tzinfo=UTC)),
        held(B, achieved=date(2025, 1, 1), valid_from=datetime(2025, 1, 1, tzinfo=UTC)),
    ]
    rule = rule_of(node)
    assert satisfies(rule, found, datetime(2026, 1, 1, 23, tzinfo=UTC))
    assert not satisfies(rule, found, datetime(2026, 1, 2, tzinfo=UTC))
    again = item("b2", B, achieved=date(2026, 2, 1))
    assert satisfies(rule, [*found, again], AT)


def test_of_two_with_one_id_the_last_holds() -> None:
    revoked = held(A, standing=Standing.REVOKED)
    assert not look(leaf(A), held(A), revoked).satisfied
    assert look(leaf(A), revoked, held(A)).satisfied


def test_a_moment_has_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        evaluate(rule_of(leaf(A)), [], datetime(2026, 6, 1))  # noqa: DTZ001 - the mistake meant
