"""From the bytes of an uploaded file to text, without guessing silently.

UTF-8 (with or without a byte-order mark) and UTF-16 with one are read. Anything else is named, or
guessed where the guess will be shown. A wrong byte does not stop the file: it is kept as a lone
surrogate (PEP 383), so that the reader can blame the row and the column in which it stands.
"""

import codecs
import re
from dataclasses import dataclass, replace
from typing import Final

from skillmark.core.issue.recipients import charsets
from skillmark.core.issue.recipients.problem import Fault, Problem
from skillmark.core.issue.recipients.reading import STRICT, Reading

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
        encoding: ``utf-8-bom``, or a key of `charsets.NAMES`.
        certain: whether the file itself or a person says so.
    """

    text: str
    encoding: str
    certain: bool = True


def decode(data: bytes, reading: Reading = STRICT) -> Text | Problem:
    """Return the text of the file, or the one problem that stops it.

    Args:
        data: the whole file.
        reading: the encoding, if somebody has said it, or whether to guess.
    """
    stop = _foreign(data)
    if stop is not None:
        return stop
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(data)
    if data.startswith(codecs.BOM_UTF8):
        return Text(data[3:].decode("utf-8", "surrogateescape"), "utf-8-bom")
    if reading.encoding:
        return _as_said(data, reading.encoding)
    return _guessed(data) if reading.guess else _utf8(data)


def _foreign(data: bytes) -> Problem | None:
    """Return why the file is no text that can be read, if so."""
    for magic, kind in _FOREIGN:
        if data.startswith(magic):
            return _file_problem(
                "recipients.not_csv", f"This is {kind}, not a CSV file. {_HINT}"
            )
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return _file_problem("recipients.encoding", f"The file is UTF-32. {_HINT}")
    return None


def _utf8(data: bytes) -> Text | Problem:
    if data[:_SAMPLE].count(0) * _NUL_SHARE >= len(data[:_SAMPLE]) > 1:
        return _file_problem(
            "recipients.encoding", f"The file looks like UTF-16 without its mark. {_HINT}"
        )
    return Text(data.decode("utf-8", "surrogateescape"), "utf-8")


def _guessed(data: bytes) -> Text | Problem:
    sample = data[:_SAMPLE]
    high, low = sample[1::2].count(0), sample[::2].count(0)
    if high * _NUL_SHARE >= len(sample) > 1 and low * _NUL_SHARE < len(sample):
        found = _utf16(codecs.BOM_UTF16_LE + data)
        return replace(found, certain=False) if isinstance(found, Text) else found
    if high + low or _is_utf8(data):
        return _utf8(data)
    codec = charsets.guess(data)
    return Text(data.decode(codec, "surrogateescape"), codec, certain=False)


def _as_said(data: bytes, name: str) -> Text | Problem:
    if name not in charsets.NAMES:
        return _file_problem("recipients.encoding", f"There is no encoding “{name[:40]}”.")
    if name == "utf-16":
        return _utf16(codecs.BOM_UTF16_LE + data)
    return Text(data.decode(name, "surrogateescape"), name)


def _is_utf8(data: bytes) -> bool:
    """Return whether the lines that are not ASCII are UTF-8 for the most part.

    A few rows of another encoding are then mistakes of those rows.
    """
    good = bad = 0
    for line in data.splitlines():
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            bad += 1
        else:
            good += 1
    return bad == 0 or good >= bad


def _utf16(data: bytes) -> Text | Problem:
    codec = "utf-16-be" if data.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"
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
