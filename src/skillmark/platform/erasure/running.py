"""The work of an erasure: begun once, then part after part, then told."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from skillmark.platform.erasure import farewell, services
from skillmark.platform.erasure.models import Erasure, ErasureState
from skillmark.platform.events import services as events
from skillmark.platform.events.erasure import Part, Subject, parts
from skillmark.platform.events.outbox import (
    ChannelDownError,
    CutError,
    LaterError,
    RefusedError,
)
from skillmark.platform.issuing.models import Credential
from skillmark.platform.people.models import Person

log = structlog.get_logger("skillmark.erasure")

TOLD_WITHIN: Final = timedelta(hours=1)
"""For so long the last mail is tried; then the address goes without it."""


def begin(erasure_id: UUID) -> int:
    """Note whom it is about, once, and return how many parts there are to do."""
    with transaction.atomic():
        erasure = _held(erasure_id)
        if erasure.state == ErasureState.WAITING:
            whom = services.whom(erasure)
            Person.objects.get_or_create(pk=erasure.pk)  # nobody, in the person's place
            erasure.addresses = sorted(whom.emails)
            erasure.names = sorted(whom.names)
            erasure.person_id = whom.person
            erasure.credentials = b"".join(one.bytes for one in sorted(whom.credentials))
            erasure.state, erasure.begun_at = ErasureState.RUNNING, timezone.now()
            erasure.save()
            _record_elsewhere(erasure, whom)
    return len(parts())


def advance(erasure_id: UUID) -> bool:
    """Do the next part, in one transaction; say whether there was one."""
    with transaction.atomic():
        erasure = _held(erasure_id)
        if erasure.state != ErasureState.RUNNING:
            return False
        part = _next(erasure)
        if part is None:
            erasure.state, erasure.erased_at = ErasureState.TELLING, timezone.now()
            erasure.save(update_fields=["state", "erased_at"])
            return False
        _erase(part, erasure)
    return True


def finish(erasure_id: UUID, now: datetime) -> bool:
    """Sweep once more, tell the person, and forget who it was; say whether it is over.

    The mail leaves over a connection of its own and is kept nowhere. If it cannot leave within
    an hour, the address goes without it.
    """
    with transaction.atomic():
        erasure = _held(erasure_id)
        if erasure.state != ErasureState.TELLING or erasure.erased_at is None:
            return erasure.state == ErasureState.DONE
        try:
            farewell.tell(erasure)
        except (ChannelDownError, CutError, LaterError, RefusedError) as error:
            again = not isinstance(error, RefusedError)
            if again and now - erasure.erased_at < TOLD_WITHIN:
                return False
            log.warning("erased without a last mail", erasure=str(erasure_id), code=error.code)
        for part in parts():  # what came in while the work went on
            _erase(part, erasure)
        _forget(erasure, now)
    return True


def run(erasure_id: UUID) -> None:
    """Do all of it, here and now."""
    begin(erasure_id)
    while advance(erasure_id):
        pass
    finish(erasure_id, timezone.now())


def _erase(part: Part, erasure: Erasure) -> None:
    count = part.erase(services.whom(erasure))
    erasure.counts[part.key] = max(erasure.counts.get(part.key, 0), count)
    if part.key not in erasure.done_parts:
        erasure.done_parts.append(part.key)
    erasure.save(update_fields=["counts", "done_parts"])


def _next(erasure: Erasure) -> Part | None:
    return next((part for part in parts() if part.key not in erasure.done_parts), None)


def _forget(erasure: Erasure, now: datetime) -> None:
    erasure.addresses, erasure.names = [], []
    erasure.user_id, erasure.person_id, erasure.language = None, None, ""
    erasure.state, erasure.ended_at = ErasureState.DONE, now
    erasure.save()
    if erasure.organisation_id is not None:
        events.record(
            organisation_id=erasure.organisation_id,
            actor=None,
            action="learner.erased",
            object=erasure,
            after={"credentials": len(erasure.credential_ids)},
            label=erasure.reference,
        )


def _record_elsewhere(erasure: Erasure, whom: Subject) -> None:
    """Tell each issuer's trail which of its records the person took back."""
    if erasure.organisation_id is not None:
        return
    rows: Any = Credential.objects.with_scopes_disabled().filter(pk__in=whom.credentials)
    counts: dict[UUID, int] = {}
    for organisation_id in rows.order_by().values_list("organisation_id", flat=True):
        counts[organisation_id] = counts.get(organisation_id, 0) + 1
    for organisation_id, count in sorted(counts.items()):
        events.record(
            organisation_id=organisation_id,
            actor=None,
            action="learner.erased",
            object=erasure,
            after={"credentials": count},
            label=erasure.reference,
        )


def _held(erasure_id: UUID) -> Erasure:
    rows = Erasure.objects.with_scopes_disabled().select_for_update(of=("self",))
    found: Erasure = rows.get(pk=erasure_id)
    return found
