"""Australia's National Microcredentials Framework.

Source: Department of Education, Skills and Employment, November 2021. Its definition and minimum
standards (outcomes, assessment, at least one hour, quality assurance statement) were confirmed in
several reprints. Its table of critical information could not be read: what stands here from it is
only advised, and named as the national marketplace's glossary and reviewers name it.
"""

from decimal import Decimal
from typing import Final

from skillmark.core.lint.quality import conditions, wording
from skillmark.core.lint.quality.conditions import amount, are_given, is_given
from skillmark.core.lint.quality.definition import Definition
from skillmark.core.lint.quality.rule import Profile, advised, required

LEAST_HOURS: Final = Decimal(1)
AWARD_HOURS: Final = Decimal(600)  # half a year, the least volume of the AQF's Certificate I


@required("quality.nmf.title_missing", "title", *wording.TITLE)
def title(definition: Definition) -> bool:
    """Critical information: title (table not read; no listing is possible without one)."""
    return is_given(definition.title)


@required("quality.nmf.outcomes_missing", "outcomes", *wording.OUTCOMES)
def outcomes(definition: Definition) -> bool:
    """Minimum standards: learning outcomes must be clearly stated."""
    return are_given(definition.outcomes)


@advised("quality.nmf.description_missing", "description", *wording.DESCRIPTION)
def description(definition: Definition) -> bool:
    """Critical information: description of the content (table not read)."""
    return is_given(definition.description)


@required(
    "quality.nmf.assessment_missing",
    "assessment_types assessment_description",
    *wording.ASSESSMENT,
)
def assessment(definition: Definition) -> bool:
    """Minimum standards: assessment that provides evidence of the outcomes."""
    return conditions.has_assessment(definition)


@required(
    "quality.nmf.assessment_by_others",
    "assessment_types",
    *wording.ASSESSED,
    applies=conditions.names_assessment_types,
)
def assessment_by_others(definition: Definition) -> bool:
    """Definition: "a certification of assessed learning or competency"."""
    return conditions.assesses_outcomes(definition)


@required("quality.nmf.workload_missing", "workload_hours", *wording.WORKLOAD)
def workload(definition: Definition) -> bool:
    """Minimum standards: a volume of learning is stated, in hours."""
    return amount(definition.workload_hours) is not None


@required(
    "quality.nmf.workload_least",
    "workload_hours",
    "The volume of learning is at least one hour",
    "Make it at least one hour; a smaller thing is no microcredential in Australia.",
    applies=lambda definition: amount(definition.workload_hours) is not None,
)
def workload_least(definition: Definition) -> bool:
    """Definition and minimum standards: a minimum volume of learning of one hour."""
    hours = amount(definition.workload_hours)
    return hours is not None and hours >= LEAST_HOURS


@advised(
    "quality.nmf.workload_most",
    "workload_hours",
    "It is smaller than an AQF award qualification",
    "It is as large as a qualification: make it smaller than 600 hours, or call it one.",
    applies=lambda definition: amount(definition.workload_hours) is not None,
)
def workload_most(definition: Definition) -> bool:
    """Definition: "less than an AQF award qualification"; 600 h are our reading of the AQF."""
    hours = amount(definition.workload_hours)
    return hours is not None and hours < AWARD_HOURS


@required(
    "quality.nmf.quality_assurance_missing", "quality_assurance", *wording.QUALITY_ASSURANCE
)
def quality_assurance(definition: Definition) -> bool:
    """Minimum standards: a quality assurance statement, of unregulated providers."""
    return is_given(definition.quality_assurance)


@advised(
    "quality.nmf.quality_statement",
    "quality_assurance_url",
    "The quality assurance statement can be read",
    "Give the address of a page that describes how you assure the quality.",
    applies=lambda definition: is_given(definition.quality_assurance),
)
def quality_statement(definition: Definition) -> bool:
    """Minimum standards, statement: a description of the quality assurance processes."""
    return conditions.is_web_address(definition.quality_assurance_url)


@advised("quality.nmf.provider_profile_missing", "awarding_profile", *wording.AWARDING_PROFILE)
def provider_profile(definition: Definition) -> bool:
    """Minimum standards, statement: profile of the provider."""
    return is_given(definition.awarding_profile)


@advised("quality.nmf.review_missing", "review_by", *wording.REVIEW)
def review(definition: Definition) -> bool:
    """Minimum standards, statement: the process for reviewing and updating."""
    return definition.review_by is not None


@required("quality.nmf.awarding_body_missing", "awarding_body", *wording.AWARDING_BODY)
def awarding_body(definition: Definition) -> bool:
    """Critical information: provider (table not read; the statement's profile needs one)."""
    return is_given(definition.awarding_body)


@advised("quality.nmf.participation_missing", "participation", *wording.PARTICIPATION)
def participation(definition: Definition) -> bool:
    """Critical information: delivery mode (marketplace's glossary)."""
    return is_given(definition.participation)


@advised("quality.nmf.language_missing", "language", *wording.LANGUAGE)
def language(definition: Definition) -> bool:
    """Critical information: language of delivery (table not read)."""
    return is_given(definition.language)


@advised("quality.nmf.prerequisites_missing", "prerequisites", *wording.PREREQUISITES)
def prerequisites(definition: Definition) -> bool:
    """Critical information: entry requirements (table not read)."""
    return is_given(definition.prerequisites)


@advised("quality.nmf.supervision_missing", "supervision", *wording.SUPERVISION)
def supervision(definition: Definition) -> bool:
    """Critical information: supervision and identity check (table not read)."""
    return is_given(definition.supervision)


@advised(
    "quality.nmf.recognition_missing",
    "stacks_into cpd_points",
    "It says what it is recognised for",
    "Name the credential, credit or professional body that recognises it, or its CPD points.",
)
def recognition(definition: Definition) -> bool:
    """5.5.1: industry recognition, "where applicable"; glossary: credit."""
    return is_given(definition.stacks_into) or amount(definition.cpd_points) is not None


PROFILE: Final = Profile(
    key="nmf",
    name="Australia's National Microcredentials Framework",
    about="What Australia asks of a microcredential, and of its listing.",
    source="National Microcredentials Framework, November 2021",
    url="https://www.education.gov.au/higher-education-publications/resources/"
    "national-microcredentials-framework",
    note="The minimum standards were confirmed; the table of critical information was not.",
    at_issue=("A certificate with the date of issue goes to everybody who earns it.",),
    by_hand=("Price, dates and places of delivery, which stand where people enrol.",),
    rules=(
        title,
        description,
        outcomes,
        language,
        workload,
        workload_least,
        workload_most,
        assessment,
        assessment_by_others,
        participation,
        supervision,
        prerequisites,
        quality_assurance,
        quality_statement,
        awarding_body,
        provider_profile,
        recognition,
        review,
    ),
)
