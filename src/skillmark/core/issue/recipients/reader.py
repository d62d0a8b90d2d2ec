"""The recipients CSV: good rows become `Recipient`s, bad rows say what to do.

One bad row never costs another, and nothing is repaired silently. Line numbers are those that
an editor shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from skillmark.core.issue.recipient import Recipient
from skillmark.core.issue.recipients import columns, dates, emails, encoding, fields
from skillmark.core.issue.recipients.cells import Cells
from skillmark.core.issue.recipients.columns import DELIMITERS, Header
from skillmark.core.issue.recipients.problem import Fault, Problem, placed, storable, visible
from skillmark.core.issue.recipients.records import Record, lines_of, records

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_ROWS: Final = 1_000_000

_SPOKEN: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}

type GradeCheck = Callable[[str], str]
"""Returns why the achievement cannot take this grade, in a sentence, or ""."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file.

    Attributes:
        line: physical line on which it starts.
        cells: as written, safe to store; wrong bytes are U+FFFD.
        recipient: the person, when there is no problem.
        problems: why there is none.
    """

    line: int
    cells: tuple[str, ...]
    recipient: Recipient | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class RecipientsFile:
    """What a file holds.

    Attributes:
        titles: the column names as written.
        unknown_columns: titles whose cells are ignored.
        delimiter: ``,``, ``;`` or a tab; "" when the file cannot be read.
        encoding: ``utf-8``, ``utf-8-bom`` or ``utf-16``; "" when it cannot be read.
        rows: good and bad, in the order of the file.
        problems: those that stop the whole file; then there are no rows.
    """

    titles: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    delimiter: str = ""
    encoding: str = ""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """What the rows are held against.

    Attributes:
        at: today; an achievement cannot be earned later, nor a credential end before.
        not_before: first day of the course, if known.
        achievements: slugs a row may name; None takes any.
        grade_reason: the achievement's own check of a grade.
    """

    at: date
    not_before: date | None = None
    achievements: frozenset[str] | None = None
    grade_reason: GradeCheck | None = None


def read(
    data: bytes,
    *,
    at: date,
    not_before: date | None = None,
    achievements: frozenset[str] | None = None,
    grade_reason: GradeCheck | None = None,
    max_bytes: int = MAX_BYTES,
    max_rows: int = MAX_ROWS,
) -> RecipientsFile:
    """Read a recipients file; never raises, whatever the bytes.

    Args:
        data: the file: UTF-8, or UTF-16 with its mark; divided by comma, semicolon or tab.
        at: today.
        not_before: first day on which the achievement can have been earned.
        achievements: slugs the ``achievement`` column may name; None takes any.
        grade_reason: says why a grade cannot be taken, or ""; see `GradeCheck`.
        max_bytes: larger files are refused unread.
        max_rows: longer files are refused.
    """
    if len(data) > max_bytes:
        message = f"The file has {len(data)} bytes; {max_bytes} is the most."
        return _stopped(Problem("recipients.too_large", message, 1))
    text = encoding.decode(data)
    if isinstance(text, Problem):
        return _stopped(text)
    lines = lines_of(text.text)
    header = columns.find_header(lines)
    if isinstance(header, Problem):
        return _stopped(encoding.header_problem(lines, header.line) or header)
    wrong = encoding.header_problem(lines, header.line)
    if wrong is not None:
        return _stopped(wrong)
    expected = Expectations(
        at=at, not_before=not_before, achievements=achievements, grade_reason=grade_reason
    )
    return _all_rows(lines, header, text.encoding, _RowReader(header, expected), max_rows)


def _stopped(problem: Problem) -> RecipientsFile:
    return RecipientsFile(problems=(problem,))


def _all_rows(
    lines: list[str], header: Header, name: str, reader: "_RowReader", max_rows: int
) -> RecipientsFile:
    rows: list[Row] = []
    following = records(lines, header.delimiter, start=header.line - 1)
    next(following)  # the header itself
    for record in following:
        if record.fault is None and not any(cell.strip() for cell in record.cells):
            continue
        if len(rows) == max_rows:
            message = f"The file has more than {max_rows} rows. Split it."
            return _stopped(Problem("recipients.too_many_rows", message, record.line))
        rows.append(reader.row(record))
    if not rows:
        message = "The file names its columns but has no rows."
        return _stopped(Problem("recipients.empty", message, header.line))
    return RecipientsFile(header.titles, header.unknown, header.delimiter, name, tuple(rows))


class _RowReader:
    """Turns records into rows and remembers who came before."""

    def __init__(self, header: Header, expected: Expectations) -> None:
        self._header = header
        self._expected = expected
        self._first_line: dict[tuple[str, str | None], int] = {}
        self._column_at = {index: column for column, index in header.place.items()}

    def row(self, record: Record) -> Row:
        """Return the row with its recipient or its problems."""
        raw = tuple(storable(cell) for cell in record.cells)
        broken = self._shape_problem(record)
        if broken is not None:
            return Row(record.line, raw, None, (broken,))
        cells = Cells(record, self._header)
        recipient = self._recipient(cells)
        if recipient is not None:
            self._refuse_duplicate(cells, recipient.email, recipient.achievement)
        if cells.problems:
            return Row(record.line, raw, None, tuple(cells.problems))
        return Row(record.line, raw, recipient, ())

    def _recipient(self, cells: Cells) -> Recipient | None:
        """Return the person, or None when name or address cannot be read."""
        name = cells.full_name()
        email = cells.parsed("email", emails.email, required=True)
        achieved_on = cells.parsed("achieved_on", self._achieved_on)
        others = {
            "identifier": cells.parsed("identifier", fields.identifier),
            "grade": cells.parsed("grade", self._grade),
            "evidence_url": cells.parsed("evidence_url", fields.evidence_url),
            "narrative": cells.parsed("narrative", fields.narrative),
            "achievement": cells.parsed("achievement", self._achievement),
            "language": cells.parsed("language", fields.language),
        }
        valid_until = cells.parsed("valid_until", lambda text: self._end(text, achieved_on))
        if email is None:
            return None
        return Recipient(
            name=name or "",
            email=email,
            achieved_on=achieved_on,
            valid_until=valid_until,
            **others,
        )

    def _achieved_on(self, text: str) -> date | Fault:
        value = dates.day(text)
        if isinstance(value, Fault):
            return value
        first = self._expected.not_before
        if first is not None and value < first:
            message = (
                f"{dates.spoken(value)} lies before the course, which started on "
                f"{dates.spoken(first)}."
            )
            return Fault("row.date_before_course", message)
        if value > self._expected.at:
            message = f"{dates.spoken(value)} lies in the future. Issue it when it is earned."
            return Fault("row.date_in_future", message)
        return value

    def _end(self, text: str, achieved_on: date | None) -> date | Fault:
        value = dates.day(text)
        if isinstance(value, Fault):
            return value
        if achieved_on is not None and value < achieved_on:
            message = (
                f"The credential would end on {dates.spoken(value)}, before it was earned on "
                f"{dates.spoken(achieved_on)}."
            )
            return Fault("row.end_before_start", message)
        if value < self._expected.at:
            message = f"The credential would already have ended on {dates.spoken(value)}."
            return Fault("row.already_ended", message)
        return value

    def _grade(self, text: str) -> str | Fault:
        value = fields.grade(text)
        check = self._expected.grade_reason
        if isinstance(value, Fault) or check is None:
            return value
        reason = check(value)
        return Fault("row.grade_invalid", reason) if reason else value

    def _achievement(self, text: str) -> str | Fault:
        allowed = self._expected.achievements
        slug = text.casefold()
        if allowed is None or slug in allowed:
            return slug
        offers = ", ".join(f"“{known}”" for known in sorted(allowed)[:5]) or "none"
        message = f"There is no achievement “{visible(text)}” here. Known: {offers}."
        return Fault("row.achievement_unknown", message)

    def _refuse_duplicate(
        self, cells: Cells, email: str | None, achievement: str | None
    ) -> None:
        key = (emails.same_mailbox(email or ""), achievement)
        first = self._first_line.setdefault(key, cells.line)
        if first != cells.line:
            message = (
                f"“{email}” already stands in line {first}. One person gets one credential: "
                "remove one of the two rows."
            )
            cells.refuse("email", email or "", Fault("row.duplicate", message))

    def _shape_problem(self, record: Record) -> Problem | None:
        """Return why the row cannot be split into the columns of the file."""
        if record.fault is not None:
            column = self._column_at.get(record.cell, "")
            shown = record.cells[record.cell] if record.cell < len(record.cells) else ""
            return placed(record.fault, record.line, column, shown)
        delimiter, width = self._header.delimiter, len(self._header.titles)
        extra = [cell for cell in record.cells[width:] if cell.strip()]
        if extra:
            message = (
                f"The row has {len(record.cells)} cells, the first row names {width}. Put a "
                f"text that holds {_SPOKEN[delimiter]} in quotes."
            )
            return placed(Fault("row.too_many_cells", message), record.line, "", extra[0])
        if len(record.cells) > 1 or width == 1:
            return None
        for other in DELIMITERS:
            if other in record.cells[0]:
                message = (
                    f"The row is divided by {_SPOKEN[other]}, the first row by "
                    f"{_SPOKEN[delimiter]}. Use the same in every row."
                )
                fault = Fault("row.delimiter", message)
                return placed(fault, record.line, "", record.cells[0])
        return None
