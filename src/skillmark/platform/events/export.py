"""The audit trail as a file: all of it, checkable anywhere, or a table for a spreadsheet.

Both are made piece by piece while they are sent, so that a trail of any length needs little
memory. JSON Lines is the whole trail as `skillmark.core.audit` checks it, with the digests of
typed words; the table follows the filters of the page and says names and words themselves.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.utils.translation import gettext as _

from skillmark.core import audit as chain
from skillmark.core.audit import Head
from skillmark.platform.events import acts, audit, told
from skillmark.platform.events.models import AuditEntry

if TYPE_CHECKING:
    from django.db.models import QuerySet

PIECE: Final = 1_000  # entries read at a time
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet may run
BOM: Final = "\ufeff"  # tells spreadsheets that the file is UTF-8


type Names = Callable[[set[str]], dict[str, str]]


def json_lines(organisation_id: UUID, at: datetime) -> Iterator[bytes]:
    """Yield the whole trail of an organisation, as far as it goes now, line by line."""
    end = audit.end(organisation_id)
    made = at.astimezone(UTC).isoformat(timespec="seconds")
    yield chain.write_head(Head(str(organisation_id), end.sequence, end.hash, made))
    everyone = AuditEntry.objects.with_scopes_disabled()
    found = everyone.filter(organisation_id=organisation_id, sequence__lte=end.sequence)
    for rows in _pieces(found):
        yield b"".join(
            chain.write_entry(audit.as_written(row, row.before, row.after)) for row in rows
        )


def table(found: "QuerySet[AuditEntry]", names: Names) -> Iterator[bytes]:
    """Yield entries as CSV, oldest first; no cell begins like a formula.

    Args:
        found: the entries, with or without filters.
        names: gives the names of the actors with these references.
    """
    yield (BOM + _line([str(word) for word in _columns()])).encode()
    for rows in _pieces(found):
        told.fill_in((row.pk, row.before, row.after) for row in rows)
        named = names({row.actor for row in rows})
        yield "".join(_line(_cells(row, named)) for row in rows).encode()


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(FORMULA) else cell


def _columns() -> tuple[str, ...]:
    return (
        _("No."),
        _("When (UTC)"),
        _("Who"),
        _("Reference"),
        _("Act"),
        _("Code"),
        _("Kind"),
        _("Id"),
        _("What it is called"),
        _("Before"),
        _("After"),
        _("Hash"),
    )


def _cells(row: AuditEntry, named: dict[str, str]) -> list[str]:
    return [
        str(row.sequence),
        row.at.astimezone(UTC).isoformat(sep=" ", timespec="seconds").removesuffix("+00:00"),
        named.get(row.actor, row.actor),
        row.actor,
        acts.act(row.action),
        row.action,
        row.object_kind,
        row.object_id,
        row.label,
        "" if row.before is None else json.dumps(row.before, ensure_ascii=False),
        "" if row.after is None else json.dumps(row.after, ensure_ascii=False),
        row.hash,
    ]


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return out.getvalue()


def _pieces(found: "QuerySet[AuditEntry]") -> Iterator[list[AuditEntry]]:
    """Yield rows in order, some at a time; nothing is held open while they are sent."""
    last = 0
    while rows := list(found.filter(sequence__gt=last).order_by("sequence")[:PIECE]):
        yield rows
        last = rows[-1].sequence
