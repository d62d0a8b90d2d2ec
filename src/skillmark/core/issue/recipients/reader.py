"""The list of recipients: good rows become `Recipient`s, bad rows say what to do.

One bad row never costs another, and nothing is repaired silently. Line numbers are those that
an editor shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from skillmark.core.issue.recipient import Recipient
from skillmark.core.issue.recipients import columns, encoding, local_dates
from skillmark.core.issue.recipients.columns import Header
from skillmark.core.issue.recipients.problem import Problem
from skillmark.core.issue.recipients.reading import STRICT, Reading
from skillmark.core.issue.recipients.records import Record, lines_of, records
from skillmark.core.issue.recipients.rows import Expectations, GradeCheck, Row, RowReader

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_ROWS: Final = 1_000_000
SAMPLES: Final = 50  # rows kept for a page that shows what the columns hold

_DATES: Final = ("achieved_on", "valid_from", "valid_until")


@dataclass(frozen=True, slots=True)
class RecipientsFile:
    """What a file holds.

    Attributes:
        titles: the column names as written.
        unknown_columns: titles whose cells are ignored.
        columns: what each column holds, a name of `columns.FIELDS`, or "" when it is ignored.
        delimiter: one of `reading.DELIMITERS`; "" in a workbook and when it cannot be read.
        encoding: ``utf-8-bom`` or a key of `charsets.NAMES`; "" in a workbook and when it cannot
            be read.
        encoding_certain: whether the encoding is more than a guess.
        date_order: how dates were read that could be two days; `reading.ASK` when nobody can
            tell, and such dates are then mistakes.
        header_line: physical line of the titles.
        samples: the first rows as written, also when the columns stop the file.
        rows: good and bad, in the order of the file.
        problems: those that stop the whole file; then there are no rows.
    """

    titles: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    delimiter: str = ""
    encoding: str = ""
    encoding_certain: bool = True
    date_order: str = ""
    header_line: int = 1
    samples: tuple[tuple[str, ...], ...] = ()
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """The people of all good rows."""
        return tuple(row.recipient for row in self.rows if row.recipient is not None)

    @property
    def bad_rows(self) -> tuple[Row, ...]:
        """The rows that cannot be issued."""
        return tuple(row for row in self.rows if row.problems)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Those of the file, then those of its rows, in the order of the file."""
        return self.problems + tuple(found for row in self.rows for found in row.problems)


def read(
    data: bytes,
    *,
    at: date,
    not_before: date | None = None,
    achievements: frozenset[str] | None = None,
    grade_reason: GradeCheck | None = None,
    reading: Reading = STRICT,
    max_bytes: int = MAX_BYTES,
    max_rows: int = MAX_ROWS,
) -> RecipientsFile:
    """Read a CSV of recipients; never raises, whatever the bytes.

    Args:
        data: the file: UTF-8, or UTF-16 with its mark; divided by comma, semicolon, tab or bar.
        at: today.
        not_before: first day on which the achievement can have been earned.
        achievements: slugs the ``achievement`` column may name; None takes any.
        grade_reason: says why a grade cannot be taken, or ""; see `GradeCheck`.
        reading: what is said about the file, and whether the rest may be guessed.
        max_bytes: larger files are refused unread.
        max_rows: longer files are refused.
    """
    if len(data) > max_bytes:
        message = f"The file has {len(data)} bytes; {max_bytes} is the most."
        return stopped(Problem("recipients.too_large", message, 1))
    text = encoding.decode(data, reading)
    if isinstance(text, Problem):
        return stopped(text)
    lines = lines_of(text.text)
    header = columns.find_header(lines, reading)
    if isinstance(header, Problem):
        return stopped(encoding.header_problem(lines, header.line) or header)
    wrong = encoding.header_problem(lines, header.line)
    if wrong is not None:
        return stopped(wrong)
    following = records(lines, header.delimiter, start=header.line - 1)
    next(following)  # the header itself
    expected = Expectations(
        at=at, not_before=not_before, achievements=achievements, grade_reason=grade_reason
    )
    found = read_rows(header, following, expected=expected, reading=reading, max_rows=max_rows)
    return replace(found, encoding=text.encoding, encoding_certain=text.certain)


def read_rows(
    header: Header,
    following: Iterable[Record],
    *,
    expected: Expectations,
    reading: Reading = STRICT,
    max_rows: int = MAX_ROWS,
    keep_blank: bool = False,
) -> RecipientsFile:
    """Read the rows below a header, wherever both come from; never raises.

    Args:
        header: the row of titles, understood.
        following: the rows below it.
        expected: what the rows are held against.
        reading: what is said about the file.
        max_rows: longer lists are refused.
        keep_blank: whether a row without any text is a row with mistakes, and not none.
    """
    found: list[Record] = []
    for record in following:
        blank = record.fault is None and not any(cell.strip() for cell in record.cells)
        if blank and not keep_blank:
            continue
        if len(found) == max_rows:
            message = f"The file has more than {max_rows} rows. Split it."
            return stopped(Problem("recipients.too_many_rows", message, record.line))
        found.append(record)
    if not found and header.problem is None:
        message = "The file names its columns but has no rows."
        return stopped(Problem("recipients.empty", message, header.line))
    known = RecipientsFile(
        titles=header.titles,
        unknown_columns=header.unknown,
        columns=header.columns,
        delimiter=header.delimiter,
        header_line=header.line,
        samples=tuple(record.cells for record in found[:SAMPLES]),
    )
    if header.problem is not None:
        return replace(known, problems=(header.problem,))
    order = reading.date_order
    if reading.guess and not order:
        order = _order_of(header, found)
    reader = RowReader(header, expected, reading, order)
    return replace(known, date_order=order, rows=tuple(reader.row(record) for record in found))


def stopped(problem: Problem) -> RecipientsFile:
    """Return what a file holds that one problem stops."""
    return RecipientsFile(problems=(problem,))


def _order_of(header: Header, found: list[Record]) -> str:
    """Return which of day and month comes first in the columns of dates."""
    places = [place for column in _DATES for place in header.places(column)]
    return local_dates.order_of(
        record.cells[place] for record in found for place in places if place < len(record.cells)
    )
