"""Bounds, words and classes: single questions on whose edge a definition stands."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from skillmark.core.lint import quality
from skillmark.core.lint.quality import Definition, Fault, Kind, Verdict


def codes(profile: str, **facts: Any) -> dict[str, Fault]:
    report = quality.check(Definition(**facts), quality.PROFILES[profile])
    return {found.rule.code.split(".", 2)[2]: found.fault for found in report.findings}


@pytest.mark.parametrize(
    "title",
    [
        "National Certificate",
        "New  Zealand Wines",
        "Master Class in Baking",
        "Masters of Baking",
        "Bachelor's Start",
        "Bachelor\u2019s Start",
        "Postgraduate Skills",
        "Post-Graduate Skills",
        "post graduate skills",
        "Under-graduate Skills",
        "DIPLOMA",
        "Two Degrees",
        "Doctor on Call",
    ],
)
def test_words_of_qualifications_in_a_title(title: str) -> None:
    assert codes("nzqa", title=title)["title_word"] is Fault.WRONG


@pytest.mark.parametrize(
    "title",
    ["International Trade", "Diplomacy", "Mastery of Baking", "Doctoring Images", "Zealand"],
)
def test_words_that_only_look_alike(title: str) -> None:
    assert "title_word" not in codes("nzqa", title=title)


def test_a_very_short_name_of_an_organisation_is_not_looked_for() -> None:
    assert "title_name" not in codes("nzqa", title="Do it", awarding_body="it")
    assert "title_name" in codes("nzqa", title="Acme baking", awarding_body=" ACME ")


@pytest.mark.parametrize(
    ("profile", "code", "field", "kept", "broken"),
    [
        ("cmf", "workload_range", "workload_hours", ("100", "150"), ("99.99", "150.01")),
        ("nmf", "workload_least", "workload_hours", ("1", "2"), ("0.99",)),
        ("nmf", "workload_most", "workload_hours", ("599.99",), ("600",)),
        ("nzqa", "credits_range", "credits", ("1", "40"), ("0.5", "41")),
        ("nzqa", "credits_whole", "credits", ("1", "40.00"), ("1.5",)),
    ],
)
def test_bounds_belong_to_what_is_allowed(
    profile: str, code: str, field: str, kept: tuple[str, ...], broken: tuple[str, ...]
) -> None:
    for value in kept:
        assert code not in codes(profile, **{field: Decimal(value)})
    for value in broken:
        assert codes(profile, **{field: Decimal(value)})[code] is Fault.WRONG


@pytest.mark.parametrize("value", ["0", "-3", "NaN", "sNaN", "Infinity", "1e30"])
def test_what_is_no_size_is_missing(value: str) -> None:
    found = codes("cmf", workload_hours=Decimal(value), credits=Decimal(value))
    assert found["workload_missing"] is found["credits_missing"] is Fault.MISSING
    assert "workload_range" not in found


@pytest.mark.parametrize(
    ("hours", "ects", "fits"),
    [
        ("125", "5", True),
        ("137", "5", True),
        ("150", "5", True),
        ("166", "5", False),
        ("3", "0.1", True),
        ("112", "5", False),
        ("113", "5", True),
    ],
)
def test_hours_and_ects(hours: str, ects: str, *, fits: bool) -> None:
    facts = {
        "workload_hours": Decimal(hours),
        "credits": Decimal(ects),
        "credit_unit": "E.C.T.S.",
    }
    assert ("hours_and_ects" not in codes("eu", **facts)) is fits


@pytest.mark.parametrize(
    ("level", "unit", "kept"),
    [
        (3, "ECTS", False),
        (4, "ECTS", True),
        (5, "ECTS", True),
        (5, "UK", False),
        (6, "UK", True),
        (7, "", True),
        (8, "ECTS", False),
    ],
)
def test_levels_of_the_common_framework(level: int, unit: str, *, kept: bool) -> None:
    assert ("level_range" not in codes("cmf", eqf_level=level, credit_unit=unit)) is kept


@pytest.mark.parametrize(
    ("level", "kept"),
    [("NZQCF 1", True), ("Level 10", True), ("0", False), ("11", False), ("four", False)],
)
def test_levels_of_new_zealand(level: str, *, kept: bool) -> None:
    assert ("level_range" not in codes("nzqa", national_level=level)) is kept


@pytest.mark.parametrize(
    ("review_by", "kept"),
    [
        (date(2024, 2, 28), False),
        (date(2024, 2, 29), True),
        (date(2027, 2, 28), True),
        (date(2027, 3, 1), False),
    ],
)
def test_three_years_from_a_leap_day(review_by: date, *, kept: bool) -> None:
    found = codes("nzqa", review_by=review_by, as_of=date(2024, 2, 29))
    assert ("review_range" not in found) is kept


def test_a_review_is_not_judged_without_today_or_at_the_end_of_time() -> None:
    assert "review_range" not in codes("nzqa", review_by=date(1, 1, 1))
    end = date.max
    assert "review_range" not in codes("nzqa", review_by=end, as_of=end)


@pytest.mark.parametrize(
    ("types", "described", "kind", "reason"),
    [
        (("project", "attendance"), "", Kind.APPLICATION, "applied"),
        (("written",), "", Kind.KNOWLEDGE, "known"),
        (("a type of our own", "self"), "", Kind.KNOWLEDGE, "known"),
        (("attendance", "guided_self"), "Come.", Kind.RECOGNITION, "not_assessed"),
        ((), "An examination.", Kind.KNOWLEDGE, "described"),
        ((" ",), "", Kind.RECOGNITION, "nothing"),
    ],
)
def test_the_class_and_why(
    types: tuple[str, ...], described: str, kind: Kind, reason: str
) -> None:
    definition = Definition(assessment_types=types, assessment_description=described)
    found = quality.classify(definition)
    assert (found.kind, found.reason) == (kind, f"quality.class.{reason}")
    assert "attendance" in found.because or kind is not Kind.RECOGNITION or not types[0].strip()
    assert found.sentence


def test_the_class_of_what_cannot_say_it() -> None:
    definition = Definition(unknown=frozenset({"assessment_types"}))
    assert quality.classify(definition).kind is Kind.UNKNOWN


def test_unknown_is_neither_kept_nor_missing() -> None:
    profile = quality.PROFILES["nmf"]
    facts: dict[str, Any] = {
        "title": "Safety",
        "outcomes": ("Works safely.",),
        "quality_assurance": "internal",
        "awarding_body": "Harbour",
        "assessment_types": ("practical",),
    }
    told = Definition(**facts, workload_hours=Decimal(3))
    assert quality.check(told, profile).verdict is Verdict.MEETS
    untold = Definition(**facts, unknown=frozenset({"workload_hours"}))
    report = quality.check(untold, profile)
    assert report.verdict is Verdict.CANNOT_TELL
    assert Fault.UNKNOWN in {found.fault for found in report.findings}
    silent = Definition(**facts)
    assert quality.check(silent, profile).verdict is Verdict.FAILS


@pytest.mark.parametrize("url", ["https://e.org", "http://e.org/x?y"])
def test_addresses(url: str) -> None:
    facts = {"quality_assurance": "internal", "quality_assurance_url": url}
    assert "quality_statement" not in codes("nmf", **facts)


@pytest.mark.parametrize("url", ["", "e.org", "https://", "https:// e.org", "ftp://e.org"])
def test_what_is_no_address(url: str) -> None:
    facts = {"quality_assurance": "internal", "quality_assurance_url": url}
    assert codes("nmf", **facts)["quality_statement"] is Fault.WRONG
