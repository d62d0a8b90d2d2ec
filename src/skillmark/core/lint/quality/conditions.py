"""Small questions that several profiles ask of a definition.

None raises for any value: a number that is not one counts as not given.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from skillmark.core.lint.quality import codes
from skillmark.core.lint.quality.definition import Definition

HOURS_PER_ECTS: Final = (Decimal(25), Decimal(30))  # ECTS Users' Guide 2015, "credit"
_MOST: Final = Decimal(1_000_000_000)  # hours or credits; more is a slip of the keyboard
_COUNTRY: Final = re.compile(r"[A-Za-z]{2}")
_WEB: Final = re.compile(r"https?://[^\s/]+\S*")


def is_given(text: str) -> bool:
    """Say whether a text says anything."""
    return bool(text.strip())


def are_given(texts: tuple[str, ...]) -> bool:
    """Say whether a list has an entry that says anything."""
    return any(map(is_given, texts))


def amount(value: Decimal | None) -> Decimal | None:
    """Return a number above zero and of a sane size; None for anything else."""
    if value is None or not value.is_finite() or not 0 < value < _MOST:
        return None
    return value


def is_between(value: Decimal | None, least: int, most: int) -> bool:
    """Say whether a number is given and within both bounds, which belong to it."""
    found = amount(value)
    return found is not None and least <= found <= most


def is_web_address(text: str) -> bool:
    """Say whether a text looks like an address on the web."""
    return _WEB.fullmatch(text.strip()) is not None


def is_country(text: str) -> bool:
    """Say whether a text has the form of an ISO 3166-1 alpha-2 code."""
    return _COUNTRY.fullmatch(text.strip()) is not None


def has_size(definition: Definition) -> bool:
    """Say whether the workload is given, in hours or as credits."""
    sizes = (definition.workload_hours, definition.credits)
    return any(amount(value) is not None for value in sizes)


def has_level(definition: Definition) -> bool:
    """Say whether a level is given, European or national."""
    return definition.eqf_level is not None or is_given(definition.national_level)


def has_assessment(definition: Definition) -> bool:
    """Say whether anything is said of an assessment."""
    return are_given(definition.assessment_types) or is_given(definition.assessment_description)


def names_assessment_types(definition: Definition) -> bool:
    """Say whether types of assessment are given."""
    return are_given(definition.assessment_types)


def assesses_outcomes(definition: Definition) -> bool:
    """Say whether one of the given types lets somebody else judge the outcomes."""
    types = filter(is_given, definition.assessment_types)
    return any(code.strip() not in codes.NOT_ASSESSING for code in types)


def is_ects(definition: Definition) -> bool:
    """Say whether credits are counted in ECTS."""
    return "ECTS" in definition.credit_unit.upper().replace(".", "")


def gives_ects(definition: Definition) -> bool:
    """Say whether there are credits, counted in ECTS."""
    return amount(definition.credits) is not None and is_ects(definition)


def gives_hours_and_ects(definition: Definition) -> bool:
    """Say whether hours and ECTS credits stand side by side."""
    return gives_ects(definition) and amount(definition.workload_hours) is not None


def hours_match_ects(definition: Definition) -> bool:
    """Say whether one ECTS credit stands for 25 to 30 hours; half a credit is forgiven."""
    hours = amount(definition.workload_hours) or Decimal(0)
    ects = amount(definition.credits) or Decimal(0)
    least, most = HOURS_PER_ECTS
    slack = Decimal("0.5")
    return least * (ects - slack) <= hours <= most * (ects + slack)


def is_externally_assured(definition: Definition) -> bool:
    """Say whether somebody else assures the quality."""
    return definition.quality_assurance.strip() in codes.EXTERNAL_QUALITY


def is_stackable(definition: Definition) -> bool:
    """Say whether it is said to count towards something."""
    return definition.stackability.strip() == codes.STACKABLE


def verifies_identity(definition: Definition) -> bool:
    """Say whether the identity of the assessed person is verified."""
    return definition.supervision.strip() in codes.IDENTITY_VERIFIED


def whole_years_later(day: date, years: int) -> date:
    """Return the same day some years later; the last day of February for 29 February."""
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
