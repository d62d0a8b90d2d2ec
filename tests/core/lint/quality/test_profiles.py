"""Every rule of every profile has a definition that keeps it and one that breaks it."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from vector_table import record

from skillmark.core.lint import quality
from skillmark.core.lint.quality import Fault, Level, Report, Rule, Verdict

VECTORS = Path(__file__).parents[3] / "vectors/quality"
AS_OF = date(2026, 3, 2)
RULES = [rule for profile in quality.PROFILES.values() for rule in profile.rules]
FILES = sorted(VECTORS.glob("*/*.toml"))


def report_of(path: Path) -> Report:
    document = tomllib.loads(path.read_text("utf-8"))
    definition = quality.read(document, complete=True, as_of=AS_OF)
    return quality.check(definition, quality.PROFILES[path.parent.name])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_exactly_the_expected_is_found(path: Path) -> None:
    expected = re.findall(r"^# expect: (\S+)$", path.read_text("utf-8"), re.MULTILINE)
    report = report_of(path)
    assert sorted(found.rule.code for found in report.findings) == sorted(expected)
    record("quality", f"{path.parent.name}/{path.stem}", "pass")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_kept_once_and_broken_once(rule: Rule) -> None:
    _quality, profile, name = rule.code.split(".")
    assert profile == rule.profile
    broken = report_of(VECTORS / profile / f"{name}.toml")
    assert rule.code in {found.rule.code for found in broken.findings}
    kept = [report_of(path) for path in FILES if path.parent.name == profile]
    assert any(rule in report.passed for report in kept)


@pytest.mark.parametrize("key", quality.PROFILES)
def test_a_sound_definition_meets_its_profile(key: str) -> None:
    report = report_of(VECTORS / key / "sound.toml")
    assert report.verdict is Verdict.MEETS
    for level in Level:
        assert 0 < report.kept(level) == report.asked(level)


@pytest.mark.parametrize("key", quality.PROFILES)
def test_of_nothing_everything_required_is_missing(key: str) -> None:
    profile = quality.PROFILES[key]
    report = quality.check(quality.Definition(), profile)
    assert report.verdict is Verdict.FAILS
    assert not report.passed
    assert {found.fault for found in report.findings} == {Fault.MISSING}
    presence = {rule.code for rule in profile.rules if rule.fault is Fault.MISSING}
    assert {found.rule.code for found in report.findings} == presence


def test_what_is_only_advised_does_not_fail() -> None:
    report = report_of(VECTORS / "eu/grading_missing.toml")
    assert report.verdict is Verdict.MEETS
    assert report.asked(Level.ADVISED) == report.kept(Level.ADVISED) + 1


def test_codes_fields_and_sources_are_sound() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    for key, profile in quality.PROFILES.items():
        assert profile.key == key
        assert all(rule.profile == key for rule in profile.rules)
        assert profile.url.startswith("https://")
    for rule in RULES:
        assert re.fullmatch(r"quality\.[a-z]+\.[a-z_]+", rule.code)
        assert set(rule.fields) <= set(quality.FACTS)
        assert rule.source.endswith(".")
        assert rule.advice.endswith(".")
        assert not rule.title.endswith(".")


def test_one_sentence_has_one_meaning() -> None:
    """The same title always comes with the same advice, so a translation fits everywhere."""
    advice: dict[str, set[str]] = {}
    for rule in RULES:
        advice.setdefault(rule.title, set()).add(rule.advice)
    assert {title: said for title, said in advice.items() if len(said) > 1} == {}


def test_a_wrong_value_is_shown() -> None:
    (found,) = report_of(VECTORS / "nzqa/review_range.toml").findings
    assert found.to_json() == {
        "code": "quality.nzqa.review_range",
        "level": "required",
        "fault": "wrong",
        "field": "review_by",
        "title": "The review comes within three years",
        "advice": "Choose a day of review within the next three years.",
        "source": found.rule.source,
        "found": "2029-03-03",
    }
    (found,) = report_of(VECTORS / "eu/assessment_by_others.toml").findings
    assert found.found == "attendance, self"
    (found,) = report_of(VECTORS / "eu/quality_assurance_body.toml").findings
    assert (found.fault, found.found) == (Fault.WRONG, "")
    definition = quality.Definition(title=f"National {'x' * 200}")
    shown = quality.check(definition, quality.PROFILES["nzqa"]).findings[0].found
    assert (len(shown), shown[-1]) == (120, "…")


def test_a_report_can_be_read_by_a_program() -> None:
    report = report_of(VECTORS / "trusted/rubric_missing.toml")
    written = report.to_json()
    assert written["verdict"] == "meets"
    assert written["required"] == {"kept": 11, "asked": 11}
    assert written["advised"] == {"kept": 3, "asked": 4}
    assert written["class"] == {
        "kind": "application",
        "reason": "quality.class.applied",
        "sentence": "The assessment shows people using what they learnt.",
        "because": ["project"],
    }
    assert "class" not in report_of(VECTORS / "eu/sound.toml").to_json()
