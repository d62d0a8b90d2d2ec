"""Random rules, random histories and random events for the laws of stacks."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from stack_samples import leaf, rule_document

from skillmark.core.stack import Event, HistoryItem, Standing

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
ACHIEVEMENTS = tuple(f"https://a.example/{letter}" for letter in "abcdef")
ISSUERS = ("did:web:one.example", "did:web:two.example", "did:web:three.example")
MOMENTS = st.integers(0, 40).map(lambda days: BEGIN + timedelta(days=days, hours=days % 5))

DAYS = st.integers(0, 40).map(lambda days: date(2026, 1, 1) + timedelta(days=days))


@st.composite
def constraints(draw: st.DrawFn, *, same: bool) -> dict[str, Any]:
    """Return the constraints of a node; mostly none."""
    found: dict[str, Any] = {}
    kind = draw(st.integers(0, 9))
    if kind == 1:
        found["level"] = {"framework": "EQF", "atLeast": draw(st.integers(3, 6))}
    elif kind == 2:
        found["earned"] = {"after": draw(DAYS).isoformat()}
    elif kind == 3:
        found["earned"] = {"before": draw(DAYS).isoformat()}
    elif kind == 4:
        found["earned"] = {"withinDays": draw(st.integers(1, 30))}
    elif kind == 5:
        listed = st.lists(st.sampled_from(ISSUERS), min_size=1, max_size=2, unique=True)
        found["issuers"] = draw(listed)
    elif kind == 6 and same:
        found["issuers"] = "same"
    return found


def _leaves(achievements: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    bare = st.builds(
        lambda name, version: leaf(name) if version is None else _version(name, version),
        st.sampled_from(achievements),
        st.sampled_from((None, None, None, "1")),
    )
    return st.builds(lambda node, more: node | more, bare, constraints(same=True))


def _version(name: str, version: str) -> dict[str, Any]:
    return {"achievement": {"id": name, "version": version}}


def _inner(parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(parts, min_size=1, max_size=4)
    amounts = st.sampled_from(("1", "4.5", "8", "12"))
    at_least = several.flatmap(
        lambda of: st.integers(1, len(of)).map(lambda k: {"atLeast": {"count": k, "of": of}})
    )
    nodes = st.one_of(
        several.map(lambda of: {"all": of}),
        several.map(lambda of: {"any": of}),
        at_least,
        st.builds(
            lambda of, amount, unit: {"credits": {"atLeast": amount, "unit": unit, "of": of}},
            several,
            amounts,
            st.sampled_from(("ECTS", "hours")),
        ),
    )
    return st.builds(lambda node, more: node | more, nodes, constraints(same=True))


RULES = st.recursive(_leaves(ACHIEVEMENTS), _inner, max_leaves=12).map(rule_document)
"""Documents of rules of every shape, naming the same achievements again and again."""


@st.composite
def items(draw: st.DrawFn, name: str) -> HistoryItem:
    """Return a credential of a given id."""
    begin = draw(MOMENTS)
    until = draw(st.one_of(st.none(), st.integers(0, 20)))
    named = st.lists(st.sampled_from(ACHIEVEMENTS), min_size=1, max_size=2, unique=True)
    versions = st.sampled_from((None, "1", "2"))
    amounts = st.sampled_from(("0", "1.5", "3", "4.5", "6"))
    return HistoryItem(
        credential=name,
        achievements={one: draw(versions) for one in draw(named)},
        issuer=draw(st.sampled_from(ISSUERS)),
        credits={
            unit: Decimal(draw(amounts))
            for unit in draw(st.sets(st.sampled_from(("ects", "hours"))))
        },
        levels={"eqf": draw(st.integers(2, 7))} if draw(st.booleans()) else {},
        achieved=draw(DAYS),
        valid_from=begin,
        valid_until=None if until is None else begin + timedelta(days=until),
        standing=draw(st.sampled_from((*[Standing.ACTIVE] * 5, *Standing))),
    )


@st.composite
def histories(draw: st.DrawFn, most: int = 8) -> list[HistoryItem]:
    """Return the credentials of one learner, each id once."""
    return [draw(items(f"urn:c:{at}")) for at in range(draw(st.integers(0, most)))]


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """Return what happened to a learner's credentials: in any order, repeated, out of order."""
    found: list[Event] = []
    for at in range(draw(st.integers(0, 6))):
        name = f"urn:c:{at}"
        for revision in range(draw(st.integers(1, 4))):
            gone = draw(st.integers(0, 4)) == 0
            item = None if gone else draw(items(name))
            found.append(Event(name, revision, item))
    repeated = draw(st.lists(st.sampled_from(found), max_size=8)) if found else []
    return draw(st.permutations([*found, *repeated]))
