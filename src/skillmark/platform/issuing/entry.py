"""One recipient from a form or an API request, held to the same rules as a row of a file.

The fields are written as a file of one row and read by the reader of files, so that a name, an
address or a date is refused everywhere for the same reason in the same words.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from skillmark.core.issue import recipients
from skillmark.core.issue.recipient import Recipient
from skillmark.core.issue.recipients import COLUMNS, Problem
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing.errors import RecipientError

_FIRST_ROW_LINE: Final = 2


class RecipientProblemsError(RecipientError):
    """Some fields of a recipient cannot be used.

    Attributes:
        problems: each with its column and a sentence.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(first.message, field=first.column, problem=first.code)
        self.problems = tuple(problems)


def as_file(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows of named fields as the file that `recipients.read` reads."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(
        out, COLUMNS, restval="", extrasaction="ignore", quoting=csv.QUOTE_ALL
    )
    writer.writeheader()
    writer.writerows(dict(row) for row in rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def recipient(
    fields: Mapping[str, str],
    version: AchievementVersion,
    *,
    at: date,
) -> Recipient:
    """Return the recipient that some fields describe.

    Args:
        fields: by the names of `COLUMNS`; others are ignored.
        version: what is awarded.
        at: today.

    Raises:
        RecipientProblemsError: with every problem of every field.
    """
    found = recipients.read(
        as_file([fields]),
        at=at,
        not_before=version.course_start,
        achievements=frozenset({version.achievement.slug}),
    )
    if found.all_problems:
        raise RecipientProblemsError(found.all_problems)
    return found.recipients[0]
