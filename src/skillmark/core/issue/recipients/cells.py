"""The cells of one row, taken out column by column; what is wrong is collected on the way."""

from collections.abc import Callable, Mapping
from typing import Final

from skillmark.core.issue.recipients import encoding, names
from skillmark.core.issue.recipients.columns import FAMILY_NAME, GIVEN_NAME
from skillmark.core.issue.recipients.problem import Fault, Problem, placed
from skillmark.core.issue.recipients.records import Record

_MAY_BREAK_LINES: Final = frozenset({"narrative", "evidence_narrative", "evidence_url"})


class Cells:
    """One row under its header.

    Attributes:
        line: physical line on which the row starts.
        problems: what has been found wrong so far.
    """

    def __init__(self, record: Record, places: Mapping[str, tuple[int, ...]]) -> None:
        self.line = record.line
        self.problems: list[Problem] = []
        self._cells = record.cells
        self._places = places

    def refuse(self, column: str, value: str, fault: Fault) -> None:
        """Note what is wrong with a cell."""
        self.problems.append(placed(fault, self.line, column, value))

    def parsed[Value](
        self, column: str, parse: Callable[[str], Value | Fault], *, required: bool = False
    ) -> Value | None:
        """Return the column's value, or None when it is absent, empty or wrong.

        Args:
            column: a name of `columns.COLUMNS`.
            parse: reads a cell that has neither wrong bytes nor forbidden letters.
            required: whether `parse` is also asked about an empty cell.
        """
        places = self._places[column]
        if not places and not required:
            return None
        return self._read(column, self._raw(places[0] if places else None), parse, required)

    def each[Value](
        self, column: str, parse: Callable[[str], Value | Fault]
    ) -> list[Value | None]:
        """Return what `parsed` says of each of the columns of a name, in their order."""
        places = self._places[column]
        return [self._read(column, self._raw(place), parse, False) for place in places]  # noqa: FBT003

    def _read[Value](
        self, column: str, raw: str, parse: Callable[[str], Value | Fault], required: bool
    ) -> Value | None:
        text = raw.strip()
        if not text and not required:
            return None
        fault = _letter_fault(column, raw) if text else None
        found = parse(text) if fault is None else fault
        if isinstance(found, Fault):
            self.refuse(column, raw, found)
            return None
        return found

    def full_name(self) -> str | None:
        """Return the name, joined from first and last name where the file divides them."""
        if self._places["name"]:
            return self.parsed("name", names.name, required=True)
        before = len(self.problems)
        parts = [self.parsed(column, names.part) for column in (GIVEN_NAME, FAMILY_NAME)]
        if len(self.problems) > before:
            return None
        whole = names.name(names.joined(*parts))
        if isinstance(whole, Fault):
            self.refuse("name", "", whole)
            return None
        return whole

    def _raw(self, index: int | None) -> str:
        if index is None or index >= len(self._cells):
            return ""
        return self._cells[index]


def _letter_fault(column: str, raw: str) -> Fault | None:
    return (
        encoding.fault_of(raw)
        or names.formula_fault(raw)
        or names.letters_fault(raw.strip(), breaks=column in _MAY_BREAK_LINES)
    )
