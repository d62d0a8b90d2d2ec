"""From intents to signed entries: credentials are gathered into batches, entries get their numbers.

Only the one writer of the log runs this. What it wrote, it finds again after a crash: a batch is
made in one transaction with its members, and a number is given together with the signature.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched, groupby
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Max

from skillmark.core.crypto import Signer
from skillmark.core.log import Batch, Entry, Kind, issuer_hash, padding_bytes
from skillmark.platform.transparency.models import (
    EntryKind,
    LogBatch,
    LogEntry,
    LoggedCredential,
)
from skillmark.platform.transparency.writing_rows import update_each
from skillmark.platform.trust import keys, signing
from skillmark.platform.trust.errors import NoKeyError, TrustError
from skillmark.platform.trust.models import IssuerIdentity, IssuerKey, KeyPurpose

log = structlog.get_logger("skillmark.log")

WINDOW: Final = timedelta(seconds=0.7)  # a single credential waits for others that long
FULL: Final = 2_048  # credentials of one batch; the proof of one is made in 10 ms
GATHERED: Final = 8 * FULL  # looked at in one round
SEALED: Final = 2_000  # entries signed in one round
NO_KEY: Final = "the issuer has no key left"
_IDS: Final = 2_000  # of one statement


@dataclass(frozen=True, slots=True)
class _Hand:
    """What signs the entries of one issuer."""

    did: str
    signer: Signer
    key: IssuerKey


class _Changed(Exception):  # noqa: N818 - never leaves this module
    """Somebody else gathered the same credentials."""


def gather(now: datetime) -> int:
    """Make batches of the credentials that wait, and return how many batches."""
    rows = (
        LoggedCredential.objects.with_scopes_disabled()
        .filter(entry=None)
        .order_by("id")
        .values_list("organisation_id", "did", "id", "commitment", "made_at")[:GATHERED]
    )
    waiting = sorted(rows, key=lambda row: (str(row[0]), row[1], row[2]))
    count = 0
    for (organisation_id, did), members in groupby(waiting, key=lambda row: row[:2]):
        for part in batched(members, FULL):
            if len(part) == FULL or now - min(row[4] for row in part) >= WINDOW:
                facts = [(row[2], bytes(row[3])) for row in part]
                count += _make_batch(organisation_id, did, facts, now)
    return count


def seal(now: datetime) -> int:
    """Number and sign entries that wait, and return how many; a halted issuer's go on waiting."""
    waiting = list(
        LogEntry.objects.with_scopes_disabled()
        .filter(leaf=None, index=None, dropped="")
        .defer("said")
        .order_by("id")[:SEALED]
    )
    if not waiting:
        return 0
    hands = _Hands()
    done = [row for row in waiting if hands.take(row)]
    _number(done, hands, int(now.timestamp()))
    fields = ["did", "issuer", "sequence", "time", "leaf"]
    with transaction.atomic():
        update_each(
            LogEntry,
            fields,
            [(row.did, row.issuer, row.sequence, row.time, row.leaf, row.pk) for row in done],
        )
    return len(done)


def _make_batch(
    organisation_id: UUID, did: str, members: Sequence[tuple[int, bytes]], now: datetime
) -> int:
    commitments = [commitment for _id, commitment in members]
    batch = Batch.of(commitments, secrets.token_bytes(padding_bytes(len(members))))
    try:
        with transaction.atomic():
            entry = LogEntry.objects.with_scopes_disabled().create(
                organisation_id=organisation_id,
                did=did,
                issuer=issuer_hash(did),
                kind=EntryKind.ISSUE_BATCH,
                body=batch.root,
                made_at=now,
            )
            LogBatch.objects.create(
                entry=entry, count=len(members), leaves=b"".join(batch.levels[0])
            )
            _join(entry, [pk for pk, _commitment in members])
    except _Changed:
        return 0
    return 1


def _join(entry: LogEntry, ids: Sequence[int]) -> None:
    rows = LoggedCredential.objects.with_scopes_disabled()
    for part in batched(ids, _IDS):
        if rows.filter(pk__in=part, entry=None).update(entry=entry) != len(part):
            raise _Changed


def _number(rows: Iterable[LogEntry], hands: "_Hands", now: int) -> None:
    """Give each entry its issuer's next number and a time that never goes back, and sign it."""
    last: dict[bytes, tuple[int, int]] = {}
    for row in rows:
        hand = hands.of(row)
        row.did, row.issuer = hand.did, issuer_hash(hand.did)
        known = last.get(row.issuer) or _last(row.issuer)
        row.sequence, row.time = known[0] + 1, max(known[1], now)
        last[row.issuer] = (row.sequence, row.time)
        entry = Entry.build(
            Kind(row.kind),
            did=hand.did,
            sequence=row.sequence,
            time=row.time,
            body=bytes(row.body),
            signer=hand.signer,
            public=keys.public_half(hand.key),
        )
        row.leaf = entry.to_bytes()


def _last(issuer: bytes) -> tuple[int, int]:
    rows = LogEntry.objects.with_scopes_disabled().filter(issuer=issuer)
    found = rows.aggregate(sequence=Max("sequence"), time=Max("time"))
    return found["sequence"] or 0, found["time"] or 0


class _Hands:
    """The open keys of one round, and the issuers that cannot sign now."""

    def __init__(self) -> None:
        self._open: dict[tuple[UUID, str, bool], _Hand | None] = {}

    def take(self, row: LogEntry) -> bool:
        """Say whether the entry can be signed now; one that never can be is dropped."""
        name = self._name(row)
        if name not in self._open:
            self._open[name] = self._hand(row)
        return self._open[name] is not None

    def of(self, row: LogEntry) -> _Hand:
        """Return what signs an entry that was taken."""
        hand = self._open[self._name(row)]
        assert hand is not None  # noqa: S101 - `take` said so
        return hand

    def _name(self, row: LogEntry) -> tuple[UUID, str, bool]:
        assert row.organisation_id is not None  # noqa: S101 - only what is in the log has none
        return row.organisation_id, row.did, row.kind == EntryKind.KEY_EVENT

    def _hand(self, row: LogEntry) -> _Hand | None:
        try:
            return _open(row)
        except NoKeyError:
            return self._successor(row)
        except TrustError as error:
            log.warning("log entry waits for its issuer", issuer=row.did, code=error.code)
            return None

    def _successor(self, row: LogEntry) -> _Hand | None:
        """Return what signs for an identity whose one key fell: only that it did is still said."""
        identities: Any = IssuerIdentity.objects.with_scopes_disabled()
        current = identities.filter(
            organisation_id=row.organisation_id, is_current=True
        ).first()
        if row.kind == EntryKind.KEY_EVENT and current is not None and current.did != row.did:
            try:
                return _open(row, current)
            except TrustError as error:
                log.warning("key event waits", issuer=current.did, code=error.code)
                return None
        LogEntry.objects.with_scopes_disabled().filter(pk=row.pk).update(dropped=NO_KEY)
        log.error("log entry dropped", issuer=row.did, entry=row.pk)
        return None


def _open(row: LogEntry, identity: IssuerIdentity | None = None) -> _Hand:
    identities: Any = IssuerIdentity.objects.with_scopes_disabled()
    mine = (
        identity or identities.filter(organisation_id=row.organisation_id, did=row.did).first()
    )
    if mine is None:
        raise NoKeyError("The identity of the entry is gone.")
    key = keys.ensure_key(mine, KeyPurpose.LOG)
    signing.refuse_when_halted(mine.organisation_id, key.pk, KeyPurpose.LOG)
    return _Hand(mine.did, keys.open_key(key), key)
