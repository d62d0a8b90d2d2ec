"""`skillmark lint`: what speaks against issuing, of an achievement or of a credential."""

import json
from pathlib import Path

import pytest
from command_line import skillmark
from signed_credentials import TestIssuer, badge, tampered

from skillmark.cli.lint_quality import ProfileChoice
from skillmark.core import bake
from skillmark.core.jsonio import dumps
from skillmark.core.lint.quality import PROFILES

VECTORS = Path(__file__).parents[1] / "vectors/quality"
EXAMPLE = Path(__file__).parents[2] / "docs/examples/fire-safety.toml"

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
def test_its_form_is_right(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    result = skillmark("lint", tmp_path / name)
    assert (result.exit_code, result.stderr.strip()) == (0, "Its form is right.")


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("a.toml", b'name = "Safety"\n', "/id"),
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
    [
        ("c.json", b"{", "json.syntax"),
        ("c.svg", SVG, "bake.nothing"),
        ("a.toml", b"name = ", "issue.achievement_file"),
        ("latin.toml", b'name = "Jos\xe9"', "issue.achievement_file"),
    ],
)
def test_it_cannot_be_read(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    result = skillmark("lint", tmp_path / name)
    assert (result.exit_code, f"({code})" in result.stderr) == (2, True)


def test_quality_is_judged_on_request() -> None:
    result = skillmark("lint", VECTORS / "nzqa/title_word.toml", "--profile", "nzqa")
    assert result.exit_code == 1
    assert "NZQA micro-credential: does not meet it (13 of 14 required" in result.stdout
    assert "Now: National Certificate in Data" in result.stdout
    assert "quality.nzqa.title_word" in result.stdout
    assert "Class:" not in result.stdout


def test_a_definition_that_meets_its_profile() -> None:
    result = skillmark("lint", VECTORS / "eu/sound.toml", "--profile", "eu")
    assert (result.exit_code, result.stderr.strip()) == (0, "Its form is right.")
    assert "EU standard elements: meets it" in result.stdout


def test_the_class_of_a_trusted_microcredential() -> None:
    result = skillmark("lint", VECTORS / "trusted/sound.toml", "--profile", "trusted")
    assert "Class: Application. The assessment shows people using" in result.stdout


def test_quality_for_programs() -> None:
    path = VECTORS / "eu/participation_missing.toml"
    one = skillmark("lint", path, "--profile", "eu", "--json")
    answer = json.loads(one.stdout)
    assert (one.exit_code, answer["problems"]) == (1, [])
    (report,) = answer["quality"]
    assert (report["profile"], report["verdict"]) == ("eu", "fails")
    assert [found["field"] for found in report["findings"]] == ["participation"]
    every = json.loads(skillmark("lint", path, "--profile", "all", "--json").stdout)
    assert [report["profile"] for report in every["quality"]] == list(PROFILES)
    two = ("--profile", "nzqa", "--profile", "eu", "--profile", "eu")
    answer = json.loads(skillmark("lint", path, *two, "--json").stdout)
    assert [report["profile"] for report in answer["quality"]] == ["eu", "nzqa"]


def test_a_credential_that_has_no_place_for_the_answer(tmp_path: Path) -> None:
    document = badge(ISSUER)
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    achievement = subject["achievement"]
    assert isinstance(achievement, dict)
    creator = {"id": "https://e.org", "type": ["Profile"], "name": "Harbour"}
    creator["address"] = {"type": ["Address"], "addressCountryCode": "IE"}  # type: ignore[assignment]
    achievement["creator"] = creator  # type: ignore[assignment]
    (tmp_path / "c.json").write_bytes(dumps(document))
    result = skillmark("lint", tmp_path / "c.json", "--profile", "eu")
    assert result.exit_code == 2
    assert "cannot be told from this file" in result.stdout
    assert "cannot tell" in result.stdout


def test_a_misspelt_fact_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(ACHIEVEMENT + "[quality]\nwork_hours = 3\n")
    result = skillmark("lint", tmp_path / "a.toml", "--profile", "eu", "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [problem["path"] for problem in answer["problems"]] == ["/quality/work_hours"]
    (report,) = answer["quality"]
    faults = {found["field"]: found["fault"] for found in report["findings"]}
    assert (faults["workload_hours"], faults["outcomes"]) == ("unknown", "missing")


def test_all_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    table = 'outcomes = "See."\nworkload_hours = "3"\nnonsense = 1\nreview_by = "soon"\n'
    (tmp_path / "a.toml").write_text(ACHIEVEMENT + "[quality]\n" + table)
    result = skillmark("lint", tmp_path / "a.toml", "--profile", "all", "--json")
    answer = json.loads(result.stdout)
    places = [problem["path"].removeprefix("/quality/") for problem in answer["problems"]]
    assert places == ["workload_hours", "nonsense", "review_by"]
    assert [report["profile"] for report in answer["quality"]] == list(PROFILES)


def test_quality_of_an_unfinished_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"{}")
    result = skillmark("lint", tmp_path / "a.json", "--profile", "eu", "--json")
    assert (result.exit_code, len(json.loads(result.stdout)["quality"])) == (1, 1)


@pytest.mark.parametrize("profile", ["eu", "trusted", "nmf"])
def test_the_example_of_the_documents_meets_what_they_say(profile: str) -> None:
    result = skillmark("lint", EXAMPLE, "--profile", profile)
    assert (result.exit_code, ": meets it" in result.stdout) == (0, True)


def test_the_tutorial_shows_the_example_as_it_is() -> None:
    tutorial = (EXAMPLE.parents[1] / "tutorial/terminal.md").read_text()
    assert f"```toml\n{EXAMPLE.read_text()}```" in tutorial


def test_a_profile_that_does_not_exist() -> None:
    assert skillmark("lint", VECTORS / "eu/sound.toml", "--profile", "xx").exit_code == 2


def test_the_command_knows_every_profile() -> None:
    assert {choice.value for choice in ProfileChoice} == {*PROFILES, "all"}
