"""Each contract of the layers catches the sin that it is there for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SINS = {
    "rooms": ("core/errors.py", "import skillmark.cli"),
    "core-layers": ("core/jsonio.py", "from skillmark.core import verify"),
    "core-pure": ("core/jsonio.py", "import socket"),
    "fetch-bare": ("fetch/__init__.py", "import django"),
    "platform-layers": (
        "platform/events/__init__.py",
        "from skillmark.platform import issuing",
    ),
    "one-gate": ("platform/verifying/__init__.py", "import httpx"),
    "chain-gate": ("platform/anchors/visiting.py", "import web3"),
    "acyclic": ("core/encoding/__init__.py", "from skillmark.core import crypto"),
}


def lint(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    """Run one contract over a copy of the tree."""
    code = (
        "import sys; sys.path.insert(0, 'src');"
        "from importlinter.cli import lint_imports;"
        f"sys.exit(lint_imports(limit_to_contracts=({contract!r},), no_cache=True))"
    )
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the code and its contracts, free to sin in."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "src",
        tmp_path / "src",
        ignore=shutil.ignore_patterns(
            "__pycache__", "static", "templates", "fonts", "contexts"
        ),
    )
    return tmp_path


@pytest.mark.parametrize("contract", SINS)
def test_a_contract_holds_and_catches_its_sin(copy: Path, contract: str) -> None:
    before = lint(copy, contract)
    assert before.returncode == 0, before.stdout

    name, sin = SINS[contract]
    module = copy / "src/skillmark" / name
    module.write_text(f"{module.read_text()}\n\n{sin}  # noqa\n")
    after = lint(copy, contract)

    assert after.returncode == 1, after.stdout + after.stderr
    assert "BROKEN" in after.stdout


def test_every_contract_has_its_sin() -> None:
    import tomllib

    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = config["tool"]["importlinter"]["contracts"]
    assert {contract["id"] for contract in contracts} == set(SINS)
