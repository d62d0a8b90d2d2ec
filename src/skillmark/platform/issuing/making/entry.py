"""Recipients from a form or an API request, held to the same rules as the rows of a file.

A name, an address or a date is refused everywhere for the same reason in the same words; only
dates are taken as year-month-day alone, since nobody looks at a guess.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from skillmark.core.issue.recipient import Recipient
from skillmark.core.issue.recipients import Problem
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing.errors import RecipientError
from skillmark.platform.issuing.intake import Found
from skillmark.platform.issuing.intake.files import read_people
from skillmark.platform.issuing.making.expecting import expectations

MAX_PEOPLE: Final = 5_000

type Works = Sequence[tuple[str, str]]
"""Pieces of evidence: address and text of each."""


class RecipientProblemsError(RecipientError):
    """Some fields of a recipient cannot be used.

    Attributes:
        problems: each with its column and a sentence.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(first.message, field=first.column, problem=first.code)
        self.problems = tuple(problems)


def people(
    rows: Sequence[Mapping[str, str]],
    version: AchievementVersion,
    *,
    at: date | None = None,
    works: Sequence[Works] = (),
    without_email: bool = True,
) -> Found:
    """Return the people that named fields describe, each good or with its problems.

    Args:
        rows: by the names of `COLUMNS`; others are ignored.
        version: what is awarded.
        at: today.
        works: for each row its further pieces of evidence.
        without_email: whether a person may have no address.
    """
    return read_people(
        rows,
        expectations(version, at=at),
        works=works,
        without_email=without_email,
        max_rows=MAX_PEOPLE,
    )


def recipient(
    fields: Mapping[str, str],
    version: AchievementVersion,
    *,
    at: date | None = None,
    works: Works = (),
    without_email: bool = True,
) -> Recipient:
    """Return the recipient that some fields describe.

    Args:
        fields: by the names of `COLUMNS`; others are ignored.
        version: what is awarded.
        at: today.
        works: further pieces of evidence.
        without_email: whether the person may have no address.

    Raises:
        RecipientProblemsError: with every problem of every field.
    """
    found = people([fields], version, at=at, works=[works], without_email=without_email).file
    if found.all_problems:
        raise RecipientProblemsError(found.all_problems)
    return found.recipients[0]
