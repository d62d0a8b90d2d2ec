"""The audit trail, reading: search, filters, one page after another.

A page begins after the entry the last one ended with, so that the thousandth page is as fast as
the first; nothing is counted. Called in an organisation's scope.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from skillmark.platform.events import told
from skillmark.platform.events.models import AuditEntry, AuditWords

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

ENTRIES_A_PAGE: Final = 50
CHOICES: Final = 200  # actions or actors that a filter offers


@dataclass(frozen=True, slots=True)
class Filters:
    """Which entries are asked for; what is empty does not count.

    Attributes:
        words: each must stand somewhere in the entry.
        actors: or else one of these acted; goes with `words`, for those found by name.
        objects: or else it was done to one of these ids; goes with `words` too.
        kinds: or else it is one of these actions; goes with `words` too.
        action: one action, or a noun that ends in a full stop for all its actions.
        actor: one actor's reference.
        object_kind: one kind of thing.
        object_id: one thing of that kind.
        since: not before this time.
        until: before this time.
    """

    words: tuple[str, ...] = ()
    actors: "Collection[str]" = ()
    objects: "Collection[str]" = ()
    kinds: "Collection[str]" = ()
    action: str = ""
    actor: str = ""
    object_kind: str = ""
    object_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """An entry with its facts, read on their own: one that cannot be read hides no other."""

    row: AuditEntry
    before: dict[str, Any]
    after: dict[str, Any]
    readable: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of entries, newest first.

    Attributes:
        entries: of the page.
        newer: the number after which newer ones follow, None when there are none.
        older: the number before which older ones follow, None when there are none.
    """

    entries: list[Said]
    newer: int | None
    older: int | None


def entries(filters: Filters) -> "QuerySet[AuditEntry]":
    """Return the scoped organisation's entries that match, newest first."""
    found: QuerySet[AuditEntry] = AuditEntry.objects.order_by("-sequence")
    if filters.words:
        said = Q()
        for word in filters.words:
            typed = AuditWords.objects.filter(text__icontains=word).values("entry_id")
            said &= Q(words__contains=word.casefold()) | Q(pk__in=typed)
        if filters.actors:
            said |= Q(actor__in=filters.actors)
        if filters.objects:
            said |= Q(object_id__in=filters.objects)
        if filters.kinds:
            said |= Q(action__in=filters.kinds)
        found = found.filter(said)
    if filters.action.endswith("."):
        found = found.filter(action__gte=filters.action, action__lt=filters.action[:-1] + "/")
    elif filters.action:
        found = found.filter(action=filters.action)
    exact = {
        "actor": filters.actor,
        "object_kind": filters.object_kind,
        "object_id": filters.object_id,
        "at__gte": filters.since,
        "at__lt": filters.until,
    }
    return found.filter(**{name: value for name, value in exact.items() if value})


def page(filters: Filters, *, before: int | None = None, after: int | None = None) -> Slice:
    """Return one page: the newest entries, those older than `before` or newer than `after`."""
    found = entries(filters)
    if after is not None:
        nearest = _read(found.filter(sequence__gt=after).order_by("sequence"))
        shown, more = nearest[:ENTRIES_A_PAGE][::-1], len(nearest) > ENTRIES_A_PAGE
        newer = shown[0].row.sequence if more and shown else None
        return Slice(shown, newer, shown[-1].row.sequence if shown else after + 1)
    if before is not None:
        found = found.filter(sequence__lt=before)
    nearest = _read(found)
    shown, more = nearest[:ENTRIES_A_PAGE], len(nearest) > ENTRIES_A_PAGE
    older = shown[-1].row.sequence if more else None
    if before is None:
        return Slice(shown, None, older)
    return Slice(shown, shown[0].row.sequence if shown else before - 1, older)


def one(sequence: int) -> Said | None:
    """Return the scoped organisation's entry of a number."""
    found = _read(AuditEntry.objects.filter(sequence=sequence))
    return found[0] if found else None


def distinct(organisation_id: UUID, column: str) -> list[str]:
    """Return what occurs in ``action`` or ``actor``, in order, by one look-up for each.

    The database's own DISTINCT would read every entry.
    """
    table, wanted = AuditEntry._meta.db_table, {"action": "action", "actor": "actor"}[column]  # noqa: SLF001 - Django's public name
    owner = "organisation_id = %s"
    least = f"SELECT MIN({wanted}) AS one FROM {table} WHERE {owner}"  # noqa: S608 - our own names
    statement = (
        f"WITH RECURSIVE found AS ({least} UNION ALL "  # noqa: S608 - our own names
        f"SELECT (SELECT MIN({wanted}) FROM {table} WHERE {owner} AND {wanted} > found.one) "
        f"FROM found WHERE found.one IS NOT NULL) "
        f"SELECT one FROM found WHERE one IS NOT NULL LIMIT {CHOICES}"
    )
    key = AuditEntry._meta.get_field("organisation_id").get_db_prep_value(  # noqa: SLF001
        organisation_id, connection
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [key, key])
        return [row[0] for row in cursor.fetchall()]


def _read(found: "QuerySet[AuditEntry]") -> list[Said]:
    rows = found.defer("before", "after", "words").annotate(
        before_text=Cast("before", TextField()), after_text=Cast("after", TextField())
    )
    found_rows = [_said(row) for row in rows[: ENTRIES_A_PAGE + 1]]
    told.fill_in((said.row.pk, said.before, said.after) for said in found_rows)
    return found_rows


def _said(row: Any) -> Said:
    before, after = _facts(row.before_text), _facts(row.after_text)
    readable = before is not None and after is not None
    return Said(row, before or {}, after or {}, readable)


def _facts(text: str | None) -> dict[str, Any] | None:
    """Return a row's facts, None when somebody left there what is no JSON object."""
    try:
        return dict(json.loads(text or "null") or {})
    except (ValueError, TypeError):
        return None
