"""Status lists: places given out at random, bits set, lists published in one transaction.

Every credential gets one place for revocation and one for suspension. A place is random in its
list and never given twice; a list takes new credentials until it is half full, so that an index
says nothing about time or neighbours. The bit array itself is `skillmark.core.status`' work.
"""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from skillmark.core.jsonio import JsonObject
from skillmark.core.status import entry, list_credential
from skillmark.core.status.bitstring import Bitstring
from skillmark.platform.events.ids import uuid7
from skillmark.platform.trust import addresses, signals, signing
from skillmark.platform.trust.errors import StatusSlotError, TrustError
from skillmark.platform.trust.models import (
    IssuerIdentity,
    KeyPurpose,
    StatusList,
    StatusPurpose,
    StatusSlot,
)

log = structlog.get_logger("skillmark.trust")

FULL_SHARE: Final = 2  # a list is closed to new credentials when 1/2 of it is given out
TIME_TO_LIVE: Final = timedelta(minutes=5)  # how long a verifier may keep a list
LIST_VALIDITY: Final = timedelta(days=30)  # a list older than this says nothing any more
REFRESH_AFTER: Final = timedelta(days=1)  # a served list is signed anew at this age
_DRAW: Final = 1_000  # indexes looked up at once
_UPDATE: Final = 500  # bits of one statement


