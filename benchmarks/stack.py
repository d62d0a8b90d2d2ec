"""How fast pathway rules are judged: 100,000 learners by a rule of 20 nodes.

    python benchmarks/stack.py [--learners 100000]

The rule nests all, any, k of n and credits under constraints of level, issuer and time. Each
learner holds 4 to 12 credentials. Three figures: every learner from scratch, as a dry run does
(`satisfies`); every learner from scratch with the verdict on each node (`evaluate`); and the
events of all credentials in random order, each taken by the learner's state and followed by the
question whether the rule is fulfilled now, as the automatic award does. One thread, no database.
"""

import argparse
import random
import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from machine import facts
from skillmark.core.stack import (
    Engine,
    Event,
    HistoryItem,
    Rule,
    evaluate,
    parse_rule,
    satisfies,
)

AT: Final = datetime(2026, 6, 1, tzinfo=UTC)
BEGIN: Final = date(2024, 1, 1)
ISSUERS: Final = tuple(f"did:web:provider-{number}.example" for number in range(5))
ACHIEVEMENTS: Final = tuple(f"https://catalogue.example/a/{number}" for number in range(40))
NODES: Final = 20


def leaf(number: int) -> dict[str, Any]:
    """Return a node that asks for an achievement."""
    return {"achievement": {"id": ACHIEVEMENTS[number]}}


def rule() -> Rule:
    """Return the rule."""
    core = {"all": [leaf(0), {"any": [leaf(1), leaf(2)]}], "issuers": list(ISSUERS[:4])}
    chosen = {
        "atLeast": {"count": 2, "of": [leaf(number) for number in range(3, 8)]},
        "level": {"framework": "EQF", "atLeast": 4},
    }
    electives = {
        "credits": {
            "atLeast": "12",
            "unit": "ECTS",
            "of": [leaf(number) for number in range(6, 13)],
        },
        "earned": {"after": "2024-03-01", "withinDays": 800},
    }
    found = parse_rule(
        {"type": "PathwayRule", "version": 1, "rule": {"all": [core, chosen, electives]}}
    )
    if len(found.nodes) != NODES:
        raise SystemExit(f"the rule has {len(found.nodes)} nodes")
    return found


def history(chance: random.Random, learner: int) -> list[HistoryItem]:
    """Return what a learner has earned; two thirds of it is in the rule."""
    names = chance.sample(range(13), chance.randint(3, 9)) + chance.sample(range(13, 40), 2)
    return [credential(chance, f"urn:c:{learner}:{name}", ACHIEVEMENTS[name]) for name in names]


def credential(chance: random.Random, name: str, achievement: str) -> HistoryItem:
    """Return a credential."""
    achieved = BEGIN + timedelta(days=chance.randrange(800))
    return HistoryItem(
        credential=name,
        achievements={achievement: None},
        issuer=chance.choice(ISSUERS),
        credits={"ects": Decimal(chance.choice(("3", "5", "7.5")))},
        levels={"eqf": chance.randint(3, 7)},
        achieved=achieved,
        valid_from=datetime(achieved.year, achieved.month, achieved.day, tzinfo=UTC),
    )


def shuffled(chance: random.Random, found: list[list[HistoryItem]]) -> list[tuple[str, Event]]:
    """Return the event of each credential, in random order."""
    events = [
        (str(learner), Event.held(item, 1))
        for learner, items in enumerate(found)
        for item in items
    ]
    chance.shuffle(events)
    return events


def figures(learners: int) -> Iterator[str]:
    """Yield a line for each measurement."""
    chance = random.Random(1)  # noqa: S311 - invented learners, no secret
    asked, found = rule(), []
    start = time.perf_counter()
    found = [history(chance, learner) for learner in range(learners)]
    held = sum(len(items) for items in found)
    took = time.perf_counter() - start
    yield f"histories      {learners:>9,} learners, {held:,} credentials, made in {took:.1f} s"
    start = time.perf_counter()
    met = sum(satisfies(asked, items, AT) for items in found)
    took = time.perf_counter() - start
    yield line("satisfies", learners, "learners", took) + f", {met:,} fulfil the rule"
    start = time.perf_counter()
    again = sum(evaluate(asked, items, AT).satisfied for items in found)
    yield line("evaluate", learners, "learners", time.perf_counter() - start)
    events = shuffled(chance, found)
    engine = Engine(asked)
    start = time.perf_counter()
    awarded = {
        learner
        for learner, event in events
        if engine.apply(learner, event) and engine.state(learner).satisfied(AT)
    }
    yield line("event by event", len(events), "events", time.perf_counter() - start)
    if not met == again == sum(1 for _ in engine.satisfied(AT)) or len(awarded) < met:
        raise SystemExit("the ways to judge do not agree")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"memory         {peak:>9,.0f} MiB at most, all histories and states held"


def line(name: str, number: int, of: str, took: float) -> str:
    """Return one measurement in words."""
    return f"{name:<15}{number / took:>9,.0f} {of}/s, {number:,} in {took:.1f} s"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--learners", type=int, default=100_000)
    options = parser.parse_args()
    print("\n".join(facts()))
    for found in figures(options.learners):
        print(found, flush=True)


if __name__ == "__main__":
    main()
