"""`skillmark lint`: what speaks against issuing, of an achievement or of a credential."""

import json
from pathlib import Path

import pytest
from command_line import skillmark
from signed_credentials import TestIssuer, badge, tampered

from skillmark.core import bake
from skillmark.core.jsonio import dumps

ISSUER = TestIssuer.by_key()
SIGNED = ISSUER.sign(badge(ISSUER))
ACHIEVEMENT = """\
id = "https://harbour.example/a/1"
name = "Safety"
description = "Works safely."
criteria.narrative = "Passed."
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.toml", ACHIEVEMENT.encode()),
        ("a.json", dumps(SIGNED["credentialSubject"]["achievement"])),
        ("c.json", dumps(badge(ISSUER))),
        ("signed.json", dumps(SIGNED)),
        ("c.svg", bake.bake(SVG, dumps(SIGNED))),
    ],
)
def test_nothing_speaks_against_it(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    result = skillmark("lint", tmp_path / name)
    assert (result.exit_code, result.stderr.strip()) == (0, "Nothing speaks against it.")


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("a.toml", b'name = "Safety"\n', "/id"),
        ("a.toml", b"name = ", "/"),
        ("c.json", dumps(tampered(SIGNED, "issuer", "name", value="")), "/issuer/name"),
        ("c.json", dumps(tampered(SIGNED, "credentialSubject", value={"id": "urn:a:b"})), "/"),
    ],
)
def test_something_does(tmp_path: Path, name: str, data: bytes, place: str) -> None:
    (tmp_path / name).write_bytes(data)
    result = skillmark("lint", tmp_path / name)
    assert result.exit_code == 1
    assert place in result.stdout
    answer = json.loads(skillmark("lint", tmp_path / name, "--json").stdout)
    assert answer["problems"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [("c.json", b"{", "json.syntax"), ("c.svg", SVG, "bake.nothing")],
)
def test_it_cannot_be_read(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    result = skillmark("lint", tmp_path / name)
    assert (result.exit_code, f"({code})" in result.stderr) == (2, True)
