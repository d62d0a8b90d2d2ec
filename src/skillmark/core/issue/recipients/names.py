"""Which letters a cell may hold, and what a person's name must be.

Any script in either direction is welcome. Refused are characters nobody can see: controls,
bidirectional overrides, zero-width signs, private and unassigned code points; and a first
character that a spreadsheet would run as a formula.
"""

import unicodedata
from typing import Final

from skillmark.core.issue.recipients.problem import Fault, code_point

MAX_NAME: Final = 200  # characters

FORMULA_STARTS: Final = frozenset("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - full-width twins
"""First characters that make Excel, LibreOffice or Sheets run a cell (OWASP CSV injection)."""

_HIDES: Final = " \u00a0'"
_REFUSED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Joiners shape Persian and Indic words; the three marks only help a line of mixed direction.
_JOINERS_AND_MARKS: Final = frozenset("\u200c\u200d\u200e\u200f\u061c")
_BREAKS: Final = frozenset("\n\t")


def formula_fault(cell: str) -> Fault | None:
    """Return the fault of a cell that a spreadsheet would run, or nothing.

    An apostrophe in front hides a formula from a spreadsheet, as in the rows to mend that we
    write; it does not make a name of it.

    Args:
        cell: as written, before spaces are taken off.
    """
    bare = cell.lstrip(_HIDES) if cell and cell[0] in _HIDES else cell
    if not bare or bare[0] not in FORMULA_STARTS:
        return None
    first = bare[0] if bare[0].isprintable() else code_point(bare[0])
    message = (
        f"The cell starts with “{first}”, which a spreadsheet would run as a formula. "
        "Remove that character."
    )
    return Fault("row.formula", message)


def letters_fault(text: str, *, breaks: bool = False) -> Fault | None:
    """Return the fault of an invisible or controlling character, or nothing.

    Args:
        text: a cell.
        breaks: whether line breaks and tabs are allowed.
    """
    if text.isprintable():
        return None
    for position, letter in enumerate(text, 1):
        if unicodedata.category(letter) not in _REFUSED or letter in _JOINERS_AND_MARKS:
            continue
        if breaks and letter in _BREAKS:
            continue
        message = (
            f"Character {position} is {code_point(letter)}, which cannot be seen and is not "
            "allowed. Type the text again."
        )
        return Fault("row.character", message)
    return None


def name(text: str) -> str | Fault:
    """Return a person's name in NFC with single spaces, or what is wrong with it."""
    if not text:
        return Fault("row.name_missing", "The name is missing. Write the person's full name.")
    if len(text) > MAX_NAME:
        message = f"The name has {len(text)} characters; {MAX_NAME} is the most."
        return Fault("row.name_too_long", message)
    if not any(letter.isalpha() for letter in text):
        return Fault("row.name_invalid", f"“{text}” has no letter, so it is no name.")
    return " ".join(unicodedata.normalize("NFC", text).split())


def part(text: str) -> str | Fault:
    """Return one part of a divided name; the whole is checked by `name`."""
    return text


def joined(given: str | None, family: str | None) -> str:
    """Return both parts of a name in the order of its script: 李伟 has the family name first."""
    if given and family and _is_han(given) and _is_han(family):
        return family + given
    return " ".join(part for part in (given, family) if part)


def _is_han(text: str) -> bool:
    return all("\u3400" <= letter <= "\u9fff" or "가" <= letter <= "힣" for letter in text)
