"""``skillmark up``: one command serves pages and works on jobs, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

WAIT_S = 90
PROGRAM = [sys.executable, "-m", "skillmark.cli.platform"]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


def _environment(data: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SKILLMARK_", "DJANGO_"))}
    return {**kept, "SKILLMARK_DATA_DIR": str(data), "SKILLMARK_DEMO": "true"}


@contextmanager
def _serving(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    log = data / "server.log"
    with (
        log.open("wb") as out,
        subprocess.Popen(
            [*PROGRAM, "up", "--port", str(port)],
            env=_environment(data),
            stdout=out,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", process, log)
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(60)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(log.read_text()[-3000:])


def _processes(data: Path, part: str = "") -> list[int]:
    """Return this installation's processes, known by the environment they were given."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            environment = (folder / "environ").read_bytes()
        except OSError:
            continue
        if part.encode() in command and f"SKILLMARK_DATA_DIR={data}".encode() in environment:
            found.append(int(folder.name))
    return found


def _beside(data: Path) -> list[int]:
    """Return the worker and the witness, as soon as both are there."""
    deadline = time.monotonic() + WAIT_S
    while len(_processes(data, "--until-eof")) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    return _processes(data, "--until-eof")


def _gone(data: Path) -> bool:
    deadline = time.monotonic() + 30
    while _processes(data) and time.monotonic() < deadline:
        time.sleep(0.2)
    return not _processes(data)


def _said(data: Path, words: str) -> bool:
    deadline = time.monotonic() + WAIT_S
    while words not in (data / "server.log").read_text() and time.monotonic() < deadline:
        time.sleep(0.2)
    return words in (data / "server.log").read_text()


def test_up_serves_works_and_stops(tmp_path: Path, port: int) -> None:
    with _serving(tmp_path, port):
        with urlopen(f"http://127.0.0.1:{port}/mailbox") as page:
            text = page.read().decode()
        assert "skillmark." in text  # the style sheet goes by the hash of its content
        style = text.partition('rel="stylesheet" href="')[2].partition('"')[0]
        with urlopen(f"http://127.0.0.1:{port}{style}") as sheet:
            assert "immutable" in sheet.headers["Cache-Control"]
        assert len(_beside(tmp_path)) == 2
        taken = subprocess.run(
            [*PROGRAM, "up", "--port", str(port)],
            env=_environment(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
        assert taken.returncode != 0
        assert "cli.port_taken" in taken.stderr
        assert "Traceback" not in taken.stderr
        assert _said(tmp_path, "worker started")
    assert _gone(tmp_path)
    written = (tmp_path / "server.log").read_text()
    assert f"http://127.0.0.1:{port}/studio" in written
    assert "worker stopped" in written
    assert "Fatal" not in written
    assert "Traceback" not in written


def test_nothing_outlives_a_killed_parent(tmp_path: Path, port: int) -> None:
    with _serving(tmp_path, port) as process:
        children = _beside(tmp_path)
        process.kill()
        process.wait()
    assert len(children) == 2
    assert _gone(tmp_path)


def test_migrate_makes_the_database(tmp_path: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "migrate"],
        env=_environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "up to date" in done.stderr
    assert (tmp_path / "skillmark.sqlite3").exists()
