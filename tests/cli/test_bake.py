"""`skillmark bake` and `unbake`: what goes into a picture comes out byte for byte."""

from pathlib import Path

import pytest
from command_line import skillmark
from signed_credentials import TestIssuer, badge

from skillmark.core.jsonio import dumps

ISSUER = TestIssuer.by_key()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "badge.svg").write_bytes(SVG)
    (tmp_path / "credential.json").write_bytes(dumps(ISSUER.sign(badge(ISSUER))))
    return tmp_path


def test_there_and_back(files: Path) -> None:
    result = skillmark(
        "bake", files / "credential.json", files / "badge.svg", "-o", files / "baked.svg"
    )
    assert result.exit_code == 0
    result = skillmark("unbake", files / "baked.svg")
    assert result.stdout_bytes == (files / "credential.json").read_bytes()
    result = skillmark("unbake", files / "baked.svg", "-o", files / "again.json")
    assert (files / "again.json").read_bytes() == (files / "credential.json").read_bytes()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["unbake", "badge.svg"], "bake.nothing"),
        (["bake", "badge.svg", "badge.svg", "-o", "x"], "bake."),
        (["bake", "credential.json", "credential.json", "-o", "x"], "bake."),
        (["bake", "credential.json", "missing.png", "-o", "x"], "cli.file_unreadable"),
        (["bake", "credential.json", "badge.svg", "-o", "no/where"], "cli.file_unwritable"),
        (["bake", "credential.json", "badge.svg", "-o", "badge.svg/x"], "cli.file_unwritable"),
    ],
)
def test_what_cannot_be(files: Path, words: list[str], code: str) -> None:
    paths = [word if word in {"bake", "unbake", "-o"} else str(files / word) for word in words]
    result = skillmark(*paths)
    assert (result.exit_code, f"({code}" in result.stderr) == (1, True)
    assert not (files / "x").exists()
