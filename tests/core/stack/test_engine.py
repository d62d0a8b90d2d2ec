"""The engine's verdict is that of an evaluation from scratch, whatever came in what order."""

import random
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from attacked_credentials import looks
from hypothesis import given
from hypothesis import strategies as st
from stack_samples import item, leaf, rule_of
from stack_strategies import ACHIEVEMENTS, BEGIN, MOMENTS, RULES, events, items

from skillmark.core.stack import Engine, Event, LearnerState, Reason, evaluate, parse_rule

AT = datetime(2026, 6, 1, tzinfo=UTC)
A, B, C = ACHIEVEMENTS[:3]


def latest(found: list[Event]) -> list[Any]:
    """Return what is held after some events, told without the engine."""
    last: dict[str, Event] = {}
    for event in found:
        known = last.get(event.credential)
        if known is None or event.revision > known.revision:
            last[event.credential] = event
    return [event.item for event in last.values() if event.item is not None]


@looks(150)
@given(RULES, events(), st.data())
def test_incremental_is_from_scratch(document: Any, found: list[Event], data: Any) -> None:
    rule = parse_rule(document)
    state = LearnerState(rule)
    for place, event in enumerate(found):
        state.apply(event)
        if data.draw(st.integers(0, 3)) == 0:  # now and then somebody looks, at any moment
            at = data.draw(MOMENTS)
            assert state.verdict(at) == evaluate(rule, latest(found[: place + 1]), at)
    for _ in range(2):
        at = data.draw(MOMENTS)
        assert state.verdict(at) == evaluate(rule, latest(found), at)
        assert state.satisfied(at) == state.verdict(at).satisfied


@looks(100)
@given(RULES, events(), st.randoms(use_true_random=False), MOMENTS)
def test_the_order_of_events_does_not_matter(
    document: Any, found: list[Event], chance: random.Random, at: datetime
) -> None:
    rule = parse_rule(document)
    one, other = LearnerState(rule), LearnerState(rule)
    one.apply_all(found)
    shuffled = found * 2
    chance.shuffle(shuffled)
    other.apply_all(shuffled)
    assert one.items == other.items
    assert one.verdict(at) == other.verdict(at)


@looks(100)
@given(RULES, events(), MOMENTS)
def test_what_changes_nothing_is_said_to_change_nothing(
    document: Any, found: list[Event], at: datetime
) -> None:
    state = LearnerState(parse_rule(document))
    before = state.verdict(at)
    for event in found:
        changed = state.apply(event)
        after = state.verdict(at)
        assert changed or after == before
        before = after
    assert not any(state.apply(event) for event in found)


@looks(100)
@given(RULES, events(), MOMENTS)
def test_time_alone_changes_a_verdict_when_it_was_said_to(
    document: Any, found: list[Event], at: datetime
) -> None:
    state = LearnerState(parse_rule(document))
    state.apply_all(found)
    turn = state.changes_at(at)
    last = BEGIN + timedelta(days=80) if turn is None else turn - timedelta.resolution
    assert state.verdict(at) == state.verdict(max(at, last))


@given(st.permutations([Event("urn:c:1", 1), Event("urn:c:1", 1, item("x"))]))
def test_two_events_of_one_revision_end_the_same_in_any_order(found: list[Event]) -> None:
    state = LearnerState(rule_of(leaf(A)))
    state.apply_all(
        Event(one.credential, 1, item("1", A, credential="urn:c:1") if one.item else None)
        for one in found
    )
    assert state.items == ()


@given(st.lists(items("urn:c:1"), min_size=2, max_size=4), st.data())
def test_unequal_items_of_one_revision_end_the_same(found: list[Any], data: Any) -> None:
    rule = rule_of(leaf(A))
    one, other = LearnerState(rule), LearnerState(rule)
    one.apply_all(Event.held(thing, 1) for thing in found)
    other.apply_all(Event.held(thing, 1) for thing in data.draw(st.permutations(found)))
    assert one.items == other.items


