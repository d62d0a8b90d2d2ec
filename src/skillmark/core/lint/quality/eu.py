"""European standard elements to describe a micro-credential.

Source: Council Recommendation of 16 June 2022 on a European approach to micro-credentials for
lifelong learning and employability (2022/C 243/02), Annex I, and its definition in point 5(a).
Annex I has no numbering; elements are cited by name. The definition and the mandatory elements
were confirmed in reprints (Cedefop's glossary among them), the optional ones in the Commission's
expert proposal of 2020 and in use by others; the Official Journal itself could not be read.
"""

from typing import Final

from skillmark.core.lint.quality import conditions, wording
from skillmark.core.lint.quality.conditions import amount, are_given, is_given
from skillmark.core.lint.quality.definition import Definition
from skillmark.core.lint.quality.rule import Profile, advised, required


@required("quality.eu.title_missing", "title", *wording.TITLE)
def title(definition: Definition) -> bool:
    """Annex I, mandatory elements: title of the micro-credential."""
    return is_given(definition.title)


@required("quality.eu.outcomes_missing", "outcomes", *wording.OUTCOMES)
def outcomes(definition: Definition) -> bool:
    """Annex I, mandatory elements: learning outcomes."""
    return are_given(definition.outcomes)


@advised("quality.eu.criteria_missing", "criteria", *wording.CRITERIA)
def criteria(definition: Definition) -> bool:
    """Point 5(a): assessed "against transparent and clearly defined criteria"."""
    return is_given(definition.criteria)


@required("quality.eu.workload_missing", "workload_hours credits", *wording.WORKLOAD_OR_CREDITS)
def workload(definition: Definition) -> bool:
    """Annex I, mandatory elements: notional workload needed to achieve the outcomes."""
    return conditions.has_size(definition)


@advised(
    "quality.eu.ects_missing",
    "credits credit_unit",
    "The workload is also given in ECTS",
    "Add the workload as ECTS credits, where you can.",
)
def ects(definition: Definition) -> bool:
    """Annex I, mandatory elements: workload "in ECTS, wherever possible"."""
    return conditions.gives_ects(definition)


@required(
    "quality.eu.credit_unit",
    "credit_unit",
    *wording.CREDIT_UNIT,
    applies=lambda definition: amount(definition.credits) is not None,
)
def credit_unit(definition: Definition) -> bool:
    """Annex I, mandatory elements: workload; a number of credits alone says no workload."""
    return is_given(definition.credit_unit)


@advised(
    "quality.eu.hours_and_ects",
    "workload_hours credits",
    *wording.HOURS_AND_ECTS,
    applies=conditions.gives_hours_and_ects,
)
def hours_and_ects(definition: Definition) -> bool:
    """ECTS Users' Guide 2015: one credit corresponds to 25 to 30 hours of work."""
    return conditions.hours_match_ects(definition)


@advised("quality.eu.level_missing", "eqf_level national_level", *wording.LEVEL)
def level(definition: Definition) -> bool:
    """Annex I, mandatory elements: level and cycle, "if applicable"; so it is only advised."""
    return conditions.has_level(definition)


@required(
    "quality.eu.level_range",
    "eqf_level",
    "The EQF level exists",
    "Choose an EQF level from 1 to 8.",
    applies=lambda definition: definition.eqf_level is not None,
)
def level_range(definition: Definition) -> bool:
    """Council Recommendation 2017/C 189/03 on the EQF, Annex II: eight levels."""
    return definition.eqf_level in range(1, 9)


@required(
    "quality.eu.assessment_missing",
    "assessment_types assessment_description",
    *wording.ASSESSMENT,
)
def assessment(definition: Definition) -> bool:
    """Annex I, mandatory elements: type of assessment."""
    return conditions.has_assessment(definition)


@required(
    "quality.eu.assessment_by_others",
    "assessment_types",
    *wording.ASSESSED,
    applies=conditions.names_assessment_types,
)
def assessment_by_others(definition: Definition) -> bool:
    """Point 5(a): the learning outcomes "will have been assessed"; attendance assesses none."""
    return conditions.assesses_outcomes(definition)


