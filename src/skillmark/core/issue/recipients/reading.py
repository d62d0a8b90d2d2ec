"""How a list is to be read, as far as somebody has said it, and how it was read in the end.

What is not said is found out: strictly (the command line, where nobody looks at a guess) or, with
``guess``, as well as can be, for a page that shows the guess and lets people change it.
"""

from dataclasses import dataclass
from typing import Final

DAY_FIRST: Final = "dmy"
MONTH_FIRST: Final = "mdy"
ASK: Final = "ask"
"""The order of day and month that nothing in the file tells."""

DELIMITERS: Final = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is said about a list before it is read.

    Attributes:
        guess: whether encodings and dates are guessed that are not written as we ask.
        encoding: a key of `charsets.NAMES`; "" finds it out.
        delimiter: one of `DELIMITERS`; "" finds it out.
        columns: for each column of the file what it holds, a name of `columns.FIELDS` or ""
            to leave it alone; None finds it out by the titles.
        date_order: `DAY_FIRST` or `MONTH_FIRST`; "" finds it out.
        without_email: whether a person may have no address.
    """

    guess: bool = False
    encoding: str = ""
    delimiter: str = ""
    columns: tuple[str, ...] | None = None
    date_order: str = ""
    without_email: bool = False


STRICT: Final = Reading()
