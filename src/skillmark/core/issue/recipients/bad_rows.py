"""The rows that could not be issued, as a CSV to mend and send again.

Every cell that a spreadsheet would run as a formula gets an apostrophe in front on the way
out (OWASP CSV injection); names and dates stay as they were written.
"""

import csv
import io
from collections.abc import Iterable
from typing import Final

from skillmark.core.issue.recipients.names import FORMULA_STARTS
from skillmark.core.issue.recipients.reader import RecipientsFile

LINE_COLUMN: Final = "line"
PROBLEM_COLUMN: Final = "problem"


def bad_rows_csv(found: RecipientsFile) -> bytes:
    """Return the bad rows under their titles, with the columns ``line`` and ``problem``.

    UTF-8 with a byte-order mark and CR LF, so that every spreadsheet opens it right. The two
    added columns are ignored when the file comes back.
    """
    width = len(found.titles)
    rows = (
        [
            *(row.cells + ("",) * (width - len(row.cells)))[:width],
            str(row.line),
            " ".join(f"{problem.column}: {problem.message}" for problem in row.problems),
        ]
        for row in found.bad_rows
    )
    return write_csv([*found.titles, LINE_COLUMN, PROBLEM_COLUMN], rows)


def write_csv(
    titles: Iterable[str], rows: Iterable[Iterable[str]], *, delimiter: str = ","
) -> bytes:
    """Return a CSV that no spreadsheet runs, UTF-8 with a byte-order mark and CR LF.

    Args:
        titles: the first row.
        rows: those below.
        delimiter: what divides the cells; a spreadsheet opens the one its country writes.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n"
    )
    writer.writerow([escape(title) for title in titles])
    writer.writerows([escape(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def escape(cell: str) -> str:
    """Return the cell with an apostrophe in front when a spreadsheet would run it."""
    bare = cell.lstrip(" \u00a0")
    return f"'{cell}" if bare and bare[0] in FORMULA_STARTS else cell