@required("quality.eu.participation_missing", "participation", *wording.PARTICIPATION)
def participation(definition: Definition) -> bool:
    """Annex I, mandatory elements: form of participation in the learning activity."""
    return is_given(definition.participation)


@required(
    "quality.eu.quality_assurance_missing", "quality_assurance", *wording.QUALITY_ASSURANCE
)
def quality_assurance(definition: Definition) -> bool:
    """Annex I, mandatory elements: type of quality assurance that underpins it."""
    return is_given(definition.quality_assurance)


@required(
    "quality.eu.quality_assurance_body",
    "quality_assurance_body quality_assurance",
    *wording.QUALITY_BODY,
    applies=conditions.is_externally_assured,
)
def quality_assurance_body(definition: Definition) -> bool:
    """Annex I, type of quality assurance; that the body is named is our reading of it."""
    return is_given(definition.quality_assurance_body)


@required("quality.eu.awarding_body_missing", "awarding_body", *wording.AWARDING_BODY)
def awarding_body(definition: Definition) -> bool:
    """Annex I, mandatory elements: awarding body or bodies."""
    return is_given(definition.awarding_body)


@required(
    "quality.eu.country_missing",
    "awarding_country",
    "The country of the awarding body is stated",
    "Choose the country of the awarding body, here or in the organisation's settings.",
)
def country(definition: Definition) -> bool:
    """Annex I, mandatory elements: country or region of the issuer."""
    return is_given(definition.awarding_country)


@required(
    "quality.eu.country_code",
    "awarding_country",
    "The country is a country code",
    "Write the country as its two letters, for example DE.",
    applies=lambda definition: is_given(definition.awarding_country),
)
def country_code(definition: Definition) -> bool:
    """Annex I, country of the issuer; written as ISO 3166-1 alpha-2 by the learning model."""
    return conditions.is_country(definition.awarding_country)


@advised("quality.eu.prerequisites_missing", "prerequisites", *wording.PREREQUISITES)
def prerequisites(definition: Definition) -> bool:
    """Annex I, optional elements: prerequisites needed to enrol."""
    return is_given(definition.prerequisites)


@advised("quality.eu.supervision_missing", "supervision", *wording.SUPERVISION)
def supervision(definition: Definition) -> bool:
    """Annex I, optional elements: supervision and identity verification during assessment."""
    return is_given(definition.supervision)


@advised("quality.eu.grading_missing", "grading", *wording.GRADING)
def grading(definition: Definition) -> bool:
    """Annex I, optional elements: grade achieved; its scale belongs to the definition."""
    return is_given(definition.grading)


@advised("quality.eu.stackability_missing", "stackability", *wording.STACKABILITY)
def stackability(definition: Definition) -> bool:
    """Annex I, optional elements: integration and stackability options."""
    return is_given(definition.stackability)


@advised(
    "quality.eu.stacks_into",
    "stacks_into stackability",
    *wording.STACKS_INTO,
    applies=conditions.is_stackable,
)
def stacks_into(definition: Definition) -> bool:
    """Annex I, optional elements: "stackable towards another credential", which has a name."""
    return is_given(definition.stacks_into)


PROFILE: Final = Profile(
    key="eu",
    name="EU standard elements",
    about="What the European Union asks every micro-credential to say of itself.",
    source="Council Recommendation 2022/C 243/02, Annex I",
    url="https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32022H0627%2802%29",
    note="Confirmed in reprints; the Official Journal itself could not be read.",
    at_issue=(
        "The learner is identified in every credential.",
        "The date of issue stands in every credential.",
    ),
    by_hand=("Whether the stated quality assurance really follows Annex II.",),
    rules=(
        title,
        outcomes,
        criteria,
        workload,
        ects,
        credit_unit,
        hours_and_ects,
        level,
        level_range,
        assessment,
        assessment_by_others,
        participation,
        supervision,
        grading,
        prerequisites,
        quality_assurance,
        quality_assurance_body,
        awarding_body,
        country,
        country_code,
        stackability,
        stacks_into,
    ),
)
