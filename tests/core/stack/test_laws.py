"""Laws of evaluation for any rule and any history, and the answer told a second way."""

import itertools
import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from attacked_credentials import looks
from hypothesis import given
from hypothesis import strategies as st
from stack_samples import leaf, rule_document
from stack_strategies import ACHIEVEMENTS, MOMENTS, RULES, histories

from skillmark.core.stack import HistoryItem, Kind, Node, Rule, evaluate, parse_rule, satisfies
from skillmark.core.stack.standing import against


@looks(100)
@given(RULES, histories(), MOMENTS, st.randoms(use_true_random=False))
def test_the_order_of_a_history_does_not_matter(
    document: Any, history: list[HistoryItem], at: datetime, chance: random.Random
) -> None:
    rule = parse_rule(document)
    verdict = evaluate(rule, history, at)
    shuffled = history * 2
    chance.shuffle(shuffled)
    assert evaluate(rule, shuffled, at) == verdict
    assert satisfies(rule, history, at) == verdict.satisfied


@looks(100)
@given(RULES, histories(), MOMENTS)
def test_only_what_stands_then_counts_and_only_where_it_may(
    document: Any, history: list[HistoryItem], at: datetime
) -> None:
    rule = parse_rule(document)
    verdict = evaluate(rule, history, at)
    held = {item.credential: item for item in history}
    assert verdict.satisfied == verdict.nodes[0].satisfied
    assert {*verdict.counted} <= held.keys()
    for node, found in zip(rule.nodes, verdict.nodes, strict=True):
        assert found.id == node.id
        assert found.satisfied == (found.have >= found.need)
        assert found.satisfied == (found.reason == "rule.met")
        if node.kind is Kind.ACHIEVEMENT:
            good = [held[name] for name in found.counted]
            assert len(good) == found.have
            assert all(against(node, item, at) is None for item in good)


@looks(100)
@given(RULES, histories(), MOMENTS)
def test_what_counts_is_enough(document: Any, history: list[HistoryItem], at: datetime) -> None:
    """So a final that carries only what counted can be re-checked."""
    rule = parse_rule(document)
    verdict = evaluate(rule, history, at)
    kept = [item for item in history if item.credential in verdict.counted]
    if verdict.satisfied:
        assert evaluate(rule, kept, at).satisfied


# Each achievement once in the rule, each credential of one achievement: nothing can be counted
# twice, so the answer can be told without any sharing out.
@st.composite
def plain_rules(draw: st.DrawFn) -> Any:
    names = list(draw(st.permutations(ACHIEVEMENTS)))

    def node(depth: int) -> Any:
        kind = draw(st.sampled_from(("leaf", "all", "any", "atLeast", "credits")))
        if kind == "leaf" or depth == 3 or len(names) < 2:
            return leaf(names.pop()) if names else None
        parts = [node(depth + 1) for _ in range(draw(st.integers(1, 3)))]
        parts = [part for part in parts if part]
        if not parts:
            return None
        if kind == "atLeast":
            return {kind: {"count": draw(st.integers(1, len(parts))), "of": parts}}
        if kind == "credits":
            return {kind: {"atLeast": "6", "unit": "ECTS", "of": parts}}
        return {kind: parts}

    return rule_document(node(0))


def plain(history: list[HistoryItem]) -> list[HistoryItem]:
    """Return a history in which each credential is of one achievement, and none is of two."""
    found: dict[str, HistoryItem] = {}
    for item in history:
        found.setdefault(next(iter(item.achievements)), item)
    return [
        HistoryItem(
            credential=item.credential,
            achievements={name: None},
            issuer=item.issuer,
            credits=item.credits,
            achieved=item.achieved,
            valid_from=item.valid_from,
            valid_until=item.valid_until,
            standing=item.standing,
        )
        for name, item in found.items()
    ]


def told(rule: Rule, node: Node, held: dict[str, HistoryItem]) -> tuple[bool, Any]:
    """Return whether a node is fulfilled, and the ECTS it brings, from its definition."""
    if node.kind is Kind.ACHIEVEMENT:
        item = held.get(node.achievement)
        return item is not None, item.credits.get("ects", 0) if item else 0
    parts = [told(rule, part, held) for part in node.children]
    met = [worth for good, worth in parts if good]
    if node.kind is Kind.ANY:
        return bool(met), max(met, default=0)
    if node.kind is Kind.CREDITS:
        return sum(met) >= node.need, sum(met)
    return len(met) >= node.need, sum(met)


@looks(150)
@given(plain_rules(), histories(), MOMENTS)
def test_without_overlap_the_answer_is_that_of_the_definition(
    document: Any, history: list[HistoryItem], at: datetime
) -> None:
    rule = parse_rule(document)
    history = plain(history)
    held = {
        name: item
        for item in history
        for name in item.achievements
        for index in rule.leaves.get(name, ())
        if against(rule.nodes[index], item, at) is None
    }
    verdict = evaluate(rule, history, at)
    assert verdict.satisfied == told(rule, rule.root, held)[0]


@looks(100)
@given(plain_rules(), histories(), MOMENTS)
def test_without_overlap_earning_more_never_loses_anything(
    document: Any, history: list[HistoryItem], at: datetime
) -> None:
    rule = parse_rule(document)
    history = plain(history)
    met = [evaluate(rule, history[:some], at).satisfied for some in range(len(history) + 1)]
    assert met == sorted(met)


def best(parts: Sequence[Sequence[HistoryItem]], unit: str | None) -> Any:
    """Return the most that can be reached when no credential is in two parts, by trying all."""
    choices = [[None, *found] for found in parts]
    reached = []
    for chosen in itertools.product(*choices):
        given_out = [item for item in chosen if item is not None]
        if len({item.credential for item in given_out}) == len(given_out):
            worth = [1 if unit is None else item.credits.get(unit, 0) for item in given_out]
            reached.append(sum(worth))
    return max(reached)


@looks(100)
@given(
    st.lists(st.sampled_from(ACHIEVEMENTS[:4]), min_size=1, max_size=4),
    histories(5),
    MOMENTS,
    st.booleans(),
)
def test_sharing_out_reaches_the_most_there_is(
    names: list[str], history: list[HistoryItem], at: datetime, gathering: bool
) -> None:
    of = [leaf(name) for name in names]
    node: Any = {"atLeast": {"count": 1, "of": of}}
    if gathering:
        node = {"credits": {"atLeast": "1", "unit": "ECTS", "of": of}}
    rule = parse_rule(rule_document(node))
    parts = [
        [
            item
            for item in history
            if part.achievement in item.achievements and against(part, item, at) is None
        ]
        for part in rule.root.children
    ]
    verdict = evaluate(rule, history, at)
    assert verdict.nodes[0].have == best(parts, "ects" if gathering else None)
    if not gathering:
        assert len(verdict.counted) == verdict.nodes[0].have
