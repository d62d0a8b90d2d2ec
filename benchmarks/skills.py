"""Finding skills by a sentence: how fast, how well, how much memory; SQLite's FTS5 beside it.

    python benchmarks/skills.py [--rounds 10]

Over everything that comes with the program (ESCO and O*NET, 16,909 skills), in a fresh
installation in a temporary folder. A request is `skillmark.platform.skills.search.search`, rows
and reasons included. The sentences are those of ``tests/vectors/skills-search``; recall at 10 is
the share of the skills they must find that are among the first ten hits. FTS5 has the same texts
in memory, with its Porter stemmer, `bm25` with our field weights and the words joined by OR.
"""

import argparse
import json
import resource
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bulk import prepare
from machine import facts

VECTORS = Path(__file__).parents[1] / "tests/vectors/skills-search/sentences.json"
GOAL_MS = 150.0
SHOWN = 10

type Ask = Callable[[str], list[str]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="how often each is asked")
    rounds = parser.parse_args().rounds
    folder = tempfile.mkdtemp(prefix="skillmark-skills-")
    try:
        prepare(folder)
        for line in facts(Path(folder)):
            print(line)
        rows = json.loads(VECTORS.read_text("utf-8"))
        load()
        measure("ours", ours, rows, rounds)
        measure("FTS5", fts5(), rows, rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def load() -> None:
    """Load the packaged skills, then their index as a web process does."""
    from skillmark.platform.skills import indexing, search, seed  # noqa: PLC0415
    from skillmark.platform.skills.models import Framework, FrameworkIndex  # noqa: PLC0415

    _timed("first loading of the packaged skills (skillmark migrate)", seed.load)
    _timed("loading again: nothing to do", seed.load)
    indexing.forget()
    before = _memory()
    frameworks = list(Framework.objects.all())
    _timed("index of both frameworks into a process", lambda: indexing.segments(frameworks))
    _timed("first search of a process", lambda: search.search("extinguish fires"))
    stored = sum(len(bytes(one.data)) for one in FrameworkIndex.objects.all())
    print(f"{'index, stored':<58}{stored / 2**20:8.1f} MiB")
    print(f"{'index, memory of the process':<58}{(_memory() - before):8.1f} MiB")


def measure(name: str, ask: Ask, rows: list[dict[str, Any]], rounds: int) -> None:
    """Print latency and recall of one way to search."""
    taken, cpu = [], time.process_time()
    for _round in range(rounds):
        for row in rows:
            started = time.perf_counter()
            ask(row["sentence"])
            taken.append((time.perf_counter() - started) * 1_000)
    cpu = (time.process_time() - cpu) * 1_000 / len(taken)
    taken.sort()
    shares = {
        word: _recall(ask, [row for row in rows if row["held_back"] == held_back])
        for word, held_back in (("tuned on", False), ("held back", True))
    }
    figures = ", ".join(
        f"{word} {value:.1f} ms"
        for word, value in (
            ("p50", taken[len(taken) // 2]),
            ("p95", taken[int(len(taken) * 0.95)]),
            ("max", taken[-1]),
        )
    )
    recall = ", ".join(f"{word} {share:.2f}" for word, share in shares.items())
    print(f"{name}: {len(taken)} searches, {figures} (goal {GOAL_MS:.0f} ms)")
    print(f"{name}: {cpu:.1f} ms CPU a search")
    print(f"{name}: recall at {SHOWN}: {recall}")


def ours(sentence: str) -> list[str]:
    """Ask our search."""
    from skillmark.platform.skills import search  # noqa: PLC0415

    return [hit.skill.uri for hit in search.search(sentence, SHOWN).hits]


def fts5() -> Ask:
    """Return FTS5 over the same texts."""
    from skillmark.platform.skills.engine import words  # noqa: PLC0415
    from skillmark.platform.skills.models import Skill  # noqa: PLC0415

    table = sqlite3.connect(":memory:")
    table.execute(
        "CREATE VIRTUAL TABLE s USING fts5(uri UNINDEXED, label, others, description,"
        " tokenize='porter unicode61 remove_diacritics 2')"
    )
    columns = ("uri", "label", "alternatives", "description")
    table.executemany(
        "INSERT INTO s VALUES (?, ?, ?, ?)",
        (
            (uri, label, " ".join(others), description)
            for uri, label, others, description in Skill.objects.values_list(*columns)
        ),
    )

    def ask(sentence: str) -> list[str]:
        said = [word.text for word in words.read(sentence) if not word.empty]
        asked = " OR ".join(f'"{word}"' for word in said)
        found: Iterable[tuple[str]] = table.execute(
            "SELECT uri FROM s WHERE s MATCH ? ORDER BY bm25(s, 0, 3.0, 1.6, 0.7) LIMIT ?",
            (asked, SHOWN),
        )
        return [uri for (uri,) in found]

    return ask


def _recall(ask: Ask, rows: list[dict[str, Any]]) -> float:
    met = wanted = 0
    for row in rows:
        hits = ask(row["sentence"])
        met += sum(uri in hits for uri in row["expected"])
        wanted += len(row["expected"])
    return met / wanted


def _timed(what: str, act: Callable[[], object]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what:<58}{wall * 1_000:8.0f} ms, of these {cpu * 1_000:.0f} ms CPU")


def _memory() -> float:
    """Return what the process has held at most, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


if __name__ == "__main__":
    main()
