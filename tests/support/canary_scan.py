"""Looking for words in every cell of every table, and in every file of a folder."""

import base64
import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def hits_in_database(words: tuple[str, ...]) -> dict[str, set[str]]:
    """Return, by ``table.column``, the words found in any cell of any table."""
    from django.db import connection

    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [one[0] for one in cursor.description]
            for row in cursor.fetchall():
                for column, cell in zip(columns, row, strict=True):
                    for word in words_in(cell, words):
                        found.setdefault(f"{table}.{column}", set()).add(word)
    return found


def hits_in_folder(folder: "Path", words: tuple[str, ...]) -> dict[str, set[str]]:
    """Return, by file, the words found in names and bytes, compressed or not."""
    found: dict[str, set[str]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            told = words_in(path.read_bytes(), words) | words_in(path.name, words)
            if told:
                found[str(path.relative_to(folder))] = told
    return found


def words_in(cell: object, words: tuple[str, ...]) -> set[str]:
    """Return which words stand in a value: as it is, unpacked, or in base64 and hexadecimal."""
    texts = [text.lower() for text in _readings(cell)]
    return {word for word in words if any(word.lower() in text for text in texts)}


def _readings(cell: object) -> Iterator[str]:
    if cell is None or isinstance(cell, int | float):
        return
    data = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
    yield data.decode("utf-8", "replace")
    yield data.decode("utf-16-le", "replace")
    unpackers: tuple[Callable[[bytes], bytes], ...] = (
        gzip.decompress,
        zlib.decompress,
        base64.b64decode,
        _from_hex,
        _first_part,
    )
    for unpack in unpackers:
        try:
            yield unpack(data).decode("utf-8", "replace")
        except (ValueError, OSError, EOFError, zlib.error):
            continue


def _from_hex(data: bytes) -> bytes:
    return bytes.fromhex(data.decode("ascii"))


def _first_part(data: bytes) -> bytes:
    """Return what a signed session or a cached value holds before its signature."""
    head = data.lstrip(b".").split(b":", 1)[0]
    plain = base64.urlsafe_b64decode(head + b"=" * (-len(head) % 4))
    return zlib.decompress(plain) if data.startswith(b".") else plain


def as_json(value: Any) -> str:
    """Return a value as one text, to compare rows before and after."""

    def plain(one: Any) -> str:
        return bytes(one).hex() if isinstance(one, bytes | memoryview) else str(one)

    return json.dumps(value, default=plain, sort_keys=True)
