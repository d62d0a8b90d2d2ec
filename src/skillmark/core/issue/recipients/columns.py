"""Which column of the file is which, whatever people call it, and what divides the cells.

Titles are compared without case, accents, spaces and punctuation, so ``E-mail``, ``e_mail`` and
``EMAIL`` are one. A column that nobody knows is listed and left alone; a required one that is
missing, or one that stands twice, stops the file, but its titles and first rows are kept, so that
a person can say which is which.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from skillmark.core.issue.recipients.aliases import (
    COLUMN_OF,
    WHOLE_OR_FAMILY,
    WHOLE_OR_GIVEN,
    fold,
)
from skillmark.core.issue.recipients.problem import Problem, visible
from skillmark.core.issue.recipients.reading import DELIMITERS, STRICT, Reading
from skillmark.core.issue.recipients.records import Record, records

COLUMNS: Final = (
    "name",
    "email",
    "identifier",
    "achieved_on",
    "valid_from",
    "valid_until",
    "grade",
    "evidence_url",
    "evidence_narrative",
    "narrative",
    "achievement",
    "language",
)
"""Every column there is, in the order of the documented template."""

GIVEN_NAME: Final = "given_name"
FAMILY_NAME: Final = "family_name"
FIELDS: Final = (*COLUMNS, GIVEN_NAME, FAMILY_NAME)
"""Everything a column may hold; the last two make a name together."""

REPEATABLE: Final = frozenset({"evidence_url", "evidence_narrative"})
REQUIRED: Final = ("name", "email")
MAX_COLUMNS: Final = 200
HEADER_WITHIN: Final = 10  # rows; a sheet often has a title or a logo above its columns
_AN_ADDRESS: Final = 2  # a share of 1/2 of the cells with an @ makes a column of addresses


@dataclass(frozen=True, slots=True)
class Header:
    """The row of titles, understood.

    Attributes:
        line: its physical line.
        delimiter: what divides the cells; "" in a workbook.
        titles: the names as written.
        columns: what each column holds, a name of `FIELDS`, or "" when it is left alone.
        problem: why the file cannot be read with these columns, if so.
    """

    line: int
    delimiter: str
    titles: tuple[str, ...]
    columns: tuple[str, ...]
    problem: Problem | None = None

    @property
    def unknown(self) -> tuple[str, ...]:
        """The titles whose cells are left alone."""
        pairs = zip(self.titles, self.columns, strict=True)
        return tuple(
            visible(title.strip()) for title, is_ in pairs if title.strip() and not is_
        )

    def places(self, column: str) -> tuple[int, ...]:
        """Return the indexes of the cells that hold a column."""
        return tuple(index for index, is_ in enumerate(self.columns) if is_ == column)


def find_header(lines: list[str], reading: Reading = STRICT) -> Header | Problem:
    """Return the row of titles of a CSV, or the problem that stops it."""
    start, hinted = _excel_hint(lines)
    wanted = (reading.delimiter,) if reading.delimiter else hinted or DELIMITERS
    readings = []
    for delimiter in wanted:
        first = list(islice(records(lines, delimiter, start=start), HEADER_WITHIN))
        if first:
            readings.append((first, delimiter))
    if not readings:
        return Problem("recipients.empty", "The file is empty.", 1)
    found, delimiter = max(readings, key=lambda one: _best_likeness(one[0], reading))
    index = header_index([record.cells for record in found]) if reading.guess else 0
    return understand(
        found[index], delimiter, [one.cells for one in found[index + 1 :]], reading
    )


def header_index(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first rows names the columns; the first when none does better."""
    scores = [likeness(cells) for cells in rows[:HEADER_WITHIN]]
    best = max(range(len(scores)), key=lambda index: (scores[index], -index), default=0)
    return best if scores and scores[best] > max(1, scores[0]) else 0


def likeness(cells: Sequence[str]) -> int:
    """Return how many cells are titles we know."""
    return sum(fold(title) in COLUMN_OF for title in cells)


