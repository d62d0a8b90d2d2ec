"""Laws of every profile, for every definition there can be."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.jsonio import dumps
from skillmark.core.lint import quality
from skillmark.core.lint.quality import (
    FACTS,
    Criterion,
    Definition,
    Fault,
    Report,
    Skill,
    Verdict,
    codes,
)

CODES = sorted(codes.APPLYING | codes.KNOWING | codes.NOT_ASSESSING | codes.IDENTITY_VERIFIED)
WORDS = st.one_of(
    st.sampled_from(["", " ", "ECTS", "stackable", "standalone", "external_provider", *CODES]),
    st.text(max_size=20),
)
LISTS = st.lists(WORDS, max_size=3).map(tuple)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "str": WORDS,
    "tuple[str, ...]": LISTS,
    "Decimal | None": st.none() | st.decimals(),
    "int | None": st.none() | st.integers(),
    "date | None": st.none() | st.dates(),
    "tuple[Criterion, ...]": st.lists(
        st.builds(Criterion, name=WORDS, levels=LISTS), max_size=2
    ).map(tuple),
    "tuple[Skill, ...]": st.lists(st.builds(Skill, name=WORDS, url=WORDS), max_size=2).map(
        tuple
    ),
    "frozenset[str]": st.frozensets(st.sampled_from(FACTS)),
}
TYPES = {
    field.name: str(getattr(field.type, "__name__", field.type))
    if isinstance(field.type, type) and field.type is str
    else str(field.type)
    .replace("skillmark.core.lint.quality.definition.", "")
    .replace("decimal.", "")
    .replace("datetime.", "")
    for field in fields(Definition)
}
DEFINITIONS = st.builds(
    Definition, **{name: VALUES[type_name] for name, type_name in TYPES.items()}
)


def missing(report: Report) -> set[str]:
    return {found.rule.code for found in report.findings if found.fault is Fault.MISSING}


@given(DEFINITIONS)
def test_check_never_raises_and_always_can_be_written(definition: Definition) -> None:
    for profile in quality.PROFILES.values():
        report = quality.check(definition, profile)
        judged = {rule.code for rule in report.passed}
        judged |= {found.rule.code for found in report.findings}
        assert len(judged) == len(report.passed) + len(report.findings)
        assert judged <= {rule.code for rule in profile.rules}
        assert report.verdict in Verdict
        written = report.to_json()
        dumps(written)  # type: ignore[arg-type]


@given(DEFINITIONS, DEFINITIONS)
def test_saying_more_makes_nothing_missing(definition: Definition, other: Definition) -> None:
    known = replace(definition, unknown=frozenset())
    empty = Definition()
    more = {
        name: getattr(other, name)
        for name in FACTS
        if getattr(known, name) == getattr(empty, name)
    }
    for name, value in more.items():
        fuller = replace(known, **{name: value})
        for profile in quality.PROFILES.values():
            before = missing(quality.check(known, profile))
            assert missing(quality.check(fuller, profile)) <= before


@given(DEFINITIONS, st.sampled_from(FACTS))
def test_not_knowing_never_keeps_a_rule(definition: Definition, name: str) -> None:
    sure = replace(definition, unknown=frozenset())
    unsure = replace(definition, unknown=frozenset({name}))
    for profile in quality.PROFILES.values():
        assert quality.check(sure, profile).passed == quality.check(unsure, profile).passed


@given(DEFINITIONS, st.dates())
def test_the_day_of_judging_concerns_reviews_alone(definition: Definition, day: date) -> None:
    without = replace(definition, as_of=None)
    for profile in quality.PROFILES.values():
        other = quality.check(replace(definition, as_of=day), profile)
        differing = set(other.passed) ^ set(quality.check(without, profile).passed)
        assert {rule.code for rule in differing} <= {"quality.nzqa.review_range"}
