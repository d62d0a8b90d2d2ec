"""New Zealand: listing a micro-credential on the Qualifications and Credentials Framework.

Source: Qualification and Micro-credential Listing and Operational Rules 2022 (NZQA), rules 3 and
6, and NZQA's page "About micro-credentials" for the size and the review period; both were read.
The Micro-credential Approval and Accreditation Rules 2022 could not be read: what NZQA's pages say
of them is only advised here.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from skillmark.core.lint.quality import conditions, wording
from skillmark.core.lint.quality.conditions import amount, are_given, is_given
from skillmark.core.lint.quality.definition import Definition
from skillmark.core.lint.quality.rule import Profile, advised, required

CREDITS: Final = (1, 40)
HOURS_PER_CREDIT: Final = Decimal(10)
REVIEW_YEARS: Final = 3
FORBIDDEN_WORDS: Final = (
    "New Zealand",
    "national",
    "diploma",
    "degree",
    "bachelor",
    "master",
    "doctor",
    "under-graduate",
    "post-graduate",
)
_FORBIDDEN: Final = re.compile(
    r"\b(?:{words})(?:['\u2019]?s)?\b".format(
        words="|".join(re.sub(r"[ -]", r"[\\s-]*", word) for word in FORBIDDEN_WORDS)
    ),
    re.IGNORECASE,
)
_LEVEL: Final = re.compile(r"(?<!\d)(?:10|[1-9])(?!\d)")
_NZSCED: Final = re.compile(r"(?<!\d)\d{6}(?!\d)")
_LEAST_NAME: Final = 3  # letters; a shorter name is found in any word


def forbidden_word(title: str) -> str:
    """Return the first word of a title that rule 6.2(a) names, or nothing."""
    found = _FORBIDDEN.search(title)
    return found.group() if found else ""


@required("quality.nzqa.title_missing", "title", *wording.TITLE)
def title(definition: Definition) -> bool:
    """Listing Rules 6.1(a): a suitable title."""
    return is_given(definition.title)


@required(
    "quality.nzqa.title_word",
    "title",
    "The title has no word that belongs to qualifications",
    "Take “New Zealand”, “national”, “diploma”, “degree”, “bachelor”, “master”, “doctor”, "
    "“under-graduate” or “post-graduate” out of the title.",
    applies=lambda definition: is_given(definition.title),
)
def title_word(definition: Definition) -> bool:
    """Listing Rules 6.2(a): words that may confuse it with a qualification."""
    return not forbidden_word(definition.title)


@required(
    "quality.nzqa.title_name",
    "title awarding_body",
    "The title does not name the organisation",
    "Take the organisation's name out of the title, unless NZQA agreed to it.",
    applies=lambda definition: (
        is_given(definition.title) and len(definition.awarding_body.strip()) >= _LEAST_NAME
    ),
)
def title_name(definition: Definition) -> bool:
    """Listing Rules 6.2(b): no person, organisation or product without a sound reason."""
    return definition.awarding_body.strip().casefold() not in definition.title.casefold()


@required(
    "quality.nzqa.purpose_missing",
    "description",
    "The purpose is stated",
    "Say what it is for, and for which learners, industry or community it matters.",
)
def purpose(definition: Definition) -> bool:
    """Listing Rules 6.1(d)(i), (ii): a purpose statement with its relevance."""
    return is_given(definition.description)


@required("quality.nzqa.outcomes_missing", "outcomes", *wording.OUTCOMES)
def outcomes(definition: Definition) -> bool:
    """Listing Rules 6.1(d)(iii): knowledge, skills and attributes the learner can show."""
    return are_given(definition.outcomes)


@required("quality.nzqa.credits_missing", "credits", *wording.CREDITS)
def credit(definition: Definition) -> bool:
    """Listing Rules 6.1(b): the credit value."""
    return amount(definition.credits) is not None


@required(
    "quality.nzqa.credits_range",
    "credits",
    "It carries 1 to 40 credits",
    "Make it 1 to 40 credits; one credit is ten hours.",
    applies=lambda definition: amount(definition.credits) is not None,
)
def credits_range(definition: Definition) -> bool:
    """NZQA, About micro-credentials: 1 to 40 credits in size."""
    return conditions.is_between(definition.credits, *CREDITS)


@required(
    "quality.nzqa.credits_whole",
    "credits",
    "The credits are a whole number",
    "Write the credits as a whole number.",
    applies=lambda definition: amount(definition.credits) is not None,
)
def credits_whole(definition: Definition) -> bool:
    """Listing Rules 3.1, credit value: "the number of credits"; that it is whole is our reading."""
    found = amount(definition.credits)
    return found is not None and found == found.to_integral_value()


@required(
    "quality.nzqa.hours",
    "workload_hours credits",
    "Hours and credits fit together: ten hours are one credit",
    "Make it ten hours a credit: change the hours or the credits.",
    applies=lambda definition: (
        amount(definition.workload_hours) is not None and amount(definition.credits) is not None
    ),
)
def hours(definition: Definition) -> bool:
    """Listing Rules 3.1: each credit represents ten notional learning hours."""
    stated = amount(definition.workload_hours) or Decimal(0)
    value = amount(definition.credits) or Decimal(0)
    return abs(stated - value * HOURS_PER_CREDIT) <= HOURS_PER_CREDIT / 2


@required(
    "quality.nzqa.level_missing",
    "national_level",
    "The NZQCF level is stated",
    "Write the level of the New Zealand framework, for example NZQCF 4.",
)
def level(definition: Definition) -> bool:
    """Listing Rules 6.1(b): the level."""
    return is_given(definition.national_level)


@required(
    "quality.nzqa.level_range",
    "national_level",
    "The NZQCF level exists",
    "Write a level from 1 to 10, for example NZQCF 4.",
    applies=lambda definition: is_given(definition.national_level),
)
def level_range(definition: Definition) -> bool:
    """Listing Rules 3.1: level means any of levels 1 to 10."""
    return _LEVEL.search(definition.national_level) is not None


@advised(
    "quality.nzqa.field_missing",
    "field_of_study",
    "The field of study carries its NZSCED code",
    "Write the field of study with its six-digit NZSCED code.",
)
def field(definition: Definition) -> bool:
    """Listing Rules 6.1(c): the assigned six-digit code; advised, for it is assigned to you."""
    return _NZSCED.search(definition.field_of_study) is not None


@required(
    "quality.nzqa.developer_missing",
    "awarding_body",
    "The developer is named",
    "Name the organisation that developed it.",
)
def developer(definition: Definition) -> bool:
    """Listing Rules 6.1(e): name of the appointed micro-credential developer."""
    return is_given(definition.awarding_body)


@required("quality.nzqa.review_missing", "review_by", *wording.REVIEW)
def review(definition: Definition) -> bool:
    """Listing Rules 6.1(g): the period for ongoing review."""
    return definition.review_by is not None


@required(
    "quality.nzqa.review_range",
    "review_by",
    "The review comes within three years",
    "Choose a day of review within the next three years.",
    applies=lambda definition: (
        definition.review_by is not None and definition.as_of is not None
    ),
)
def review_range(definition: Definition) -> bool:
    """Listing Rules 6.1(g): "usually 1-3 years"; a day that has passed is no period."""
    day, today = definition.review_by or date.min, definition.as_of or date.max
    return today <= day <= conditions.whole_years_later(today, REVIEW_YEARS)


@advised(
    "quality.nzqa.pathway_missing",
    "stacks_into",
    "The pathway to other credentials is named",
    "Name the qualification or credential it leads to, if there is one.",
)
def pathway(definition: Definition) -> bool:
    """Listing Rules 6.1(d)(iv): education pathways, "if any"."""
    return is_given(definition.stacks_into)


@advised(
    "quality.nzqa.assessment_missing",
    "assessment_types assessment_description",
    *wording.ASSESSMENT,
)
def assessment(definition: Definition) -> bool:
    """Approval and Accreditation Rules 2022 (not read): how outcomes are assessed."""
    return conditions.has_assessment(definition)


@advised("quality.nzqa.prerequisites_missing", "prerequisites", *wording.PREREQUISITES)
def prerequisites(definition: Definition) -> bool:
    """Approval and Accreditation Rules 2022 (not read): who can enter."""
    return is_given(definition.prerequisites)


PROFILE: Final = Profile(
    key="nzqa",
    name="NZQA micro-credential",
    about="What New Zealand asks before it lists a micro-credential on its framework.",
    source="Qualification and Micro-credential Listing and Operational Rules 2022",
    url="https://www.nzqa.govt.nz/about-us/our-role/legislation/nzqa-rules/",
    note="The listing rules were read; the approval and accreditation rules were not.",
    by_hand=(
        "Evidence that employers, industry or community need it.",
        "That it does not duplicate learning that NZQA has approved.",
        "That the title names no person or product without a sound reason.",
        "Which standards it uses, if any.",
    ),
    rules=(
        title,
        title_word,
        title_name,
        purpose,
        outcomes,
        credit,
        credits_range,
        credits_whole,
        hours,
        level,
        level_range,
        field,
        assessment,
        prerequisites,
        developer,
        pathway,
        review,
        review_range,
    ),
)
