"""A worker is killed with no chance to tidy up; the next one finishes, and counts nothing twice."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import killed_worker

WAIT_S = 120


def _job(data: Path) -> tuple[str, int]:
    with closing(sqlite3.connect(data / "skillmark.sqlite3", timeout=10)) as database:
        found: tuple[str, int] = database.execute("SELECT state, done FROM jobs_job").fetchone()
    return found


def _environment(data: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SKILLMARK_", "DJANGO_"))}
    return {**kept, "SKILLMARK_DATA_DIR": str(data), "SKILLMARK_KEY_PASSPHRASE": "only a test"}


@contextmanager
def _worker(
    data: Path, hold_at: int = killed_worker.ITEMS
) -> Iterator[subprocess.Popen[bytes]]:
    log = (data / "worker.log").open("ab")
    with (
        log,
        subprocess.Popen(
            [sys.executable, killed_worker.__file__, "work"],
            env=_environment(data) | {killed_worker.HOLD_AT: str(hold_at)},
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def _until(data: Path, state: str, at_least: int) -> None:
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        now, done = _job(data)
        if now == state and done >= at_least:
            return
        time.sleep(0.05)
    raise AssertionError((data / "worker.log").read_text()[-3000:])


def test_a_killed_worker_loses_and_repeats_nothing(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, killed_worker.__file__, "start"],
        env=_environment(tmp_path),
        check=True,
    )
    for seen in (30, 90):
        with _worker(tmp_path, seen) as process:
            _until(tmp_path, "running", seen)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert _job(tmp_path)[0] == "running"
    with _worker(tmp_path):
        _until(tmp_path, "done", killed_worker.ITEMS)
    with closing(sqlite3.connect(tmp_path / "skillmark.sqlite3")) as database:
        entries = database.execute(
            "SELECT after FROM events_auditentry WHERE action='sample.counted' ORDER BY sequence"
        ).fetchall()
    chunks = [json.loads(after)["chunk"] for (after,) in entries]
    assert chunks == list(range(killed_worker.ITEMS // killed_worker.CHUNK))
    assert _job(tmp_path) == ("done", killed_worker.ITEMS)