def test_a_removed_credential_counts_no_longer_and_old_news_changes_nothing() -> None:
    state = LearnerState(rule_of({"all": [leaf(A), leaf(B)]}))
    first = item("1", A)
    assert state.apply(Event.held(first, 1))
    assert state.apply(Event.held(item("2", B), 1))
    assert state.satisfied(AT)
    assert state.apply(Event.removed(first.credential, 3))
    assert not state.satisfied(AT)
    assert not state.apply(Event.held(first, 2))
    assert state.verdict(AT).nodes[1].reason is Reason.MISSING


def test_a_credential_the_rule_does_not_ask_for_changes_nothing() -> None:
    state = LearnerState(rule_of(leaf(A)))
    assert not state.apply(Event.held(item("1", B), 1))
    assert [one.credential for one in state.items] == ["urn:credential:1"]


def test_an_event_of_another_credential_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="the credential it carries"):
        LearnerState(rule_of(leaf(A))).apply(Event("urn:other", 1, item("1", A)))


@pytest.mark.parametrize("ask", ["verdict", "satisfied"])
def test_a_moment_has_a_zone(ask: str) -> None:
    state = LearnerState(rule_of(leaf(A)))
    for _ in range(2):
        with pytest.raises(ValueError, match="zone"):
            getattr(state, ask)(datetime(2026, 6, 1))  # noqa: DTZ001 - the mistake meant
        state.verdict(AT)


def test_the_last_days_of_time_are_no_trouble() -> None:
    rule = rule_of(leaf(A, earned={"withinDays": 36_500}))
    end = datetime.max.replace(tzinfo=UTC)
    state = LearnerState(rule)
    state.apply(Event.held(item("1", A, achieved=date(9990, 1, 1), valid_until=end), 1))
    assert state.satisfied(datetime(9999, 1, 1, tzinfo=UTC))
    assert state.changes_at(datetime(9999, 1, 1, tzinfo=UTC)) is None


def test_a_moment_is_the_same_in_every_zone() -> None:
    rule = rule_of(leaf(A, earned={"withinDays": 1}))
    found = [item("1", A)]
    noon = datetime(2026, 5, 2, 23, 30, tzinfo=UTC)
    far = noon.astimezone(timezone(timedelta(hours=10)))
    assert evaluate(rule, found, noon) == evaluate(rule, found, far)
    assert evaluate(rule, found, far).satisfied
    state = LearnerState(rule)
    state.apply(Event.held(found[0], 1))
    assert state.satisfied(far)


def test_many_learners() -> None:
    engine = Engine(rule_of({"all": [leaf(A), leaf(B)]}))
    engine.apply("mark", Event.held(item("1", A), 1))
    engine.apply("anna", Event.held(item("2", A), 1))
    engine.apply("mark", Event.held(item("3", B), 1))
    assert list(engine.satisfied(AT)) == ["mark"]
    assert engine.state("mark").satisfied(AT)
    assert not engine.state("nobody").satisfied(AT)
    assert engine.state("nobody").items == ()


def test_ten_thousand_shuffled_and_repeated_events_award_once_each() -> None:
    """As the platform will: whoever is newly satisfied is awarded, once."""
    chance = random.Random(4)  # noqa: S311 - a shuffle, no secret
    engine = Engine(rule_of({"atLeast": {"count": 3, "of": [leaf(one) for one in (A, B, C)]}}))
    found = [
        (f"learner-{who}", Event.held(item(f"{who}-{at}", name), 1))
        for who in range(1_000)
        for at, name in enumerate((A, B, C))
    ]
    sent = chance.choices(found, k=10_000 - len(found)) + found
    chance.shuffle(sent)
    awards = [
        learner
        for learner, event in sent
        if engine.apply(learner, event) and engine.state(learner).satisfied(AT)
    ]
    assert sorted(awards) == sorted({learner for learner, _ in found})
