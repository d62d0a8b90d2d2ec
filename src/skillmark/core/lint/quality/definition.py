"""What an achievement says of itself, in the neutral words that quality profiles judge.

Every profile has names of its own for the same facts; here each fact has one. Nothing is checked
on the way in: a definition may be empty, wrong or contradict itself, and `check` says so. What
the source of a definition has no place for stands in `unknown`, which is not the same as missing.
"""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Final

VALIDITIES: Final = ("none", "months", "fixed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """One entry of a skills framework that the achievement points to."""

    name: str
    url: str = ""
    framework: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One row of a rubric.

    Attributes:
        name: what is looked at.
        levels: names of the levels, low to high.
    """

    name: str
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """Everything a profile may ask of an achievement; an empty value is one not given.

    Attributes:
        kind: the `AchievementType` of Open Badges.
        language: code of the language it is written in.
        criteria: how it is earned, Markdown.
        workload_hours: notional hours, assessment included.
        credit_unit: the system of `credits`, for example ``ECTS``.
        eqf_level: 1 to 8.
        national_level: with its framework, for example ``NZQCF 4``.
        field_of_study: subject, with its code if there is one.
        assessment_types: codes, see `codes`.
        participation: code of the form of participation.
        supervision: code of supervision and identity check.
        quality_assurance: code of the type of quality assurance.
        quality_assurance_url: where its proof can be read.
        awarding_country: ISO 3166-1 alpha-2.
        awarding_profile: who the awarding body is, in a sentence.
        stackability: ``standalone`` or ``stackable``.
        stacks_into: what it counts towards.
        validity: one of `VALIDITIES`.
        renewal_days: days before the end in which it can be renewed.
        review_by: the day by which somebody looks whether it is still right.
        as_of: the day of judging; without it no date is compared with today.
        unknown: names of attributes that the source has no place for.
    """

    title: str = ""
    description: str = ""
    kind: str = ""
    language: str = ""
    criteria: str = ""
    outcomes: tuple[str, ...] = ()
    rubric: tuple[Criterion, ...] = ()
    skills: tuple[Skill, ...] = ()
    workload_hours: Decimal | None = None
    credits: Decimal | None = None
    credit_unit: str = ""
    cpd_points: Decimal | None = None
    eqf_level: int | None = None
    national_level: str = ""
    field_of_study: str = ""
    assessment_types: tuple[str, ...] = ()
    assessment_description: str = ""
    participation: str = ""
    supervision: str = ""
    grading: str = ""
    quality_assurance: str = ""
    quality_assurance_body: str = ""
    quality_assurance_url: str = ""
    awarding_body: str = ""
    awarding_country: str = ""
    awarding_profile: str = ""
    prerequisites: str = ""
    stackability: str = ""
    stacks_into: str = ""
    validity: str = ""
    validity_months: int | None = None
    validity_until: date | None = None
    renewal_days: int | None = None
    review_by: date | None = None
    as_of: date | None = None
    unknown: frozenset[str] = frozenset()


FACTS: Final = tuple(
    field.name for field in fields(Definition) if field.name not in {"as_of", "unknown"}
)
"""Names of everything a profile may ask for."""
