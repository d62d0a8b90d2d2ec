"""From the bytes of an uploaded file to text, without guessing silently.

UTF-8 (with or without a byte-order mark) and UTF-16 with one are read. Anything else is named.
In UTF-8 a wrong byte does not stop the file: it is kept as a lone surrogate (PEP 383), so that
the reader can blame the row and the column in which it stands.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from skillmark.core.issue.recipients.problem import Fault, Problem

_HINT: Final = "Save the file again as “CSV UTF-8”."
_FOREIGN: Final = (
    (b"PK\x03\x04", "an Excel or OpenDocument workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
    (b"{\\rtf", "a text-processor document"),
)
_ESCAPED_BYTE: Final = re.compile("[\udc80-\udcff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_NUL_SHARE: Final = 4  # one byte in four being NUL says "UTF-16 without its mark"
_SAMPLE: Final = 4096  # bytes


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded file.

    Attributes:
        text: without byte-order mark; wrong bytes are lone surrogates.
        encoding: ``utf-8``, ``utf-8-bom`` or ``utf-16``.
    """

    text: str
    encoding: str


def decode(data: bytes) -> Text | Problem:
    """Return the text of the file, or the one problem that stops it.

    Args:
        data: the whole file.
    """
    for magic, kind in _FOREIGN:
        if data.startswith(magic):
            return _file_problem(
                "recipients.not_csv", f"This is {kind}, not a CSV file. {_HINT}"
            )
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return _file_problem("recipients.encoding", f"The file is UTF-32. {_HINT}")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(data)
    if data.startswith(codecs.BOM_UTF8):
        return Text(data[3:].decode("utf-8", "surrogateescape"), "utf-8-bom")
    if data[:_SAMPLE].count(0) * _NUL_SHARE >= len(data[:_SAMPLE]) > 1:
        return _file_problem(
            "recipients.encoding", f"The file looks like UTF-16 without its mark. {_HINT}"
        )
    return Text(data.decode("utf-8", "surrogateescape"), "utf-8")


def _utf16(data: bytes) -> Text | Problem:
    codec = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    if len(data) % 2:
        line = data.decode(codec, "replace").count("\n") + 1
        message = f"The file is UTF-16 and breaks off in line {line}, byte {len(data)}. {_HINT}"
        return Problem("recipients.encoding", message, line)
    text = data[2:].decode(codec, "surrogatepass")
    return Text(_SURROGATE.sub("\ufffd", text), "utf-16")


def _file_problem(code: str, message: str) -> Problem:
    return Problem(code, message, 1)


def fault_of(cell: str) -> Fault | None:
    """Return what is wrong with a cell's letters as bytes, or nothing.

    Found are bytes that are not UTF-8, the replacement character that an earlier program left,
    and UTF-8 that was once read as Windows-1252 (``JosÃ©``).
    """
    if cell.isascii():
        return None
    wrong = _ESCAPED_BYTE.search(cell)
    if wrong is not None:
        byte = ord(wrong.group()) - 0xDC00
        guess = cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
        message = (
            f"The letters are not UTF-8 (byte {byte:02X} at letter {wrong.start() + 1}). "
            f"Perhaps “{guess}” is meant, written as Windows-1252. {_HINT}"
        )
        return Fault("row.encoding", message)
    if "\ufffd" in cell:
        message = f"A letter was lost before the file was saved (“{cell}”). Write it again."
        return Fault("row.encoding", message)
    meant = _read_twice(cell)
    if meant is not None:
        message = f"Letters are garbled: “{cell}” is probably “{meant}”. {_HINT}"
        return Fault("row.encoding", message)
    return None


def _read_twice(cell: str) -> str | None:
    try:
        meant = cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
    return meant


def header_problem(lines: list[str], count: int) -> Problem | None:
    """Return the problem of wrong bytes in the first `count` lines, with line and byte."""
    for number, line in enumerate(lines[:count], 1):
        wrong = _ESCAPED_BYTE.search(line)
        if wrong is not None:
            byte = len(line[: wrong.start()].encode("utf-8", "surrogateescape")) + 1
            message = f"The column names are not UTF-8 (line {number}, byte {byte}). {_HINT}"
            return Problem("recipients.encoding", message, number)
    return None