@dataclass(frozen=True, slots=True)
class Place:
    """Where the status of one credential stands for one purpose."""

    url: str
    index: int
    purpose: str

    def to_entry(self) -> JsonObject:
        """Return the ``credentialStatus`` entry that points here."""
        return entry.build(
            status_list_credential=self.url, index=self.index, purpose=self.purpose
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One bit to set or clear."""

    subject_id: UUID
    purpose: StatusPurpose
    value: bool


def allot(identity: IssuerIdentity, subjects: Sequence[UUID]) -> dict[UUID, tuple[Place, ...]]:
    """Give each credential its places, one for each purpose, in two inserts.

    Must run inside the transaction that stores the credentials. Transactions that allot under
    one identity wait for each other, so no index is given twice; the unique constraint of the
    table says the same again.
    """
    if not transaction.get_connection().in_atomic_block:
        raise StatusSlotError("Places are allotted inside the transaction that uses them.")
    places: dict[UUID, list[Place]] = {subject: [] for subject in subjects}
    if not places:
        return {}
    rows = IssuerIdentity.objects.with_scopes_disabled()
    rows.select_for_update(no_key=True).get(pk=identity.pk)
    for purpose in StatusPurpose:
        for subject, place in _allot_purpose(identity, purpose, list(places)):
            places[subject].append(place)
    return {subject: tuple(found) for subject, found in places.items()}


def set_status(changes: Iterable[Change], *, at: datetime | None = None) -> tuple[UUID, ...]:
    """Set and clear bits, publish each list touched once, and return the lists' ids.

    One transaction: the bits and the published bytes change together or not at all.

    Raises:
        StatusSlotError: a credential has no place for the purpose.
        SigningHaltedError: a kill switch is set; nothing changed.
    """
    wanted = {(change.subject_id, change.purpose.value): change.value for change in changes}
    at = at or timezone.now()
    with transaction.atomic():
        subjects = {subject for subject, _purpose in wanted}
        slots = _slots(subjects)
        missing = wanted.keys() - {(slot.subject_id, slot.purpose) for slot in slots}
        if missing:
            raise StatusSlotError("A credential has no place in a status list.")
        changed = []
        for slot in slots:
            value = wanted.get((slot.subject_id, slot.purpose), slot.value)
            if value != slot.value:
                slot.value, slot.changed_at = value, at
                changed.append(slot)
        touched = sorted({slot.status_list_id for slot in changed})
        lists = StatusList.objects.with_scopes_disabled().select_for_update()
        locked = list(lists.filter(pk__in=touched).order_by("pk"))
        _write(changed, at)
        for row in locked:  # whoever waited for the lock must not date a list back
            publish(row, at=max(at, row.published_at))
    return tuple(touched)


def _write(changed: Sequence[StatusSlot], at: datetime) -> None:
    """Store bits: one statement for many of a value, since a statement a bit is slow."""
    everywhere = StatusSlot.objects.with_scopes_disabled()
    for value in (True, False):
        ids = [slot.pk for slot in changed if slot.value is value]
        for part in batched(ids, _UPDATE):
            everywhere.filter(pk__in=part).update(value=value, changed_at=at)


def publish(row: StatusList, *, at: datetime | None = None) -> StatusList:
    """Build the list from its places, sign it and store the bytes in the row, in a transaction."""
    at = at or timezone.now()
    indexes = (
        StatusSlot.objects.with_scopes_disabled()
        .filter(status_list=row, value=True)
        .values_list("index", flat=True)
    )
    bits = Bitstring.zeros(row.length).with_bits(dict.fromkeys(indexes, True))
    document = list_credential.build(
        url=row.url,
        issuer=row.identity.did,
        purpose=row.purpose,
        bits=bits,
        valid_from=at,
        valid_until=at + LIST_VALIDITY,
        ttl=TIME_TO_LIVE,
    )
    signer = signing.open_signer(row.identity, KeyPurpose.STATUS, created=at)
    signed = signer.sign_status_list(document)
    row.document = signed.data
    row.digest = hashlib.sha256(signed.data).hexdigest()
    row.published_at = at
    row.save()
    signals.status_list_published.send(sender=StatusList, row=row, at=at)
    return row


def served(list_id: UUID, *, at: datetime | None = None) -> StatusList | None:
    """Return the list that an address names, signed anew when its bytes are a day old."""
    at = at or timezone.now()
    lists = StatusList.objects.with_scopes_disabled().select_related("identity")
    row: StatusList | None = lists.filter(pk=list_id).first()
    if row is None or at - row.published_at < REFRESH_AFTER:
        return row
    with transaction.atomic():
        locked: StatusList = lists.select_for_update(of=("self",)).get(pk=list_id)
        if at - locked.published_at < REFRESH_AFTER:
            return locked
        return publish(locked, at=at)


def renew(at: datetime) -> tuple[int, int]:
    """Sign every list anew whose bytes are a day old, one transaction each.

    Served lists are renewed on the way out; this keeps those alive that nobody asks for, since a
    list whose validity ended says nothing any more.

    Returns:
        How many were renewed, and how many could not be.
    """
    lists = StatusList.objects.with_scopes_disabled()
    due = lists.filter(published_at__lte=at - REFRESH_AFTER).order_by("published_at")
    renewed = failed = 0
    for list_id in list(due.values_list("pk", flat=True)):
        try:
            renewed += _renew(list_id, at)
        except TrustError as error:
            failed += 1
            log.warning("status list not renewed", list=str(list_id), code=error.code)
    return renewed, failed


def _renew(list_id: UUID, at: datetime) -> bool:
    lists = StatusList.objects.with_scopes_disabled().select_related("identity")
    with transaction.atomic():
        waiting = lists.select_for_update(of=("self",), skip_locked=True).filter(
            pk=list_id, published_at__lte=at - REFRESH_AFTER
        )
        row: StatusList | None = waiting.first()
        if row is not None:
            publish(row, at=at)
    return row is not None


def _slots(subjects: Collection[UUID]) -> list[Any]:
    slots = StatusSlot.objects.with_scopes_disabled()
    return list(slots.filter(subject_id__in=subjects).order_by("pk"))


def _allot_purpose(
    identity: IssuerIdentity, purpose: StatusPurpose, subjects: list[UUID]
) -> Iterable[tuple[UUID, Place]]:
    waiting = subjects
    while waiting:
        row = _open_list(identity, purpose)
        room = row.length // FULL_SHARE - row.used
        taken, waiting = waiting[:room], waiting[room:]
        indexes = _free_indexes(row, len(taken))
        slots = [
            StatusSlot(
                organisation_id=identity.organisation_id,
                status_list=row,
                index=index,
                subject_id=subject,
                purpose=purpose,
            )
            for subject, index in zip(taken, indexes, strict=True)
        ]
        StatusSlot.objects.with_scopes_disabled().bulk_create(slots, batch_size=1_000)
        row.used += len(slots)
        row.save(update_fields=["used"])
        for slot in slots:
            yield slot.subject_id, Place(row.url, slot.index, purpose.value)


def _open_list(identity: IssuerIdentity, purpose: StatusPurpose) -> StatusList:
    lists = StatusList.objects.with_scopes_disabled().select_for_update()
    newest: StatusList | None = (
        lists.filter(identity=identity, purpose=purpose).order_by("-number").first()
    )
    if newest is not None and newest.used < newest.length // FULL_SHARE:
        return newest
    list_id = uuid7()
    fresh = StatusList(
        id=list_id,
        organisation_id=identity.organisation_id,
        identity=identity,
        purpose=purpose,
        number=newest.number + 1 if newest else 1,
        url=addresses.status_list(list_id),
    )
    return publish(fresh)


def _free_indexes(row: StatusList, count: int) -> list[int]:
    """Return `count` random indexes of the list that nobody holds, in random order."""
    free: dict[int, None] = {}
    given = StatusSlot.objects.with_scopes_disabled().filter(status_list=row)
    while len(free) < count:
        wanted = min(count - len(free), _DRAW)
        drawn = dict.fromkeys(secrets.randbelow(row.length) for _ in range(wanted))
        held = set(given.filter(index__in=drawn).values_list("index", flat=True))
        free |= {index: None for index in drawn if index not in held}
    return list(free)
