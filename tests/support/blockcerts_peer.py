"""The verifier of the Blockcerts project, installed once into a cache and run offline."""

import hashlib
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from node_peers import documents

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = ROOT / "tests" / "interop" / "blockcerts"
CACHE: Final = ROOT / ".cache" / "blockcerts"
INSTALL_S: Final = 300
RUN_S: Final = 180


@cache
def installed() -> Path:
    """Return the folder in which the verifier is installed, or skip."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.skip(f"Blockcerts verifier: {program} is not installed")
    CACHE.mkdir(parents=True, exist_ok=True)
    wanted = (SOURCE / "package.json").read_bytes()
    for name in ("package.json", "verify.mjs"):
        shutil.copy(SOURCE / name, CACHE)
    mark, digest = CACHE / "installed", hashlib.sha256(wanted).hexdigest()
    if mark.exists() and mark.read_text() == digest:
        return CACHE
    words = [
        "npm",
        "install",
        "--no-audit",
        "--no-fund",
        "--no-package-lock",
        "--ignore-scripts",
    ]
    done = subprocess.run(words, cwd=CACHE, capture_output=True, timeout=INSTALL_S, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace")[-300:]
        pytest.skip(f"Blockcerts verifier: npm install failed: {said}")
    mark.write_text(digest)
    return CACHE


def verdicts(
    credentials: list[Any], *, rpc: str, published: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return what the verifier says of each credential.

    Args:
        credentials: documents, parsed.
        rpc: address of the node.
        published: further documents of the web, by address.
    """
    request = {"rpc": rpc, "documents": documents() | published, "credentials": credentials}
    done = subprocess.run(
        ["node", "verify.mjs"],
        cwd=installed(),
        input=json.dumps(request).encode(),
        capture_output=True,
        timeout=RUN_S,
        check=False,
    )
    if done.returncode:
        raise AssertionError(done.stderr.decode(errors="replace")[-2000:])
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers
