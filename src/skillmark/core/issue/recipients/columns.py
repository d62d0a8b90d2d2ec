"""Which column of the file is which, whatever people call it, and what divides the cells.

Names are compared without case, spaces and punctuation, so ``E-mail``, ``e_mail`` and ``EMAIL``
are one. A column that nobody knows is listed and left alone; a required one that is missing,
or one that stands twice, stops the file.
"""

import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import Final

from skillmark.core.issue.recipients.problem import Problem, visible
from skillmark.core.issue.recipients.records import Record, records

COLUMNS: Final = (
    "name",
    "email",
    "identifier",
    "achieved_on",
    "valid_until",
    "grade",
    "evidence_url",
    "narrative",
    "achievement",
    "language",
)
"""Every column there is, in the order of the documented template."""

REQUIRED: Final = ("name", "email")
GIVEN_NAME: Final = "given_name"
FAMILY_NAME: Final = "family_name"
MAX_COLUMNS: Final = 200
DELIMITERS: Final = (",", ";", "\t")

_ALIASES: Final = {
    "name": "name fullname learner learnername recipient recipientname student studentname "
    "participant participantname holder displayname",
    GIVEN_NAME: "givenname firstname forename",
    FAMILY_NAME: "familyname lastname surname",
    "email": "email emailaddress mail recipientemail learneremail studentemail",
    "identifier": "identifier id learnerid studentid studentnumber recipientid employeeid "
    "employeenumber idnumber",
    "achieved_on": "achievedon achieved dateachieved achievementdate completedon completed "
    "completiondate datecompleted dateofcompletion awardedon awarddate dateawarded date",
    "valid_until": "validuntil expires expireson expiry expirydate expirationdate expiration",
    "grade": "grade result score mark finalgrade",
    "evidence_url": "evidenceurl evidence evidencelink",
    "narrative": "narrative comment comments",
    "achievement": "achievement achievementslug badge badgeslug badgename",
    "language": "language lang locale preferredlanguage",
}
_COLUMN_OF: Final = {alias: name for name, text in _ALIASES.items() for alias in text.split()}


@dataclass(frozen=True, slots=True)
class Header:
    """The first row, understood.

    Attributes:
        line: its physical line.
        delimiter: ``,``, ``;`` or a tab.
        titles: the names as written.
        place: index of the cell of each column that was recognised.
        unknown: titles that mean nothing to us; their cells are ignored.
    """

    line: int
    delimiter: str
    titles: tuple[str, ...]
    place: dict[str, int]
    unknown: tuple[str, ...]


def find_header(lines: list[str]) -> Header | Problem:
    """Return the header row, or the problem that stops the file."""
    start, hinted = _excel_hint(lines)
    readings = [
        (record, delimiter)
        for delimiter in (hinted or DELIMITERS)
        for record in islice(records(lines, delimiter, start=start), 1)
    ]
    if not readings:
        return Problem("recipients.empty", "The file is empty.", 1)
    return _understand(*max(readings, key=lambda reading: _likeness(reading[0])))


def _likeness(record: Record) -> tuple[int, int]:
    """Return how many cells are column names we know, and how many cells there are."""
    return sum(_fold(title) in _COLUMN_OF for title in record.cells), len(record.cells)


def _excel_hint(lines: list[str]) -> tuple[int, str]:
    """Return how many lines Excel's ``sep=;`` takes (0 or 1), and its delimiter."""
    first = lines[0]
    if first[:4].lower() == "sep=" and first[4:] in DELIMITERS:
        return 1, first[4:]
    return 0, ""


def _fold(title: str) -> str:
    text = unicodedata.normalize("NFKC", title).casefold()
    return "".join(letter for letter in text if letter.isalnum())


def _understand(record: Record, delimiter: str) -> Header | Problem:
    if record.fault is not None:
        return Problem("recipients.header", record.fault.message, record.line)
    if len(record.cells) > MAX_COLUMNS:
        message = f"The file has {len(record.cells)} columns; {MAX_COLUMNS} is the most."
        return Problem("recipients.header", message, record.line)
    place: dict[str, int] = {}
    unknown: list[str] = []
    for index, title in enumerate(record.cells):
        column = _COLUMN_OF.get(_fold(title))
        if column is None:
            if title.strip():
                unknown.append(visible(title.strip()))
        elif column in place:
            first = visible(record.cells[place[column]])
            message = (
                f"Two columns both mean “{column}”: “{first}” and “{visible(title)}”. "
                "Rename or remove one of them."
            )
            return Problem("recipients.column_duplicate", message, record.line, column)
        else:
            place[column] = index
    return _complete(Header(record.line, delimiter, record.cells, place, tuple(unknown)))


def _complete(header: Header) -> Header | Problem:
    missing = [column for column in REQUIRED if column not in header.place]
    if "name" in missing and GIVEN_NAME in header.place and FAMILY_NAME in header.place:
        missing.remove("name")
    if not missing:
        return header
    found = ", ".join(f"“{visible(title.strip())}”" for title in header.titles[:12])
    wanted = " and ".join(f"“{column}”" for column in missing)
    noun = "column is" if len(missing) == 1 else "columns are"
    message = (
        f"The {noun} missing: {wanted}. The first row must name the columns; it reads {found}."
    )
    return Problem("recipients.column_missing", message, header.line, missing[0])
