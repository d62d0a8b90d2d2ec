"""Foreign verifiers written in JavaScript, installed once into a cache and run offline.

`peers()` gives the folder with the packages, or skips the test by name when node or npm is not
there or the packages cannot be installed.
"""

import hashlib
import json
import shutil
import subprocess
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "tests" / "interop" / "peers"
CACHE = ROOT / ".cache" / "interop"
INSTALL_S = 300
RUN_S = 120


class NoPeersError(Exception):
    """The peers cannot be run here; says why."""


@cache
def install() -> Path:
    """Return the folder in which the peers are installed.

    Raises:
        NoPeersError: no node, no npm, or the installation failed.
    """
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise NoPeersError(f"{program} is not installed")
    CACHE.mkdir(parents=True, exist_ok=True)
    wanted = (SOURCE / "package.json").read_bytes()
    mark = CACHE / "installed"
    digest = hashlib.sha256(wanted).hexdigest()
    for path in (*SOURCE.glob("*.mjs"), SOURCE / "package.json"):
        shutil.copy(path, CACHE)
    if mark.exists() and mark.read_text() == digest:
        return CACHE
    command = [
        "npm",
        "install",
        "--no-audit",
        "--no-fund",
        "--no-package-lock",
        "--ignore-scripts",
    ]
    try:
        done = subprocess.run(
            command, cwd=CACHE, capture_output=True, timeout=INSTALL_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NoPeersError("npm install took too long") from error
    if done.returncode:
        raise NoPeersError("npm install failed: " + done.stderr.decode(errors="replace")[-300:])
    mark.write_text(digest)
    return CACHE


def peers() -> Path:
    """Return the folder of the peers, or skip the test."""
    try:
        return install()
    except NoPeersError as error:
        pytest.skip(f"interop peers: {error}")


def run(script: str, **request: Any) -> Any:
    """Run a driver with a request on standard input and return its answer."""
    done = subprocess.run(
        ["node", script],
        cwd=install(),
        input=json.dumps(request | {"documents": documents()}).encode(),
        capture_output=True,
        timeout=RUN_S,
        check=False,
    )
    if done.returncode:
        raise AssertionError(done.stderr.decode(errors="replace")[-2000:])
    return json.loads(done.stdout)


@cache
def documents() -> dict[str, Any]:
    """Return every bundled context, and the published schemas, by address."""
    from skillmark.core import badges
    from skillmark.core.badges.vocabulary import SCHEMA_BASE
    from skillmark.core.canon import contexts

    known: dict[str, Any] = {url: contexts.load(url) for url in contexts.known()}
    folder = resources.files(badges).joinpath("schemas")
    for kind in ("achievementcredential", "endorsementcredential"):
        text = folder.joinpath(f"published_{kind}.json").read_text()
        known[f"{SCHEMA_BASE}ob_v3p0_{kind}_schema.json"] = json.loads(text)
    return known
