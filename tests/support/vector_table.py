"""The pass/skip table of published vectors, printed at the end of a test run.

A vector test says what became of each case and why a case was left out; a suite whose cases
all vanish is then visible instead of silently green:

    from vector_table import record, skip

    def test_eval(case: Case) -> None:
        if case.missing:
            skip("rdf-canon", case.name, "the published file is not in the collection")
        assert run(case) == case.expected
        record("rdf-canon", case.name, "pass")

`record(suite, case, outcome, reason="")` notes one case; ``outcome`` is ``"pass"``, ``"skip"`` or
``"fail"`` and the last word on a case counts. `skip` records and then skips the running test.
`rows()` gives the table as data. A case that fails its test before ``record`` is shown by pytest
itself, so recording ``"fail"`` is only for suites that run many cases inside one test.

The module is a pytest plugin too: ``pytest_plugins = ["vector_table"]`` in ``tests/conftest.py``
prints the table in the terminal summary, also for cases recorded in pytest-xdist workers.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, NoReturn

import pytest

type Outcome = Literal["pass", "skip", "fail"]

_WORKER_KEY: Final = "vector_table"
_cases: dict[tuple[str, str], tuple[Outcome, str]] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one suite: counts of cases, and the reasons of those left out."""

    suite: str
    passed: int
    skipped: int
    failed: int
    reasons: dict[str, int]


def record(suite: str, case: str, outcome: Outcome, reason: str = "") -> None:
    """Note what became of one published case."""
    _cases[suite, case] = (outcome, reason)


def skip(suite: str, case: str, reason: str) -> NoReturn:
    """Note a case as left out, and skip the running test for the same reason."""
    record(suite, case, "skip", reason)
    pytest.skip(reason)


def rows() -> Iterator[Row]:
    """Yield one row per suite, by name."""
    for suite in sorted({suite for suite, _ in _cases}):
        mine = [noted for (name, _), noted in _cases.items() if name == suite]
        counts = Counter(outcome for outcome, _ in mine)
        reasons = Counter(reason for outcome, reason in mine if outcome == "skip")
        yield Row(suite, counts["pass"], counts["skip"], counts["fail"], dict(reasons))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table, when any vector ran."""
    if not _cases:
        return
    terminalreporter.section("published vectors")
    for row in rows():
        terminalreporter.write_line(
            f"{row.suite:<32} {row.passed:>6} pass {row.skipped:>6} skip {row.failed:>6} fail"
        )
        for reason, count in sorted(row.reasons.items()):
            terminalreporter.write_line(f"    skipped {count:>4}: {reason}")


def pytest_sessionfinish(session: Any) -> None:
    """Hand the cases of a pytest-xdist worker to its controller."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_WORKER_KEY] = [[*key, *noted] for key, noted in _cases.items()]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the cases of a pytest-xdist worker."""
    for suite, case, outcome, reason in getattr(node, "workeroutput", {}).get(_WORKER_KEY, ()):
        record(suite, case, outcome, reason)
