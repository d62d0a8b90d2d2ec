"""Workbooks made for tests, honest and hostile."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

BOMB_ZEROS = 64 * 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"


def workbook(
    *rows: Sequence[Any], title: str = "People", **sheets: list[Sequence[Any]]
) -> bytes:
    """Return a workbook with one sheet of rows, and further sheets by their titles."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = title
    for row in rows:
        first.append(list(row))
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def replaced(data: bytes, entry: str, content: bytes) -> bytes:
    """Return a workbook with the bytes of one entry replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            body = content if info.filename == entry else old.read(info)
            new.writestr(info.filename, body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def far_cell() -> bytes:
    """Return a workbook of two cells, the second at the end of the sheet."""
    xml = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
        b"</sheetData></worksheet>"
    )
    return replaced(workbook(["name", "email"]), SHEET, xml)


def bomb() -> bytes:
    """Return a workbook whose sheet unpacks to far more than it weighs."""
    return replaced(workbook(["name", "email"]), SHEET, b" " * BOMB_ZEROS)


def lying_bomb() -> bytes:
    """Return a bomb that claims to unpack to a few bytes."""
    data = bytearray(bomb())
    size = BOMB_ZEROS.to_bytes(4, "little")
    at = 0
    while (at := data.find(size, at)) >= 0:
        data[at : at + 4] = (9).to_bytes(4, "little")
        at += 4
    return bytes(data)


def many_entries(count: int = 5_000) -> bytes:
    """Return a workbook with thousands of empty parts."""
    out = io.BytesIO(workbook(["name", "email"]))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(count):
            archive.writestr(f"xl/media/{number}", b"")
    return out.getvalue()


def locked() -> bytes:
    """Return a workbook whose entries say that they are encrypted."""
    data = bytearray(workbook(["name", "email"]))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := data.find(magic, at)) >= 0:
            data[at + offset] |= 1
            at += 4
    return bytes(data)
