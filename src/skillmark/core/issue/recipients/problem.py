"""What is wrong with a recipients file, in words a course administrator can act on.

`Fault` is what a check of one cell says; `Problem` adds where in the file it stands.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

SHOWN_CHARACTERS: Final = 120  # of an offending value; the rest is cut
_REPLACEMENT: Final = "\ufffd"
_SHOWN_AS_CODE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one cell cannot be used.

    Attributes:
        code: stable, for example ``row.email_invalid``.
        message: one sentence that says what to write instead.
    """

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault with its place.

    Attributes:
        code: ``recipients.*`` stops the whole file, ``row.*`` one row.
        message: one or two plain sentences.
        line: physical line of the file, from 1; a row that spans lines is named by its first;
            in a workbook the number of the row.
        column: the contract's column name (``email``), or "" when the row itself is meant.
        value: the offending text, cut and with invisible characters spelt out.
    """

    code: str
    message: str
    line: int
    column: str = ""
    value: str = ""

    def to_json(self) -> dict[str, str | int]:
        """Return the five attributes, ready to be written as JSON."""
        return {
            "code": self.code,
            "message": self.message,
            "line": self.line,
            "column": self.column,
            "value": self.value,
        }


def placed(fault: Fault, line: int, column: str, value: str) -> Problem:
    """Return the fault as a problem of one cell."""
    return Problem(fault.code, fault.message, line, column, visible(value))


def code_point(character: str) -> str:
    """Return how Unicode names a character: ``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def visible(text: str) -> str:
    """Return the text cut to `SHOWN_CHARACTERS`, every invisible character as ``<U+202E>``."""
    cut = text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(
        f"<U+{ord(letter):04X}>" if unicodedata.category(letter) in _SHOWN_AS_CODE else letter
        for letter in storable(cut)
    )


def storable(text: str) -> str:
    """Return the text as any database or file can hold it.

    Bytes that were not UTF-8 become U+FFFD, NUL becomes the sign for it (U+2400).
    """
    if text.isprintable():
        return text
    clean = text.replace("\0", "\u2400")
    return "".join(
        _REPLACEMENT if "\ud800" <= letter <= "\udfff" else letter for letter in clean
    )
