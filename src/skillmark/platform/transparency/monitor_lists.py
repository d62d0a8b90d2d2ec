"""Watching the published status lists: nothing that was revoked may silently come back.

Of a revocation list no bit is ever cleared. Of a suspension list a bit is cleared when somebody
lifts the suspension, and then that act stands in the audit trail.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.core.status import list_credential, watching
from skillmark.core.status.list_credential import StatusList as Listed
from skillmark.core.status.watching import Seen
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.transparency.models import EntryKind, LogEntry
from skillmark.platform.transparency.monitor_alarms import Finding
from skillmark.platform.transparency.monitor_models import AlarmCode, SeenList
from skillmark.platform.trust.models import StatusList, StatusPurpose, StatusSlot

PATIENCE: Final = timedelta(minutes=2)  # that a fresh list may take into the log
LIFTED: Final = "credential.lifted"
SHOWN: Final = 5  # places named in one sentence


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
        if now - row.published_at < PATIENCE and not _is_logged(row.url, digest):
            continue  # on its way into the log; the next round sees it
        yield from _look_at(row, data, digest, before, now)


def _look_at(
    row: StatusList, data: bytes, digest: str, before: SeenList | None, now: datetime
) -> Iterator[Finding]:
    owner = row.organisation_id
    try:
        listed = list_credential.parse(jsonio.load_object(data, max_bytes=len(data) + 1))
    except SkillmarkError as error:
        yield Finding(AlarmCode.UNLOGGED_LIST, row.url, error.message, owner)
        return
    if not _is_logged(row.url, digest):
        reason = f"The list {row.url} as it is published now stands nowhere in the log."
        yield Finding(AlarmCode.UNLOGGED_LIST, row.url, reason, owner)
    if before is not None:
        yield from _compare(row, listed, before)
    kept = Seen.of(listed)
    SeenList.objects.update_or_create(
        url=row.url,
        defaults={
            "digest": digest,
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


def _is_logged(url: str, digest: str) -> bool:
    """Tell whether exactly these bytes of a list stand in the log."""
    rows: Any = LogEntry.objects.with_scopes_disabled()
    own = rows.filter(kind=EntryKind.STATUS_LIST, index__isnull=False, said__sha256=digest)
    found: bool = own.filter(said__url=url).exists()
    return found
