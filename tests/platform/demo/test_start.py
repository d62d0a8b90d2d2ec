"""``skillmark demo`` starts from any folder, from inside the program's own packages too."""

import os
import signal
import socket
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from skillmark.platform.demo import people

WAIT_S = 120
COMMAND = "from skillmark.cli.main import app; app()"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


@pytest.mark.parametrize("package", ["skillmark.platform"])
def test_inside_a_package(tmp_path: Path, port: int, package: str) -> None:
    log = tmp_path / "demo.log"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SKILLMARK_", "DJANGO_"))}
    with (
        log.open("wb") as out,
        subprocess.Popen(
            [sys.executable, "-P", "-c", COMMAND, "demo", "--port", str(port)],
            cwd=str(files(package)),
            env=kept | {"SKILLMARK_DATA_DIR": str(tmp_path / "data")},
            stdout=out,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            page = _first_page(port, process, log)
            time.sleep(3)  # a process that ends is started again within this
            assert process.poll() is None
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
    assert people.PASSWORD in page
    said = log.read_text()
    assert "Sign in at" in said
    assert "Unexpected exit" not in said
    assert "worker ended" not in said


def _first_page(port: int, process: subprocess.Popen[bytes], log: Path) -> str:
    ends = time.monotonic() + WAIT_S
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                return str(answer.read(), "utf-8")
        except (URLError, OSError):
            time.sleep(0.3)
    raise AssertionError(log.read_text()[-3000:])
