"""Watching the published status lists: nothing that was revoked may silently come back.

Of a revocation list no bit is ever cleared. Of a suspension list a bit is cleared when somebody
lifts the suspension, and then that act stands in the audit trail.

A list is published and its entry queued in one transaction, so a list without an entry is an alarm
at once. One whose entry waits is left for a later round: the queue may be long, as after the
worker stood still for hours. It is an alarm when the log went past it and it still is not there.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.core.status import list_credential, watching
from skillmark.core.status.list_credential import StatusList as Listed
from skillmark.core.status.watching import Seen
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.transparency.models import EntryKind, LogEntry
from skillmark.platform.transparency.monitor.alarms import Finding
from skillmark.platform.transparency.monitor_models import AlarmCode, SeenList, WaitingList
from skillmark.platform.trust.models import (
    KillSwitch,
    StatusList,
    StatusPurpose,
    StatusSlot,
)

PATIENCE: Final = timedelta(minutes=10)  # of our own watching, that an entry may be passed by
LIFTED: Final = "credential.lifted"
SHOWN: Final = 5  # places named in one sentence


class Way(Enum):
    """How far a published list is on its way into the log."""

    LOGGED = auto()
    WAITING = auto()
    MISSING = auto()


def look(now: datetime) -> Iterator[Finding]:
    """Yield what is wrong with the lists that changed since they were seen last."""
    seen = {row.url: row for row in SeenList.objects.all()}
    rows: Any = StatusList.objects.with_scopes_disabled().order_by("pk")
    for row in rows.iterator(chunk_size=50):
        data = bytes(row.document)
        digest = hashlib.sha256(data).hexdigest()
        before = seen.get(row.url)
        if before is not None and before.digest == digest:
            continue
        way = _way(row, digest, now)
        if way is Way.WAITING:
            continue  # a later round sees it
        yield from _look_at(row, data, way, before, now)


def _look_at(
    row: StatusList, data: bytes, way: Way, before: SeenList | None, now: datetime
) -> Iterator[Finding]:
    owner = row.organisation_id
    WaitingList.objects.filter(pk=row.url).delete()
    try:
        listed = list_credential.parse(jsonio.load_object(data, max_bytes=len(data) + 1))
    except SkillmarkError as error:
        yield Finding(AlarmCode.UNLOGGED_LIST, row.url, error.message, owner)
        return
    if way is Way.MISSING:
        reason = f"The list {row.url} as it is published now stands nowhere in the log."
        yield Finding(AlarmCode.UNLOGGED_LIST, row.url, reason, owner)
    if before is not None:
        yield from _compare(row, listed, before)
    kept = Seen.of(listed)
    SeenList.objects.update_or_create(
        url=row.url,
        defaults={
            "digest": hashlib.sha256(data).hexdigest(),
            "valid_from": kept.valid_from,
            "packed": kept.packed,
            "seen_at": now,
        },
    )


def _compare(row: StatusList, listed: Listed, before: SeenList) -> Iterator[Finding]:
    owner = row.organisation_id
    kept = Seen(before.valid_from, bytes(before.packed))
    if watching.is_older(kept, listed):
        reason = f"The list {row.url} is older than the one seen before."
        yield Finding(AlarmCode.OLDER_LIST, row.url, reason, owner)
    gone = watching.cleared(kept, listed)
    if row.purpose == StatusPurpose.SUSPENSION:
        gone = _not_lifted(row, gone, before.valid_from or before.seen_at)
    if gone:
        shown = ", ".join(map(str, gone[:SHOWN])) + (" …" if len(gone) > SHOWN else "")
        reason = (
            f"{len(gone)} place(s) of the list {row.url} are not revoked or suspended any more, "
            f"and nobody lifted them: {shown}."
        )
        yield Finding(AlarmCode.UNREVOKED, f"{row.url}#{gone[0]}", reason, owner)


def _not_lifted(row: StatusList, places: list[int], since: datetime) -> list[int]:
    """Return the places of a suspension list that nobody lifted since the list before."""
    slots: Any = StatusSlot.objects.with_scopes_disabled()
    held = dict(
        slots.filter(status_list=row, index__in=places).values_list("index", "subject_id")
    )
    trail: Any = AuditEntry.objects.with_scopes_disabled()
    lifted = set(
        trail.filter(
            organisation_id=row.organisation_id,
            action=LIFTED,
            object_id__in=[str(one) for one in held.values()],
            at__gte=since,
        ).values_list("object_id", flat=True)
    )
    return [place for place in places if str(held.get(place)) not in lifted]


def _way(row: StatusList, digest: str, now: datetime) -> Way:
    """Say whether exactly these bytes of a list stand in the log, are on their way, or neither."""
    rows: Any = LogEntry.objects.with_scopes_disabled()
    own = rows.filter(organisation=row.organisation_id, kind=EntryKind.STATUS_LIST)
    own = own.filter(said__sha256=digest, said__url=row.url)
    if own.filter(index__isnull=False).exists():
        return Way.LOGGED
    waiting = own.filter(index=None, dropped="").order_by("pk").first()
    if waiting is None:
        return Way.MISSING
    if is_fresh(row.url, now) or _is_halted(row.organisation_id):
        return Way.WAITING
    passed_by = rows.filter(index__isnull=False, pk__gt=waiting.pk).exists()
    return Way.MISSING if passed_by else Way.WAITING


def is_fresh(what: str, now: datetime) -> bool:
    """Tell whether the monitor has waited less than `PATIENCE` for something to come right."""
    row, _made = WaitingList.objects.get_or_create(url=what, defaults={"since": now})
    return now - row.since < PATIENCE


def _is_halted(organisation_id: UUID) -> bool:
    """Tell whether a kill switch keeps entries of an organisation waiting."""
    mine = Q(organisation_id=organisation_id) | Q(key__organisation_id=organisation_id)
    everybody = Q(organisation=None, key=None)
    return KillSwitch.objects.filter(mine | everybody, lifted_at=None).exists()
