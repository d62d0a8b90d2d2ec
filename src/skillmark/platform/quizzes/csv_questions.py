r"""Questions as CSV: written by an export, read again by an import, row by row.

Pure. One question a row. Several things in one cell are divided by ``|``; in a matching the two
sides by ``=``. A backslash before ``|``, ``=`` or ``\`` takes it literally. A cell that a spreadsheet
would run as a formula begins with an apostrophe, which reading takes away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from skillmark.core.issue.recipients import encoding
from skillmark.core.issue.recipients.problem import Problem as Unreadable
from skillmark.core.issue.recipients.records import Record, lines_of, records
from skillmark.platform.catalog.text import plain_number
from skillmark.platform.events.export import FORMULA
from skillmark.platform.quizzes import reading
from skillmark.platform.quizzes.errors import FileError, InvalidError
from skillmark.platform.quizzes.reading import Entry
from skillmark.platform.quizzes.vocabulary import CHOICES, Kind

COLUMNS: Final = (
    "code",
    "kind",
    "question",
    "points",
    "options",
    "answer",
    "tolerance",
    "partial",
    "explanation",
    "tags",
    "achievement",
    "outcome",
)
NEEDED: Final = ("kind", "question", "answer")
MAX_ROWS: Final = 2_000
_DELIMITERS: Final = (",", ";", "\t")
_COLUMN_OF: Final = {  # where a problem of `reading` stands in a file
    "prompt": "question",
    "value": "answer",
    "truth": "answer",
    "accepted": "answer",
    "distractors": "options",
}
_PARTS: Final = re.compile(r"(?:[^\\|]|\\.)*", re.DOTALL)
_SIDE: Final = re.compile(r"(?<!\\)(?:\\\\)*=")
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_SPECIAL: Final = re.compile(r"([\\|=])")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is passed over: its line in the file, the column, and what to do."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says.

    Attributes:
        entries: line and question of each row that can be taken.
        problems: of the rows that cannot.
    """

    entries: tuple[tuple[int, Entry], ...]
    problems: tuple[Problem, ...]


