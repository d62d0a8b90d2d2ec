"""What is looked at before a workbook is opened: a ZIP that somebody else packed.

Nothing is unpacked to disk. Every entry is inflated once in small pieces, and only counted, so that
no size that the archive claims of itself is believed (CWE-409). The sheets are then searched for
the farthest cell: a reader makes room for every cell up to it.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

MAX_ENTRIES: Final = 1_000
MAX_INFLATED: Final = 256 * 1024 * 1024  # bytes of all entries together
MAX_RATIO: Final = 400  # inflated to packed, of an entry that is not small
SMALL: Final = 8 * 1024 * 1024  # bytes; no ratio is asked of less
MAX_CELLS: Final = 4_000_000  # of one sheet, empty ones up to the farthest included
MAX_SHEETS: Final = 50
_PIECE: Final = 256 * 1024  # bytes
_LOCAL_HEADER: Final = struct.Struct("<4s5H3I2H")  # APPNOTE 4.3.7
_LETTERS: Final = 26
_PLACE: Final = re.compile(rb"""\br\s*=\s*["']\$?([A-Za-z]{1,3})\$?([0-9]{1,9})["']""")
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\b[^>]{0,400}?\br\s*=\s*["']([0-9]{1,9})["']""")
_ERROR: Final = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]{0,200}\bt=["']e["'])[^>]{0,200}?\br=["']([A-Z]{1,3})([0-9]{1,7})["']"""
)


class ArchiveError(ValueError):
    """The archive is not one that a spreadsheet writes, or it is too large; the text says why."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """What was seen in the sheets.

    Attributes:
        errors: the places of cells that hold an error such as ``#N/A``, or a formula whose value
            was never saved, by entry name.
    """

    errors: dict[str, frozenset[tuple[int, int]]]


def inspect(data: bytes) -> Sheets:
    """Return what is in the sheets of a workbook that is safe to open.

    Raises:
        ArchiveError: it is broken, locked, or larger than any list.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise ArchiveError(
            "The workbook is broken. Save it again, or save it as CSV."
        ) from error
    if len(entries) > MAX_ENTRIES:
        raise ArchiveError(f"The workbook has {len(entries)} parts; {MAX_ENTRIES} is the most.")
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        raise ArchiveError("This is no Excel workbook. Save the list as XLSX or as CSV.")
    total = 0
    errors = {}
    for entry in entries:
        sheet = entry.filename.startswith("xl/worksheets/")
        pieces = []
        for piece in _inflated(data, entry):
            total += len(piece)
            if total > MAX_INFLATED:
                raise ArchiveError("Unpacked, the workbook is larger than any list. Split it.")
            if sheet:
                pieces.append(piece)
        if sheet:
            errors[entry.filename] = _look(b"".join(pieces))
    return Sheets(errors)


def _inflated(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield an entry in pieces, as long as it does not grow beyond reason."""
    if entry.flag_bits & 1:
        raise ArchiveError(
            "The workbook is locked with a password. Remove it and send it again."
        )
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise ArchiveError("The workbook is packed in an unusual way. Save it again.")
    start = _start_of(data, entry)
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    engine, size, rest = zlib.decompressobj(-zlib.MAX_WBITS), 0, bytes(packed)
    while rest and not engine.eof:
        try:
            piece = engine.decompress(rest, _PIECE)
        except zlib.error as error:
            raise ArchiveError(
                "The workbook is broken. Save it again, or save it as CSV."
            ) from error
        rest = engine.unconsumed_tail
        size += len(piece)
        if size > SMALL and size > MAX_RATIO * max(1, entry.compress_size):
            raise ArchiveError("A part of the workbook unpacks to far more than any list has.")
        yield piece


def _start_of(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Return where an entry's bytes begin: behind its own header, not where the index says."""
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) != _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
        raise ArchiveError("The workbook is broken. Save it again, or save it as CSV.")
    fields = _LOCAL_HEADER.unpack(header)
    name_length, extra_length = int(fields[-2]), int(fields[-1])
    return entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length


def _look(sheet: bytes) -> frozenset[tuple[int, int]]:
    """Return the places with errors, after a look at how far the sheet reaches."""
    if b"\0" in sheet[:_PIECE] or b"<!DOCTYPE" in sheet[:_PIECE]:
        raise ArchiveError("A sheet is not written as spreadsheets write it. Save it again.")
    places = set(_PLACE.findall(sheet))
    last_row = max((int(row) for row in _ROW.findall(sheet)), default=0)
    last_row = max(last_row, max((int(row) for _letters, row in places), default=0))
    width = max((_column(letters) for letters in {one[0] for one in places}), default=-1) + 1
    cells = max(last_row * width, sheet.count(b"<c ") + sheet.count(b"<c>"))
    if cells > MAX_CELLS:
        raise ArchiveError(
            f"A sheet reaches to row {last_row} and column {width}: that is more than any list "
            "has. Delete the empty rows and columns behind your list, or save it as CSV."
        )
    return frozenset((int(row) - 1, _column(letters)) for letters, row in _ERROR.findall(sheet))


def _column(letters: bytes) -> int:
    """Return the index of a column: ``A`` is 0."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number - 1
