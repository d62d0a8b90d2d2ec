"""RFC 4180 records with their physical lines, in a strict dialect that recovers by row.

A quote that is never closed costs one row, not the rest of the file: the row is reported and
reading goes on at the next line. The delimiter is known here; `columns` finds it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from skillmark.core.issue.recipients.problem import Fault, visible

MAX_RECORD_LINES: Final = 200  # lines one quoted record may span
MAX_RECORD_CHARACTERS: Final = 65_536
_LINE_END: Final = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Record:
    """One row as written.

    Attributes:
        line: physical line on which it starts, from 1.
        cells: texts without their quotes; inside them a line break is always a line feed.
        fault: why the row cannot be read, if so; the cells are then a best effort.
        cell: index of the cell the fault speaks of.
    """

    line: int
    cells: tuple[str, ...]
    fault: Fault | None = None
    cell: int = 0


def lines_of(text: str) -> list[str]:
    """Return the physical lines; CR LF, LF and CR end a line, nothing else does."""
    return _LINE_END.split(text)


def records(lines: list[str], delimiter: str, *, start: int = 0) -> Iterator[Record]:
    """Yield the records from line index `start`, blank lines left out.

    Linear in the file: a line that opens a quote closes one when it is read as the inside of
    another cell, so no line is scanned for more than one unclosed quote.
    """
    index = start
    while index < len(lines):
        line = lines[index]
        if len(line) > MAX_RECORD_CHARACTERS:
            yield Record(index + 1, (line[:MAX_RECORD_CHARACTERS],), _too_long())
            index += 1
            continue
        if '"' not in line:
            if line:
                yield Record(index + 1, tuple(line.split(delimiter)))
            index += 1
            continue
        record, used = _Scanner(lines, index, delimiter).read()
        yield record
        index += used


def _too_long() -> Fault:
    message = f"The line is longer than {MAX_RECORD_CHARACTERS} characters."
    return Fault("row.too_long", message)


class _Scanner:
    """Reads one record that contains a quote."""

    def __init__(self, lines: list[str], index: int, delimiter: str) -> None:
        self._lines = lines
        self._first = index
        self._delimiter = delimiter
        self._text = lines[index]
        self._used = 1
        self._cells: list[str] = []

    def read(self) -> tuple[Record, int]:
        """Return the record and how many physical lines it took."""
        position = 0
        while True:
            if self._text.startswith('"', position):
                end = self._closing_quote(position + 1)
                if end is None:
                    return self._unclosed()
                self._cells.append(self._text[position + 1 : end].replace('""', '"'))
                position = end + 1
            else:
                end = self._text.find(self._delimiter, position)
                end = len(self._text) if end < 0 else end
                cell = self._text[position:end]
                if '"' in cell:
                    return self._stray(cell)
                self._cells.append(cell)
                position = end
            if position == len(self._text):
                return Record(self._first + 1, tuple(self._cells)), self._used
            if not self._text.startswith(self._delimiter, position):
                return self._stray(self._cells.pop())
            position += len(self._delimiter)

    def _closing_quote(self, position: int) -> int | None:
        """Return the index of the quote that ends the cell, reading further lines."""
        while True:
            quote = self._text.find('"', position)
            if quote < 0:
                position = len(self._text)
                if not self._take_line():
                    return None
            elif self._text.startswith('""', quote):
                position = quote + 2
            else:
                return quote

    def _take_line(self) -> bool:
        following = self._first + self._used
        if following >= len(self._lines) or self._used >= MAX_RECORD_LINES:
            return False
        if len(self._text) + len(self._lines[following]) >= MAX_RECORD_CHARACTERS:
            return False
        self._text += "\n" + self._lines[following]
        self._used += 1
        return True

    def _unclosed(self) -> tuple[Record, int]:
        message = "A quote is opened here and never closed. Close it, or double it inside text."
        return self._faulty(Fault("row.quote_unclosed", message))

    def _stray(self, cell: str) -> tuple[Record, int]:
        message = (
            f"A quote stands inside “{visible(cell[:40])}”. Put the whole cell in quotes and double those "
            'inside it: "The ""big"" one".'
        )
        return self._faulty(Fault("row.quote_stray", message))

    def _faulty(self, fault: Fault) -> tuple[Record, int]:
        line = self._lines[self._first]
        cells = tuple(line.split(self._delimiter))
        return Record(self._first + 1, cells, fault, len(self._cells)), 1
