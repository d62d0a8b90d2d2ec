"""How a file was read: kept with its batch, shown to people, changed by them, remembered.

A guess stands in it as a guess. `How.open_questions` names what only a person can say.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Self

from skillmark.core import jsonio
from skillmark.core.issue.recipients import Reading
from skillmark.core.issue.recipients.aliases import fold
from skillmark.core.issue.recipients.bad_rows import LINE_COLUMN, PROBLEM_COLUMN
from skillmark.core.issue.recipients.reading import ASK, DAY_FIRST, MONTH_FIRST

CSV: Final = "csv"
XLSX: Final = "xlsx"
ROWS: Final = "rows"  # fields with names, from a form or as JSON
ADDED: Final = (LINE_COLUMN, PROBLEM_COLUMN)  # behind the columns of the rows to mend
_ORDERS: Final = frozenset({"", DAY_FIRST, MONTH_FIRST, ASK})


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """What is said about a file, and after reading what was found out.

    Attributes:
        kind: `CSV`, `XLSX` or `ROWS`.
        encoding: ``utf-8-bom`` or a key of `charsets.NAMES`; "" when nobody has said it.
        encoding_certain: whether it is more than a guess.
        delimiter: one of `DELIMITERS`; "" when nobody has said it.
        sheet: of a workbook, the one that is read.
        sheets: of a workbook, those to choose from.
        columns: what each column holds; empty when nobody has said it.
        date_order: see `core.issue.recipients.reading`.
        without_email: people may have no address.
        header_line: where the titles stand.
        remembered: the columns are those that somebody said the last time.
        said: a person has looked at it.
        problem: why the columns do not suffice yet.
    """

    kind: str = CSV
    encoding: str = ""
    encoding_certain: bool = True
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    date_order: str = ""
    without_email: bool = False
    header_line: int = 1
    remembered: bool = False
    said: bool = False
    problem: str = ""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Return what `to_json` wrote; unknown words are left out."""
        known = {one.name for one in fields(cls)}
        facts = {name: item for name, item in value.items() if name in known}
        for name in ("sheets", "columns"):
            facts[name] = tuple(facts.get(name, ()))
        return cls(**facts)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return asdict(self)

    def reading(self) -> Reading:
        """Return what the reader of lists takes."""
        return Reading(
            guess=self.kind != ROWS,
            encoding="" if self.encoding == "utf-8-bom" else self.encoding,
            delimiter=self.delimiter,
            columns=self.columns or None,
            date_order="" if self.date_order == ASK else self.date_order,
            without_email=self.without_email,
        )

    @property
    def open_questions(self) -> tuple[str, ...]:
        """What only a person can say: ``columns``, ``dates``, ``encoding``, ``sheet``."""
        asked = {
            "columns": bool(self.problem),
            "dates": self.date_order == ASK,
            "encoding": not self.encoding_certain and not self.said,
            "sheet": len(self.sheets) > 1 and not self.said,
        }
        return tuple(name for name, is_open in asked.items() if is_open)


def digest_of(titles: Sequence[str]) -> str:
    """Return by what the columns of a list are known again: its titles in their order.

    A list of rows to mend that comes back is known as the list it was taken from.
    """
    folded = [fold(title) for title in titles]
    if tuple(folded[-len(ADDED) :]) == ADDED:
        folded = folded[: -len(ADDED)]
    return hashlib.sha256(jsonio.dumps([*folded])).hexdigest()
