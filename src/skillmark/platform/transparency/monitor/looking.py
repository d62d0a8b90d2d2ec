"""The monitor: reads the public log and the published lists as anybody could, and compares.

Every round goes on from where the last one ended. The newer log must contain the older one; every
issuer's numbers must go on without a gap and its time never back; every entry must be one that this
site wrote itself, signed with a key of that issuer; a checkpoint that counts as witnessed must be
so; and no list may silently give back what was revoked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from skillmark.core.errors import SkillmarkError
from skillmark.core.log import Checkpoint, Entry, Note, check_cosigned
from skillmark.core.log.errors import LogError
from skillmark.platform.transparency import places, selectors
from skillmark.platform.transparency.errors import LogBehindError
from skillmark.platform.transparency.models import (
    WRITER,
    LogEntry,
    LogWriter,
    PublishedCheckpoint,
)
from skillmark.platform.transparency.monitor import lists as monitor_lists
from skillmark.platform.transparency.monitor.alarms import Finding, sound
from skillmark.platform.transparency.monitor_models import (
    MONITOR,
    AlarmCode,
    MonitorAlarm,
    MonitorState,
    WatchedIssuer,
)
from skillmark.platform.trust.models import IssuerKey


def look(now: datetime) -> list[MonitorAlarm]:
    """Make one round; return the alarms that are new."""
    found = [*_log(now), *_witnesses(now), *monitor_lists.look(now)]
    return [alarm for alarm in map(sound, found) if alarm is not None]


def _log(now: datetime) -> Iterator[Finding]:
    """Read what is new in the log, every byte against the newest checkpoint."""
    newest = selectors.newest()
    if newest is None:
        return
    with transaction.atomic():
        MonitorState.objects.get_or_create(pk=MONITOR)
        state = MonitorState.objects.select_for_update().get(pk=MONITOR)
        if newest.size < state.size:
            reason = f"It had {state.size} entries, and has {newest.size} now."
            yield Finding(AlarmCode.REWRITTEN, f"size {state.size}", reason)
            return
        try:
            reader = selectors.reader(newest)
            if state.size:
                old = Checkpoint(state.origin, state.size, bytes(state.root))
                reader.consistency(old)
            news = list(reader.entries(state.size))
        except LogError as error:
            reason = f"Its files do not lead from the last round to now. {error.message}"
            yield Finding(AlarmCode.REWRITTEN, f"after {state.size}", reason)
            return
        yield from _entries(news)
        state.origin, state.size, state.root = newest.origin, newest.size, newest.root
        state.looked_at = now
        state.save()


@dataclass(slots=True)
class _Issuers:
    """What is known of the issuers whose entries are new."""

    watched: dict[str, WatchedIssuer] = field(default_factory=dict)
    owners: dict[str, Any] = field(default_factory=dict)
    bodies: dict[str, set[bytes]] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)

    def learn(self, issuer: str) -> WatchedIssuer:
        """Return an issuer's row, with what this site wrote in its name at hand."""
        if issuer not in self.watched:
            row, _made = WatchedIssuer.objects.get_or_create(issuer=issuer)
            self.watched[issuer] = row
            rows: Any = LogEntry.objects.with_scopes_disabled()
            own = rows.filter(issuer=bytes.fromhex(issuer), organisation__isnull=False)
            facts = list(own.values_list("organisation_id", "body"))
            self.owners[issuer] = facts[0][0] if facts else None
            self.bodies[issuer] = {bytes(body) for _owner, body in facts}
            keys: Any = IssuerKey.objects.with_scopes_disabled()
            mine = keys.filter(organisation_id=self.owners[issuer])
            self.keys[issuer] = set(mine.values_list("public_multikey", flat=True))
        return self.watched[issuer]


def _entries(news: list[tuple[int, bytes]]) -> Iterator[Finding]:
    issuers = _Issuers()
    for index, data in news:
        try:
            entry = Entry.parse(data)
        except SkillmarkError as error:
            yield Finding(AlarmCode.UNKNOWN, f"entry {index}", error.message, index=index)
            continue
        row = issuers.learn(entry.issuer.hex())
        yield from _judge(index, entry, row, issuers)
        row.sequence = max(row.sequence, entry.sequence)
        row.time = max(row.time, entry.time)
    for row in issuers.watched.values():
        row.save()


def _judge(
    index: int, entry: Entry, row: WatchedIssuer, issuers: _Issuers
) -> Iterator[Finding]:
    """Say what is wrong with one entry."""
    issuer = row.issuer
    owner = issuers.owners[issuer]
    about = f"entry {index}"
    expected = row.sequence + 1
    if entry.sequence != expected:
        reason = f"Number {expected} was to come, and {entry.sequence} came."
        yield Finding(AlarmCode.GAP, about, reason, owner, index)
    if entry.time < row.time:
        reason = "The entry is dated before the one that stands before it."
        yield Finding(AlarmCode.TIME_BACK, about, reason, owner, index)
    if entry.body not in issuers.bodies[issuer]:
        reason = "This site did not write it: somebody else did, in the issuer's name."
        yield Finding(AlarmCode.UNKNOWN, about, reason, owner, index)
    if not _is_signed(entry, issuers.keys[issuer]):
        reason = "Its signature is not by a key of the issuer."
        yield Finding(AlarmCode.FOREIGN_KEY, about, reason, owner, index)


def _is_signed(entry: Entry, keys: set[str]) -> bool:
    try:
        entry.check_signature()
    except SkillmarkError:
        return False
    return entry.key.to_multikey() in keys


def _witnesses(now: datetime) -> Iterator[Finding]:
    """Look whether a checkpoint that counts as witnessed is, and whether a witness knows more.

    After other witnesses were named, those of before stand under the newest checkpoint, until the
    new ones have answered.
    """
    writer = LogWriter.objects.filter(pk=WRITER).first()
    if writer is not None and writer.error_code == LogBehindError.code:
        yield Finding(AlarmCode.WITNESS, "the log is behind", writer.error)
    seen = PublishedCheckpoint.objects.filter(complete=True, witnessed_at__isnull=False)
    row = seen.order_by("-size").first()
    known = places.witnesses()
    if row is None or not known:
        return
    others = False
    try:
        note = Note.parse(row.note.encode())
        head = Checkpoint.parse(note.text)
        holds = head == Checkpoint(row.origin, row.size, bytes(row.root))
        signed = holds and any(check_cosigned(note, one.key) for one in known)
        others = holds and any(line.name != row.origin for line in note.signatures)
    except SkillmarkError:
        signed = False
    about = f"checkpoint {row.size}"
    if signed or (others and monitor_lists.is_fresh(about, now)):
        return
    reason = "The checkpoint counts as witnessed, and no witness of the policy signed it."
    yield Finding(AlarmCode.WITNESS, about, reason)
