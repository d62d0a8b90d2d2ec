"""The one writer of the log: gathers, signs, appends, asks the witnesses, publishes.

Everything it does can stop at any line. What is signed is in a row before it is appended; what is
appended is found in the log when it is opened again, by its bytes; what is published is told once
more rather than never. An entry is never appended twice: the rows say how far the log went, and a
log that went further is read first.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

import structlog
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from skillmark.core.errors import SkillmarkError
from skillmark.core.log import (
    Checkpoint,
    Entry,
    LogError,
    LogPolicy,
    Note,
    check_witnesses,
)
from skillmark.logstore import LogStore
from skillmark.logstore.errors import StoreMissingError
from skillmark.platform.transparency import logkey, places, sealing, selectors
from skillmark.platform.transparency.errors import DatabaseBehindError, LogBehindError
from skillmark.platform.transparency.logkey import LogKey
from skillmark.platform.transparency.models import (
    WRITER,
    LogEntry,
    LogWriter,
    PublishedCheckpoint,
)
from skillmark.platform.transparency.signals import checkpoint_published
from skillmark.platform.transparency.witnesses import Witnesses
from skillmark.platform.transparency.writing_rows import update_each

log = structlog.get_logger("skillmark.log")

APPENDED: Final = 5_000  # entries of one checkpoint
WAY_OUT: Final = "When that was meant, run “skillmark log adopt”."
_ADOPTABLE: Final = frozenset({"logstore.missing", "logstore.rollback"})

type Fault = Callable[[str], None]
"""Called with the name of each step, so that a test can stop there."""


def _no_fault(_step: str) -> None:
    """Go on."""


class Publisher:
    """The log, open for writing, and its rows."""

    def __init__(
        self, store: LogStore, key: LogKey, witnesses: Witnesses, fault: Fault = _no_fault
    ) -> None:
        self._store = store
        self._key = key
        self._witnesses = witnesses
        self._policy: LogPolicy = places.policy((key.note_key,))
        self._fault = fault
        self._ahead = 0

    @classmethod
    def open(cls, fault: Fault = _no_fault) -> "Publisher":
        """Open the log, or begin it when there never was one, and catch up with it.

        Raises:
            LogBehindError: the log is older than what database or witnesses have seen.
            DatabaseBehindError: the log holds what the database does not know.
            LogStoreError: the files do not fit, or another process writes them.
            SkillmarkError: the key does not open, or a setting is wrong.
        """
        key = logkey.open_key()
        store = _open_store(key)
        try:
            publisher = cls(store, key, Witnesses(places.witnesses(), store.source), fault)
            publisher._ask_first()
            publisher._catch_up()
        except BaseException:
            store.close()
            raise
        return publisher

    @property
    def size(self) -> int:
        """How many entries are in the log."""
        return self._store.checkpoint.size

    def close(self) -> None:
        """Let the log go."""
        self._store.close()

    def step(self, now: datetime) -> int:
        """Gather, sign, append and publish what waits; return how many entries went in.

        Raises:
            SkillmarkError: the log cannot be written; open it again.
        """
        sealing.gather(now)
        self._fault("gathered")
        sealing.seal(now)
        self._fault("sealed")
        return self._append()

    def cosign(self) -> bool:
        """Ask witnesses that have not cosigned the newest checkpoint; say whether one did."""
        note = self._store.note
        if not self._store.checkpoint.size or not self._witnesses.missing(note):
            return False
        heard = self._witnesses.ask(note)
        self._refuse_if_behind(heard.ahead)
        if heard.note == note:
            return False
        self._store.cosign(heard.note)
        self._keep(heard.note)
        return True

    def _append(self) -> int:
        rows = list(
            LogEntry.objects.with_scopes_disabled()
            .filter(leaf__isnull=False, index=None)
            .only("leaf")
            .order_by("sequence", "id")[:APPENDED]
        )
        if not rows:
            return 0
        first = self._store.checkpoint.size
        note = self._store.append(
            [bytes(row.leaf or b"") for row in rows],
            sign=self._sign,
            witnesses=self._with_cosignatures,
        )
        self._fault("appended")
        self._refuse_if_behind(self._ahead)
        self._record(rows, first)
        self._fault("recorded")
        self._keep(note)
        self._fault("kept")
        return len(rows)

    def _sign(self, checkpoint: Checkpoint) -> Note:
        self._fault("signing")
        return self._key.sign(checkpoint)

    def _with_cosignatures(self, note: Note) -> Note:
        self._fault("anchored")
        heard = self._witnesses.ask(note)
        self._ahead = heard.ahead
        self._fault("witnessed")
        return heard.note

    def _record(self, rows: Sequence[LogEntry], first: int) -> None:
        with transaction.atomic():
            update_each(
                LogEntry,
                ["index"],
                [(first + place, row.pk) for place, row in enumerate(rows)],
            )

    def _keep(self, note: Note) -> None:
        """Keep a published checkpoint as a row, and tell."""
        head = Checkpoint.parse(note.text)
        now = timezone.now()
        complete, at = _quorum(note, self._policy, now)
        row, _made = PublishedCheckpoint.objects.get_or_create(
            size=head.size,
            defaults={
                "origin": head.origin,
                "root": head.root,
                "note": note.to_bytes().decode(),
                "published_at": now,
                "complete": complete,
                "witnessed_at": at,
            },
        )
        if row.note != note.to_bytes().decode():
            row.note, row.complete = note.to_bytes().decode(), complete
            row.witnessed_at = row.witnessed_at or at
            row.save(update_fields=["note", "complete", "witnessed_at"])
        published = selectors.as_published(row)
        for receiver, result in checkpoint_published.send_robust(
            sender=PublishedCheckpoint, published=published
        ):
            if isinstance(result, Exception):
                log.error("checkpoint receiver failed", receiver=str(receiver), exc_info=result)

    def _ask_first(self) -> None:
        """Let witnesses say whether they have seen more of the log than lies here."""
        if self._store.checkpoint.size:
            heard = self._witnesses.ask(self._store.note, all_of_them=True)
            self._refuse_if_behind(heard.ahead)

    def _refuse_if_behind(self, ahead: int) -> None:
        if ahead > self._store.checkpoint.size:
            raise LogBehindError(
                "A witness has seen more of the log than lies here: an older copy was put back.",
                size=self._store.checkpoint.size,
                known=ahead,
            )

    def _catch_up(self) -> None:
        """Find what is in the log and not yet in the rows, as after a crash."""
        head = self._store.checkpoint
        known = recorded_size()
        newest = PublishedCheckpoint.objects.aggregate(size=Max("size"))["size"] or 0
        if max(known, newest) > head.size:
            raise LogBehindError(
                "The database knows more of the log than lies here: an older copy was put back.",
                size=head.size,
                known=max(known, newest),
            )
        rows = [_row_of(index, leaf) for index, leaf in self._store.reader().entries(known)]
        if rows:
            self._record(rows, known)
        if head.size:
            self._keep(self._store.note)


def recorded_size() -> int:
    """Return how many entries of the log the rows know."""
    top = LogEntry.objects.with_scopes_disabled().aggregate(top=Max("index"))["top"]
    return 0 if top is None else top + 1


def _row_of(index: int, leaf: bytes) -> LogEntry:
    """Return the row of an entry that lies in the log and has no index yet.

    Raises:
        DatabaseBehindError: there is none.
    """
    entry = Entry.parse(leaf)
    row: LogEntry | None = (
        LogEntry.objects.with_scopes_disabled()
        .filter(issuer=entry.issuer, sequence=entry.sequence, index=None)
        .first()
    )
    if row is None or bytes(row.leaf or b"") != leaf:
        raise DatabaseBehindError(
            "The log holds entries that the database does not know: an older one was put back. "
            f"{WAY_OUT}",
            index=index,
        )
    return row


def _open_store(key: LogKey) -> LogStore:
    """Open the log; begin it if none was ever begun.

    Raises:
        LogBehindError: there was one, and its folder is empty.
        LogStoreError: it cannot be opened.
    """
    folder, anchor = places.folder(), places.anchor()
    begun = LogWriter.objects.filter(pk=WRITER).exclude(origin="").exists()
    try:
        store = LogStore.open(folder, anchor, key=key.note_key)
    except StoreMissingError:
        if begun or (folder / "checkpoint").exists():
            raise
        store = LogStore.create(folder, anchor, key=key.note_key, sign=key.sign)
    if not begun:
        LogWriter.objects.update_or_create(pk=WRITER, defaults={"origin": key.note_key.name})
    return store


def _quorum(note: Note, policy: LogPolicy, now: datetime) -> tuple[bool, datetime | None]:
    """Say whether enough witnesses cosigned a checkpoint, and since when by their clocks."""
    try:
        seen = check_witnesses(note, policy, int(now.timestamp()))
    except LogError:
        return False, None
    return True, None if seen.time is None else datetime.fromtimestamp(seen.time, UTC)


def note_error(error: SkillmarkError, now: datetime) -> None:
    """Keep why the log cannot be written, for the operator, and what leads out of it."""
    message = f"{error.message} {WAY_OUT}" if error.code in _ADOPTABLE else error.message
    LogWriter.objects.update_or_create(
        pk=WRITER,
        defaults={"error_code": error.code[:80], "error": message[:500], "failed_at": now},
    )


def clear_error() -> None:
    """Forget the last error, when there was one."""
    LogWriter.objects.filter(pk=WRITER).exclude(error_code="").update(
        error_code="", error="", failed_at=None
    )
