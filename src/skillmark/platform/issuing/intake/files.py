"""A file of recipients, read: whichever kind it is, with what somebody has said about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from skillmark.core.issue import recipients
from skillmark.core.issue.recipients import (
    COLUMNS,
    Expectations,
    Problem,
    RecipientsFile,
    encoding,
)
from skillmark.core.issue.recipients.columns import Header, find_header, understand
from skillmark.core.issue.recipients.problem import storable
from skillmark.core.issue.recipients.reader import SAMPLES
from skillmark.core.issue.recipients.records import Record, lines_of, records
from skillmark.platform.issuing.intake import how, workbook
from skillmark.platform.issuing.intake.archive import ArchiveError
from skillmark.platform.issuing.intake.how import How

COLUMN_PROBLEMS: Final = frozenset({"recipients.column_missing", "recipients.column_duplicate"})
_FIRST_LINE: Final = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A file, read.

    Attributes:
        file: its rows, or why there are none.
        how: how it was read.
    """

    file: RecipientsFile
    how: How

    @property
    def stopped_by_columns(self) -> bool:
        """Whether a person need only say which column is which."""
        return bool(self.file.problems) and self.file.problems[0].code in COLUMN_PROBLEMS


def read(
    data: bytes, expected: Expectations, said: How, *, max_bytes: int, max_rows: int
) -> Found:
    """Read a file; never raises, whatever the bytes.

    Args:
        data: the file.
        expected: what its rows are held against.
        said: what somebody has said about it.
        max_bytes: larger files are refused unread.
        max_rows: longer lists are refused.
    """
    if workbook.is_workbook(data) and len(data) <= max_bytes:
        return _workbook(data, expected, said, max_rows)
    found = recipients.read(
        data,
        at=expected.at,
        not_before=expected.not_before,
        achievements=expected.achievements,
        grade_reason=expected.grade_reason,
        reading=said.reading(),
        max_bytes=max_bytes,
        max_rows=max_rows,
    )
    certain = found.encoding_certain or bool(said.encoding and said.said)
    return Found(
        found,
        replace(
            _how(found, said),
            kind=how.CSV,
            encoding=found.encoding,
            encoding_certain=certain,
            delimiter=found.delimiter,
        ),
    )


def read_people(
    rows: Sequence[Mapping[str, str]],
    expected: Expectations,
    *,
    works: Sequence[Sequence[tuple[str, str]]] = (),
    without_email: bool = True,
    max_rows: int,
) -> Found:
    """Read people given as named fields, from a form or as JSON, as strictly as a file.

    Args:
        rows: fields by the names of `COLUMNS`; others are ignored.
        expected: what the rows are held against.
        works: for each row its further pieces of evidence, address and text.
        without_email: whether a person may have no address.
        max_rows: longer lists are refused.
    """
    most = max((len(one) for one in works), default=0)
    columns = (*COLUMNS, *("evidence_url", "evidence_narrative") * most)
    said = How(kind=how.ROWS, columns=columns, without_email=without_email, said=True)
    header = Header(1, "", columns, columns)
    records = []
    for index, row in enumerate(rows):
        cells = [row.get(name, "") or "" for name in COLUMNS]
        for url, text in works[index] if index < len(works) else ():
            cells += [url, text]
        records.append(Record(index + _FIRST_LINE, tuple(cells)))
    found = recipients.read_rows(
        header,
        records,
        expected=expected,
        reading=said.reading(),
        max_rows=max_rows,
        keep_blank=True,
    )
    return Found(found, _how(found, said))


def samples_of(data: bytes, said: How) -> list[tuple[str, ...]]:
    """Return the first rows below the titles as written, for a page that shows them."""
    if workbook.is_workbook(data):
        try:
            rows = workbook.read(data, said.sheet).rows[1 : SAMPLES + 1]
        except ArchiveError:
            return []
        return [row.cells for row in rows]
    reading = replace(said.reading(), without_email=True)
    text = encoding.decode(data, reading)
    if isinstance(text, Problem):
        return []
    lines = lines_of(text.text)
    header = find_header(lines, reading)
    if isinstance(header, Problem):
        return []
    following = islice(records(lines, header.delimiter, start=header.line - 1), 1, SAMPLES + 1)
    return [tuple(storable(cell) for cell in row.cells) for row in following]


def _workbook(data: bytes, expected: Expectations, said: How, max_rows: int) -> Found:
    said = replace(said, kind=how.XLSX)
    try:
        sheet = workbook.read(data, said.sheet)
    except ArchiveError as error:
        return _stopped(said, "recipients.workbook", str(error))
    said = replace(said, sheet=sheet.name, sheets=sheet.names)
    if not sheet.rows:
        return _stopped(said, "recipients.empty", f"The sheet “{sheet.name}” is empty.")
    first, following = sheet.rows[0], sheet.rows[1:]
    titles = Record(first.line, tuple(storable(title) for title in first.cells))
    header = understand(titles, "", [row.cells for row in following[:50]], said.reading())
    if isinstance(header, Problem):
        return _stopped(said, header.code, header.message)
    found = recipients.read_rows(
        header, following, expected=expected, reading=said.reading(), max_rows=max_rows
    )
    return Found(found, _how(found, said))


def _stopped(said: How, code: str, message: str) -> Found:
    problem = Problem(code, message, 1)
    return Found(RecipientsFile(problems=(problem,)), replace(said, problem=message))


def _how(found: RecipientsFile, said: How) -> How:
    stop = found.problems[0] if found.problems else None
    return replace(
        said,
        columns=found.columns,
        date_order=found.date_order,
        header_line=found.header_line,
        problem=stop.message if stop else "",
    )
