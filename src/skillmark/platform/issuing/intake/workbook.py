"""Workbooks (XLSX, XLSM): the cells of one sheet as texts, the values as they are shown to people.

Formulas are never run: a cell has the value that was saved with it. Macros and links to other files
are not looked at. `archive` has looked before a byte is opened here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Final

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from skillmark.core.issue.recipients.columns import HEADER_WITHIN, header_index, likeness
from skillmark.core.issue.recipients.problem import Fault
from skillmark.core.issue.recipients.records import MAX_RECORD_CHARACTERS, Record
from skillmark.platform.issuing.intake import archive
from skillmark.platform.issuing.intake.archive import ArchiveError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAGIC: Final = b"PK\x03\x04"
_LARGEST_EXACT: Final = 2**53  # of a double

type Cell = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        names: all sheets that are not hidden, in their order.
        name: the one read.
        rows: its rows with their numbers, empty ones left out; the row of titles first.
    """

    names: tuple[str, ...]
    name: str
    rows: tuple[Record, ...]


def is_workbook(data: bytes) -> bool:
    """Say whether the bytes are a ZIP, as XLSX is."""
    return data.startswith(MAGIC)


def read(data: bytes, wanted: str = "") -> Sheet:
    """Return one sheet of a workbook.

    Args:
        data: the file.
        wanted: the sheet's name; without one, the sheet that looks most like a list.

    Raises:
        ArchiveError: it cannot be read; the text says why and what to do.
    """
    seen = archive.inspect(data)
    book = _opened(data)
    names = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible
    ] or list(book.sheet_names)
    if not names or len(names) > archive.MAX_SHEETS:
        raise ArchiveError(
            f"The workbook has {len(names)} sheets. Save the one with the list by itself."
        )
    name = wanted if wanted in names else _likeliest(book, names)
    cells = _cells(_sheet(book, name))
    wrong = seen.errors.get(f"xl/worksheets/sheet{book.sheet_names.index(name) + 1}.xml")
    records = _records(cells, wrong or frozenset())
    return Sheet(tuple(names), name, tuple(_from_titles(list(records))))


def _opened(data: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except BaseException as error:
        raise _unreadable(error) from error


def _sheet(book: CalamineWorkbook, name: str) -> "CalamineSheet":
    try:
        return book.get_sheet_by_name(name)
    except BaseException as error:
        raise _unreadable(error) from error


def _unreadable(error: BaseException) -> BaseException:
    """Return our error for what the reader says: it is written in Rust, and panics are no `Exception`."""
    if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
        return error
    return ArchiveError("The workbook cannot be read. Save it again, or save it as CSV.")


def _cells(sheet: "CalamineSheet") -> list[list[Cell]]:
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    return rows


def _likeliest(book: CalamineWorkbook, names: Sequence[str]) -> str:
    """Return the sheet whose first rows name the most columns; the first that has any rows."""
    best, best_score = names[0], (-1, False)
    for name in names:
        rows = _sheet(book, name).to_python(skip_empty_area=False, nrows=HEADER_WITHIN)
        score = max((likeness([_text(cell) for cell in row]) for row in rows), default=0)
        if (score, bool(rows)) > best_score:
            best, best_score = name, (score, bool(rows))
    return best


def _records(cells: list[list[Cell]], wrong: frozenset[tuple[int, int]]) -> Iterator[Record]:
    bad_rows = {row for row, _column in wrong}
    for index, row in enumerate(cells):
        texts = tuple(map(_text, row))
        if index in bad_rows:
            column = min(column for place, column in wrong if place == index)
            yield Record(index + 1, texts, _error_fault(), column)
        elif any(texts):
            long = max(map(len, texts)) > MAX_RECORD_CHARACTERS
            yield Record(index + 1, texts, _too_long() if long else None)


def _from_titles(records: list[Record]) -> list[Record]:
    """Return the rows from that of the titles on: above a list there is often a heading."""
    return records[header_index([record.cells for record in records[:HEADER_WITHIN]]) :]


def _error_fault() -> Fault:
    message = (
        "The cell shows an error such as #N/A, or a formula whose result was never saved. Write "
        "the value itself."
    )
    return Fault("row.cell_error", message)


def _too_long() -> Fault:
    return Fault("row.too_long", f"A cell is longer than {MAX_RECORD_CHARACTERS} characters.")


def _text(cell: Cell) -> str:
    """Return a cell as people see it: 1042 and not 1042.0, a day as 2026-05-03."""
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("_x000D_", "")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < _LARGEST_EXACT
        return str(int(cell)) if whole else repr(cell)
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
