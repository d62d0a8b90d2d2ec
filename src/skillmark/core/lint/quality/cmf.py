"""Common Microcredential Framework of the European MOOC Consortium.

Source: the framework's specifications as published by the consortium (EADTU, 2019) and by its
platforms; confirmed on FutureLearn's public page and partner handbook. They are a list without
numbers, cited here by their subject.
"""

from typing import Final

from skillmark.core.lint.quality import codes, conditions, wording
from skillmark.core.lint.quality.conditions import amount, are_given, is_given
from skillmark.core.lint.quality.definition import Definition
from skillmark.core.lint.quality.rule import Profile, advised, required

HOURS: Final = (100, 150)
ECTS: Final = (4, 6)  # 10 to 15 credits in the United Kingdom, 2 to 3 in the United States
LEVELS: Final = (6, 7)  # 4 and 5 too, with ECTS
_LOWER_LEVELS: Final = (4, 5)


@required("quality.cmf.title_missing", "title", *wording.TITLE)
def title(definition: Definition) -> bool:
    """Transcript: it names the microcredential (implied, not listed)."""
    return is_given(definition.title)


@required("quality.cmf.outcomes_missing", "outcomes", *wording.OUTCOMES)
def outcomes(definition: Definition) -> bool:
    """Transcript: learning outcomes."""
    return are_given(definition.outcomes)


@required("quality.cmf.workload_missing", "workload_hours", *wording.WORKLOAD)
def workload(definition: Definition) -> bool:
    """Total study time, and transcript: total study hours required."""
    return amount(definition.workload_hours) is not None


@required(
    "quality.cmf.workload_range",
    "workload_hours",
    "The workload is 100 to 150 hours",
    "Make it 100 to 150 hours in all, revision and assessment included.",
    applies=lambda definition: amount(definition.workload_hours) is not None,
)
def workload_range(definition: Definition) -> bool:
    """Total study time: 100 to 150 hours, with revision for and completion of the assessment."""
    return conditions.is_between(definition.workload_hours, *HOURS)


@required("quality.cmf.credits_missing", "credits", *wording.CREDITS)
def credit(definition: Definition) -> bool:
    """Academic credit is awarded, and transcript: number of credit points earned."""
    return amount(definition.credits) is not None


@required(
    "quality.cmf.credit_unit",
    "credit_unit",
    *wording.CREDIT_UNIT,
    applies=lambda definition: amount(definition.credits) is not None,
)
def credit_unit(definition: Definition) -> bool:
    """Transcript: credit points; 5 ECTS and 5 credits of another system differ."""
    return is_given(definition.credit_unit)


@required(
    "quality.cmf.credits_range",
    "credits credit_unit",
    "It carries 4 to 6 ECTS credits",
    "Make it 4 to 6 ECTS credits.",
    applies=conditions.gives_ects,
)
def credits_range(definition: Definition) -> bool:
    """Partner handbook: equates to 4 to 6 ECTS; other systems are not judged."""
    return conditions.is_between(definition.credits, *ECTS)


@advised(
    "quality.cmf.hours_and_ects",
    "workload_hours credits",
    *wording.HOURS_AND_ECTS,
    applies=conditions.gives_hours_and_ects,
)
def hours_and_ects(definition: Definition) -> bool:
    """ECTS Users' Guide 2015: one credit corresponds to 25 to 30 hours of work."""
    return conditions.hours_match_ects(definition)


@required("quality.cmf.level_missing", "eqf_level national_level", *wording.LEVEL)
def level(definition: Definition) -> bool:
    """Level in the EQF or the national framework, and transcript: EQF level."""
    return conditions.has_level(definition)


@required(
    "quality.cmf.level_range",
    "eqf_level credit_unit",
    "The EQF level is 6 or 7, or 4 or 5 with ECTS credits",
    "Choose EQF level 6 or 7; levels 4 and 5 count only with ECTS credits.",
    applies=lambda definition: definition.eqf_level is not None,
)
def level_range(definition: Definition) -> bool:
    """Level: EQF 6 and 7, or 4 and 5 when the criteria of ECTS are fulfilled."""
    lower = definition.eqf_level in _LOWER_LEVELS and conditions.is_ects(definition)
    return definition.eqf_level in LEVELS or lower


@required(
    "quality.cmf.assessment_missing",
    "assessment_types assessment_description",
    "A summative assessment is stated",
    "Choose how people are assessed at the end, or describe the final assessment.",
)
def assessment(definition: Definition) -> bool:
    """A summative assessment enables the award of academic credit."""
    return conditions.has_assessment(definition)


@required(
    "quality.cmf.assessment_by_others",
    "assessment_types",
    *wording.ASSESSED,
    applies=conditions.names_assessment_types,
)
def assessment_by_others(definition: Definition) -> bool:
    """Summative assessment: it decides about credit, so attendance cannot be it."""
    return conditions.assesses_outcomes(definition)


@required("quality.cmf.supervision_missing", "supervision", *wording.SUPERVISION)
def supervision(definition: Definition) -> bool:
    """A reliable method of identity verification at the point of assessment."""
    return is_given(definition.supervision)


@required(
    "quality.cmf.identity",
    "supervision",
    "Identity is verified at the assessment",
    "Verify identity when you assess, and choose an answer that says so.",
    applies=lambda definition: is_given(definition.supervision),
)
def identity(definition: Definition) -> bool:
    """A reliable method of identity verification at the point of assessment."""
    return conditions.verifies_identity(definition)


@required(
    "quality.cmf.stacks_into_missing",
    "stacks_into",
    "It counts towards a degree programme",
    "Name the degree programme that it counts towards.",
)
def stacks_into(definition: Definition) -> bool:
    """Partner handbook: counts towards at least one degree programme."""
    return is_given(definition.stacks_into)


@required(
    "quality.cmf.standalone",
    "stackability",
    "It does not stand alone",
    "Choose that it counts towards another credential.",
    applies=lambda definition: is_given(definition.stackability),
)
def standalone(definition: Definition) -> bool:
    """Academic credit is awarded directly or by recognition on enrolment."""
    return definition.stackability.strip() != codes.STANDALONE


@advised(
    "quality.cmf.quality_assurance_missing", "quality_assurance", *wording.QUALITY_ASSURANCE
)
def quality_assurance(definition: Definition) -> bool:
    """Aim of the framework: quality-assured courses; what must be stated is not specified."""
    return is_given(definition.quality_assurance)


@required("quality.cmf.awarding_body_missing", "awarding_body", *wording.AWARDING_BODY)
def awarding_body(definition: Definition) -> bool:
    """The university awards the credit; the transcript is its document (implied)."""
    return is_given(definition.awarding_body)


PROFILE: Final = Profile(
    key="cmf",
    name="Common Microcredential Framework",
    about="What the European MOOC Consortium asks of a course that earns academic credit.",
    source="Common Microcredential Framework, European MOOC Consortium, 2019",
    url="https://emc.eadtu.eu/cmf",
    note="Confirmed in the prints of its platforms; its own paper could not be read.",
    at_issue=("Hours, level, credits and outcomes stand on the credential as a transcript.",),
    by_hand=(
        "Whether the university's own rules accept the way identity is verified.",
        "Whether credit is really awarded, at once or on enrolment.",
    ),
    rules=(
        title,
        outcomes,
        workload,
        workload_range,
        credit,
        credit_unit,
        credits_range,
        hours_and_ects,
        level,
        level_range,
        assessment,
        assessment_by_others,
        supervision,
        identity,
        quality_assurance,
        awarding_body,
        standalone,
        stacks_into,
    ),
)
