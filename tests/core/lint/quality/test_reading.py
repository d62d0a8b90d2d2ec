"""What is read of an achievement file, an Achievement and a credential, and what is unknown."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from skillmark.core.lint import quality
from skillmark.core.lint.quality import Criterion, Definition, Fault, Skill

COMPLETE = Path(__file__).parents[3] / "vectors/open-badges-3/complete.json"
DAY = date(2026, 3, 2)


def test_a_published_credential() -> None:
    found = quality.read(json.loads(COMPLETE.read_text("utf-8")), as_of=DAY)
    assert found.title == "1EdTech University Degree"
    assert found.kind == "Degree"
    assert found.credits == Decimal(36)
    assert (found.awarding_body, found.awarding_country) == ("1EdTech University", "US")
    assert found.rubric == (Criterion(name="Final Project Grade", levels=("Mastery", "Basic")),)
    assert found.as_of == DAY
    assert {"outcomes", "workload_hours", "review_by"} <= found.unknown
    assert found.unknown.isdisjoint({"title", "skills", "awarding_body", "rubric"})


def test_our_own_file_in_both_spellings() -> None:
    stated = {"workload_hours": 3, "eqfLevel": 4, "review_by": "2027-01-01"}
    snake = {"name": "Safety", "achievement_type": "Badge", "validity_months": 36}
    found = quality.read(snake | {"quality": stated})
    assert found == Definition(
        title="Safety",
        kind="Badge",
        validity="months",
        validity_months=36,
        workload_hours=Decimal(3),
        eqf_level=4,
        review_by=date(2027, 1, 1),
    )


def test_a_toml_file_says_everything_even_without_the_table() -> None:
    assert quality.read({"name": "Safety"}, complete=True).unknown == frozenset()
    assert "workload_hours" in quality.read({"name": "Safety"}).unknown


def test_an_award_without_its_body_does_not_know_the_body() -> None:
    alone = quality.read({"name": "Safety"})
    assert {"awarding_body", "awarding_country"} <= alone.unknown
    named = quality.read(
        {"creator": {"name": "Harbour", "address": {"addressCountryCode": "IE"}}}
    )
    assert (named.awarding_body, named.awarding_country) == ("Harbour", "IE")
    assert "awarding_profile" not in named.unknown


def test_an_issuer_stands_in_for_the_creator() -> None:
    credential: dict[str, Any] = {
        "issuer": {"name": "Harbour"},
        "credentialSubject": [{"achievement": {"name": "Safety"}}],
    }
    assert quality.read(credential).awarding_body == "Harbour"
    credential["credentialSubject"][0]["achievement"]["creator"] = {"name": "Kestrel"}
    assert quality.read(credential).awarding_body == "Kestrel"
    credential["issuer"] = "did:web:harbour.example"
    del credential["credentialSubject"][0]["achievement"]["creator"]
    assert "awarding_body" in quality.read(credential).unknown


@pytest.mark.parametrize(
    ("entry", "level"),
    [
        ({"targetUrl": "http://data.europa.eu/snb/eqf/6"}, 6),
        ({"targetUrl": "https://data.europa.eu/snb/eqf/3/"}, 3),
        ({"targetName": "EQF level 7", "targetUrl": "https://e.org"}, 7),
        ({"targetFramework": "European Qualifications Framework", "targetName": "5"}, 5),
        ({"targetName": "EQF 12"}, None),
        ({"targetName": "SEQF"}, None),
        ({"targetName": "SQL", "targetUrl": "https://e.org", "targetFramework": "ESCO"}, None),
    ],
)
def test_a_level_among_the_alignments(entry: dict[str, str], level: int | None) -> None:
    found = quality.read({"alignment": entry})
    assert found.eqf_level == level
    assert len(found.skills) == (0 if level else 1)
    assert ("eqf_level" in found.unknown) is (level is None)


def test_the_first_of_two_levels_counts_and_skills_are_kept_whole() -> None:
    skill = {
        "targetName": "SQL",
        "targetUrl": "https://e.org",
        "targetFramework": "ESCO",
        "targetCode": "S1",
    }
    found = quality.read(
        {"alignment": [{"targetName": "EQF 5"}, skill, {"targetName": "EQF 6"}]}
    )
    assert found.eqf_level == 5
    assert found.skills == (
        Skill(name="SQL", url="https://e.org", framework="ESCO", code="S1"),
    )


def test_a_rubric_of_results() -> None:
    levels = [{"name": "not yet"}, {"name": "good"}]
    found = quality.read(
        {
            "resultDescription": [
                {"name": "Care", "rubricCriterionLevel": levels},
                {"name": "GPA"},
            ]
        }
    )
    assert found.rubric == (Criterion(name="Care", levels=("not yet", "good")),)


@pytest.mark.parametrize(
    ("criteria", "read"),
    [
        ("Pass.", "Pass."),
        ({"narrative": "Pass."}, "Pass."),
        ({"id": "https://e.org"}, "https://e.org"),
        (7, ""),
    ],
)
def test_criteria(criteria: object, read: str) -> None:
    assert quality.read({"criteria": criteria}).criteria == read


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"name": 7, "creator": [], "alignment": "x", "validityMonths": True},
        {"credentialSubject": "x"},
        {"credentialSubject": {"achievement": ["x", None]}},
        {"creditsAvailable": float("nan"), "creator": {"address": []}},
    ],
)
def test_whatever_has_the_wrong_type_reads_as_absent(document: dict[str, Any]) -> None:
    found = quality.read(document)
    assert (found.title, found.credits, found.validity_months) == ("", None, None)


def test_what_is_unknown_is_found_as_unknown() -> None:
    document = {"name": "Safety", "creditsAvailable": 3}
    report = quality.check(quality.read(document), quality.PROFILES["eu"])
    faults = {found.rule.code: found.fault for found in report.findings}
    assert faults["quality.eu.credit_unit"] is Fault.UNKNOWN
    assert faults["quality.eu.awarding_body_missing"] is Fault.UNKNOWN
    assert faults["quality.eu.criteria_missing"] is Fault.MISSING


@pytest.mark.parametrize(
    ("table", "code", "path", "words"),
    [
        ("x", "quality.type", "/quality", "must be a table"),
        ({"work_hours": 3}, "quality.unknown_key", "/quality/work_hours", "“workload_hours”"),
        ({"zzz": 3}, "quality.unknown_key", "/quality/zzz", "not known here."),
        ({"workload_hours": "3"}, "quality.type", "/quality/workload_hours", "a number"),
        ({"workload_hours": True}, "quality.type", "/quality/workload_hours", "a number"),
        ({"workload_hours": float("inf")}, "quality.type", "/quality/workload_hours", "number"),
        ({"eqf_level": 4.0}, "quality.type", "/quality/eqf_level", "a whole number"),
        ({"participation": 1}, "quality.type", "/quality/participation", "a text"),
        ({"outcomes": ["a", 1]}, "quality.type", "/quality/outcomes", "a list of texts"),
        ({"review_by": "soon"}, "quality.type", "/quality/review_by", "a date"),
        ({"review_by": datetime.now(UTC)}, "quality.type", "/quality/review_by", "a date"),
        ({"rubric": [{"name": "a"}, "b"]}, "quality.type", "/quality/rubric", "tables"),
        ({"rubric": {"title": "a"}}, "quality.type", "/quality/rubric", "tables"),
        ({"rubric": {"levels": ["a"]}}, "quality.type", "/quality/rubric", "tables"),
        ({"rubric": {"name": "a", "levels": [1]}}, "quality.type", "/quality/rubric", "tables"),
    ],
)
def test_the_table_is_read_strictly(table: object, code: str, path: str, words: str) -> None:
    with pytest.raises(quality.DefinitionUnreadableError) as caught:
        quality.read({"quality": table})
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == (code, path)
    assert words in problem.message
    assert caught.value.code == "quality.unreadable"
    assert caught.value.to_json()["problems"] == [problem.to_json()]


def test_every_kind_of_value_of_the_table() -> None:
    table = {
        "outcomes": "Works safely.",
        "rubric": [{"name": "Care", "levels": ["no", "yes"]}, {"name": "Speed"}],
        "review_by": DAY,
        "cpd_points": 1.5,
        "renewal_days": 60,
        "grading": "None.",
    }
    found = quality.read({"quality": table})
    assert found.outcomes == ("Works safely.",)
    assert found.rubric == (
        Criterion(name="Care", levels=("no", "yes")),
        Criterion(name="Speed"),
    )
    assert (found.review_by, found.cpd_points) == (DAY, Decimal("1.5"))
    assert (found.renewal_days, found.grading) == (60, "None.")