def understand(
    record: Record,
    delimiter: str,
    following: Sequence[Sequence[str]] = (),
    reading: Reading = STRICT,
) -> Header | Problem:
    """Return the row of titles, understood, or why it is none.

    Args:
        record: the row.
        delimiter: what divides the cells.
        following: the first rows below it; a column full of addresses is one of addresses.
        reading: what is said about the columns.
    """
    if record.fault is not None:
        return Problem("recipients.header", record.fault.message, record.line)
    if len(record.cells) > MAX_COLUMNS:
        message = f"The file has {len(record.cells)} columns; {MAX_COLUMNS} is the most."
        return Problem("recipients.header", message, record.line)
    titles = record.cells
    if reading.columns is not None:
        columns = (reading.columns + ("",) * len(titles))[: len(titles)]
    else:
        columns = _by_title(titles)
        if reading.guess:
            columns = _first_of_each(_by_content(columns, following))
    header = Header(record.line, delimiter, titles, columns)
    problem = _doubled(header) or _missing(header, reading)
    return Header(record.line, delimiter, titles, columns, problem)


def _best_likeness(rows: list[Record], reading: Reading) -> tuple[int, int]:
    """Return how many titles we know there are, and how many cells."""
    looked_at = rows if reading.guess else rows[:1]
    return max((likeness(row.cells), len(row.cells)) for row in looked_at)


def _excel_hint(lines: list[str]) -> tuple[int, str]:
    """Return how many lines Excel's ``sep=;`` takes (0 or 1), and its delimiter."""
    first = lines[0]
    if first[:4].lower() == "sep=" and first[4:] in DELIMITERS:
        return 1, first[4:]
    return 0, ""


def _by_title(titles: Sequence[str]) -> tuple[str, ...]:
    folded = [fold(title) for title in titles]
    columns = [COLUMN_OF.get(title, "") for title in folded]
    if FAMILY_NAME in columns and GIVEN_NAME not in columns:
        columns = _reread(folded, columns, WHOLE_OR_GIVEN, GIVEN_NAME)
    elif GIVEN_NAME in columns and FAMILY_NAME not in columns:
        columns = _reread(folded, columns, WHOLE_OR_FAMILY, FAMILY_NAME)
    if "name" in columns:  # the whole name says more than its parts
        parts = {GIVEN_NAME, FAMILY_NAME}
        columns = ["" if column in parts else column for column in columns]
    return tuple(columns)


def _reread(
    folded: list[str], columns: list[str], words: frozenset[str], meant: str
) -> list[str]:
    """Return the columns with those named by one of `words` taken for part of the name."""
    pairs = zip(folded, columns, strict=True)
    return [meant if title in words else column for title, column in pairs]


def _by_content(
    columns: tuple[str, ...], following: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    """Find the column of addresses by its cells when no title says which it is."""
    if "email" in columns:
        return columns
    for index, column in enumerate(columns):
        cells = [row[index] for row in following if index < len(row) and row[index].strip()]
        if (
            not column
            and cells
            and sum("@" in cell for cell in cells) * _AN_ADDRESS > len(cells)
        ):
            return (*columns[:index], "email", *columns[index + 1 :])
    return columns


def _first_of_each(columns: tuple[str, ...]) -> tuple[str, ...]:
    seen: set[str] = set()
    kept = []
    for column in columns:
        kept.append("" if column in seen and column not in REPEATABLE else column)
        seen.add(column)
    return tuple(kept)


def _doubled(header: Header) -> Problem | None:
    for column in FIELDS:
        places = header.places(column)
        if len(places) > 1 and column not in REPEATABLE:
            first, second = (visible(header.titles[place]) for place in places[:2])
            message = (
                f"Two columns both mean “{column}”: “{first}” and “{second}”. "
                "Rename or remove one of them."
            )
            return Problem("recipients.column_duplicate", message, header.line, column)
    return None


def _missing(header: Header, reading: Reading) -> Problem | None:
    missing = [column for column in REQUIRED if column not in header.columns]
    if "name" in missing and {GIVEN_NAME, FAMILY_NAME} <= set(header.columns):
        missing.remove("name")
    if reading.without_email and "email" in missing:
        missing.remove("email")
    if not missing:
        return None
    found = ", ".join(f"“{visible(title.strip())}”" for title in header.titles[:12])
    wanted = " and ".join(f"“{column}”" for column in missing)
    noun = "column is" if len(missing) == 1 else "columns are"
    message = (
        f"The {noun} missing: {wanted}. The first row must name the columns; it reads {found}."
    )
    return Problem("recipients.column_missing", message, header.line, missing[0])
