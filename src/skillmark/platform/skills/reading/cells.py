"""Text files as rows of named cells: character set, delimiter and header found out strictly."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from skillmark.platform.skills.errors import FileTooLargeError, FileUnreadableError
from skillmark.platform.skills.reading.entry import MAX_FILE_BYTES, Source

if TYPE_CHECKING:
    import _csv

MAX_CELL: Final = 65_536  # characters
MAX_COLUMNS: Final = 100
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS: Final = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Cells:
    """A table.

    Attributes:
        header: the titles of the columns.
        rows: line number in the file and cells by title; a row of another length has None.
    """

    header: tuple[str, ...]
    rows: Iterator[tuple[int, dict[str, str] | None]]


def text_of(source: Source) -> str:
    """Return the text of a file in UTF-8 or UTF-16.

    Raises:
        FileTooLargeError: it has more than `MAX_FILE_BYTES`.
        FileUnreadableError: it is in another character set, or no text.
    """
    if len(source.data) > MAX_FILE_BYTES:
        raise FileTooLargeError(
            f"A file of skills has at most {MAX_FILE_BYTES // 1_048_576} MiB.", file=source.name
        )
    kind = "utf-16" if source.data.startswith(_MARKS) else "utf-8-sig"
    try:
        text = source.data.decode(kind)
    except UnicodeDecodeError:
        raise FileUnreadableError(
            f"{source.name} is not text in UTF-8. Save it as “CSV UTF-8” and send it again.",
            file=source.name,
        ) from None
    if "\0" in text:
        raise FileUnreadableError(f"{source.name} is not a text file.", file=source.name)
    return text


def table(source: Source) -> Cells:
    """Return a file as a table.

    Raises:
        FileTooLargeError: too many bytes or columns.
        FileUnreadableError: no text, or no header.
    """
    text = text_of(source)
    first = text[: text.find("\n") if "\n" in text else len(text)]
    delimiter = max(_DELIMITERS, key=first.count)
    lines = io.StringIO(text, newline="")
    reader = (
        csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        if delimiter == "\t"
        else csv.reader(lines, delimiter=delimiter)
    )
    try:
        header = tuple(title.strip() for title in next(reader, []))
    except csv.Error:
        header = ()
    if not any(header):
        raise FileUnreadableError(
            f"The first line of {source.name} names no columns.", file=source.name
        )
    if len(header) > MAX_COLUMNS:
        raise FileTooLargeError(
            f"A file of skills has at most {MAX_COLUMNS} columns.", file=source.name
        )
    return Cells(header, _rows(reader, header, source.name))


def _rows(
    reader: "_csv.Reader", header: tuple[str, ...], name: str
) -> Iterator[tuple[int, dict[str, str] | None]]:
    line = reader.line_num + 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise FileUnreadableError(
                f"Line {reader.line_num} of {name} cannot be read: {error}.",
                file=name,
                line=reader.line_num,
            ) from None
        if row is None:
            return
        if any(cell.strip() for cell in row):
            good = len(row) == len(header) and all(len(cell) <= MAX_CELL for cell in row)
            yield line, dict(zip(header, row, strict=True)) if good else None
        line = reader.line_num + 1
