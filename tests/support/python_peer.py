"""A foreign reader of baked badges, written in Python, in an environment of its own.

`openbadgeslib` is installed once into a cache and run as a program; ours never imports it.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
READER = ROOT / "tests" / "interop" / "peers" / "read_picture.py"
CACHE = ROOT / ".cache" / "interop-python"
WANTED = "openbadgeslib[ldp]==4.6.3"
INSTALL_S = 300
RUN_S = 60


@cache
def python() -> Path:
    """Return the interpreter that has the peer, or skip the test."""
    path = CACHE / "venv" / "bin" / "python"
    mark = CACHE / "installed"
    wanted = f"{WANTED} {sys.version}"
    if mark.exists() and mark.read_text() == wanted:
        return path
    CACHE.mkdir(parents=True, exist_ok=True)
    uv = _run([ROOT / "tools" / "setup.sh", "uv"]).strip()
    _run([uv, "venv", "--clear", "--python", sys.executable, CACHE / "venv"])
    _run([uv, "pip", "install", "--python", path, WANTED])
    mark.write_text(wanted)
    return path


def read(pictures: Sequence[tuple[bytes, dict[str, bytes]]]) -> list[Any]:
    """Return what the peer finds in pictures, each with the documents of the web.

    Each answer has the ``document`` as text and the ``error`` of its verification with the
    status read, None when it is accepted; ``with_proven_lists`` is the error when it is asked
    to prove the lists too, which it can do for lists that are JWTs.
    """
    cases = [
        {
            "picture": base64.b64encode(picture).decode(),
            "documents": {url: data.decode() for url, data in documents.items()},
        }
        for picture, documents in pictures
    ]
    done = subprocess.run(
        [python(), "-I", READER],
        input=json.dumps(cases).encode(),
        capture_output=True,
        timeout=RUN_S,
        check=False,
    )
    if done.returncode:
        raise AssertionError(done.stderr.decode(errors="replace")[-2000:])
    answers: list[Any] = json.loads(done.stdout)
    return answers


def _run(command: Sequence[str | Path]) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=INSTALL_S, check=False, text=True
        )
    except subprocess.TimeoutExpired:
        pytest.skip("python peer: the installation took too long")
    if done.returncode:
        pytest.skip(f"python peer: {done.stderr[-300:]}")
    return done.stdout