def write(entries: Iterable[tuple[Entry, str]]) -> str:
    """Return questions as a file; each with the slug of its achievement, or nothing."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry, slug in entries:
        cells = _cells(entry, slug)
        writer.writerow([_guarded(cells[name]) for name in COLUMNS])
    return out.getvalue()


def read(data: bytes) -> Sheet:
    """Return what a file says, good rows and bad ones.

    Raises:
        FileError: it is no table of questions, or too long a one.
    """
    decoded = encoding.decode(data)
    if isinstance(decoded, Unreadable):
        raise FileError(decoded.message)
    lines = lines_of(decoded.text)
    delimiter = max(_DELIMITERS, key=lines[0].count)
    rows = records(lines, delimiter)
    header = _header(next(rows, None))
    entries: list[tuple[int, Entry]] = []
    problems: list[Problem] = []
    for count, row in enumerate(_filled(rows), 1):
        if count > MAX_ROWS:
            most = {"most": MAX_ROWS}
            raise FileError(_("A file has at most %(most)d questions. Divide it.") % most)
        found = _entry(header, row)
        if isinstance(found, Entry):
            entries.append((row.line, found))
        else:
            problems += found
    return Sheet(tuple(entries), tuple(problems))


def _header(first: Record | None) -> tuple[str, ...]:
    titles = tuple(cell.strip().lower() for cell in first.cells) if first else ()
    absent = [name for name in NEEDED if name not in titles]
    if absent:
        names = {"names": ", ".join(absent)}
        raise FileError(_("The first line lacks these columns: %(names)s.") % names)
    doubled = sorted({name for name in titles if name and titles.count(name) > 1})
    if doubled:
        names = {"names": ", ".join(doubled)[:200]}
        raise FileError(_("These columns stand there twice: %(names)s.") % names)
    return titles


def _filled(rows: Iterator[Record]) -> Iterator[Record]:
    return (row for row in rows if any(cell.strip() for cell in row.cells))


def _entry(header: tuple[str, ...], row: Record) -> Entry | list[Problem]:
    if row.fault is not None:
        column = header[row.cell] if row.cell < len(header) else ""
        return [Problem(row.line, column, row.fault.message)]
    if len(row.cells) > len(header) and any(row.cells[len(header) :]):
        return [Problem(row.line, "", _("This row has more cells than the first line."))]
    cells = dict(zip(header, map(_plain, row.cells), strict=False))
    garbled = [
        Problem(row.line, name, fault.message)
        for name, cell in cells.items()
        if (fault := encoding.fault_of(cell)) is not None
    ]
    if garbled:
        return garbled
    try:
        return reading.entry(_raw(cells))
    except InvalidError as error:
        return [
            Problem(row.line, _COLUMN_OF.get(name, name), words)
            for name, words in error.problems.items()
        ]


def _raw(cells: Mapping[str, str]) -> dict[str, object]:
    """Return a row as `reading.entry` takes it."""
    kind, answer = cells.get("kind", "").strip().lower(), cells.get("answer", "").strip()
    options = _split(cells.get("options", ""))
    raw: dict[str, object] = {
        name: cells.get(name, "")
        for name in ("code", "points", "tolerance", "explanation", "achievement", "outcome")
    }
    raw |= {
        "kind": kind,
        "prompt": cells.get("question", ""),
        "partial": cells.get("partial", ""),
        "tags": [_unescaped(one) for one in _split(cells.get("tags", ""))],
    }
    if kind == Kind.TRUE_FALSE:
        raw["truth"] = answer
    elif kind == Kind.NUMERIC:
        raw["value"] = answer
    elif kind == Kind.TEXT:
        raw["accepted"] = [_unescaped(one) for one in _split(answer)]
    elif kind == Kind.MATCHING:
        sides = [_sides(one) for one in options]
        raw["options"] = [{"text": left, "partner": right} for left, right in sides if left]
        raw["distractors"] = [right for left, right in sides if not left]
    elif kind == Kind.ORDERING:
        raw["options"] = [{"text": _unescaped(one)} for one in options]
    elif kind in CHOICES:
        raw["options"] = _choices(options, answer)
    return raw


def _choices(options: list[str], answer: str) -> list[dict[str, object]]:
    """Return options with which are right; an answer that names none of them is a problem."""
    numbers = set(re.split(r"[|,;\s]+", answer)) - {""}
    known = {str(number) for number in range(1, len(options) + 1)}
    if numbers - known:
        words = _("Write the numbers of the right options, such as 1 or 1|3.")
        raise InvalidError({"answer": words})
    return [
        {"text": _unescaped(one), "right": str(number) in numbers}
        for number, one in enumerate(options, 1)
    ]


def _cells(entry: Entry, slug: str) -> dict[str, str]:
    question = entry.question
    kind = question.kind
    options = [_escaped(one) for one in question.options]
    answer = ""
    if kind == Kind.TRUE_FALSE:
        answer = "true" if question.right == (0,) else "false"
    elif kind in CHOICES:
        answer = "|".join(str(index + 1) for index in question.right)
    elif kind == Kind.NUMERIC and question.value is not None:
        answer = plain_number(question.value)
    elif kind == Kind.TEXT:
        answer = " | ".join(_escaped(one) for one in question.accepted)
    elif kind == Kind.MATCHING:
        pairs: list[tuple[str, str]] = [
            *zip(question.options, question.partners, strict=True),
            *(("", one) for one in question.distractors),
        ]
        options = [f"{_escaped(left)} = {_escaped(right)}".strip() for left, right in pairs]
    written: dict[str, Any] = {
        "code": entry.code,
        "kind": str(kind),
        "question": question.prompt,
        "points": plain_number(question.points),
        "options": " | ".join(options),
        "answer": answer,
        "tolerance": plain_number(question.tolerance) if question.tolerance else "",
        "partial": "yes" if question.partial else "",
        "explanation": question.explanation,
        "tags": " | ".join(_escaped(one) for one in entry.tags),
        "achievement": slug,
        "outcome": entry.outcome,
    }
    return written


def _guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, and that `_plain` gives back."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(FORMULA) else cell


def _split(cell: str) -> list[str]:
    """Return the parts of a cell that say something, still escaped."""
    parts, position = [], 0
    while position <= len(cell):
        found = _PARTS.match(cell, position)
        piece = found.group() if found else ""
        parts.append(piece)
        position += len(piece) + 1
    return [part.strip() for part in parts if part.strip()]


def _sides(part: str) -> tuple[str, str]:
    """Return the two sides of a pair; without ``=`` there is no right one."""
    found = _SIDE.search(part)
    if found is None:
        return _unescaped(part), ""
    return _unescaped(part[: found.end() - 1].strip()), _unescaped(part[found.end() :].strip())


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)


def _unescaped(words: str) -> str:
    return _ESCAPED.sub(r"\1", words)
