"""The same request twice is one act: answers kept under the client's Idempotency-Key.

The key is claimed by a row inside the transaction of the act, so of two equal requests at once
the second waits and then reads the first one's answer. A refused request keeps nothing: it may
be mended and sent again under its key.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from skillmark.platform.issuing.errors import IdempotencyKeyError, IdempotencyReusedError
from skillmark.platform.issuing.models import IdempotentRequest
from skillmark.platform.orgs.models import Organisation

LIFETIME: Final = timedelta(hours=24)
MAX_KEY: Final = 200  # characters
_PENDING: Final = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was first given.

    Attributes:
        status: the HTTP status.
        body: plain JSON.
        replayed: it was given before; nothing was done now.
    """

    status: int
    body: dict[str, Any]
    replayed: bool = False


def once(
    organisation: Organisation,
    key: str | None,
    operation: str,
    request_body: bytes,
    act: Callable[[], Answer],
) -> Answer:
    """Return the answer of `act`, which runs at most once for a key.

    Args:
        organisation: keys of two organisations never meet.
        key: as the client sent it; without one, `act` just runs.
        operation: what the request asks for; another operation needs another key.
        request_body: compared byte by byte through its SHA-256.
        act: does the work and answers in plain JSON.

    Raises:
        IdempotencyKeyError: the key is empty, too long or not printable ASCII.
        IdempotencyReusedError: the key belongs to another request.
    """
    if key is None:
        with transaction.atomic():
            return act()
    if not 0 < len(key) <= MAX_KEY or not key.isascii() or not key.isprintable():
        raise IdempotencyKeyError(
            f"An Idempotency-Key has 1 to {MAX_KEY} printable ASCII characters."
        )
    digest = hashlib.sha256(request_body).hexdigest()
    try:
        with transaction.atomic():
            return _claimed(organisation, key, operation, digest) or _act(
                organisation, key, operation, digest, act
            )
    except IntegrityError:
        known = _claimed(organisation, key, operation, digest)
        if known is None:
            raise
        return known


def _claimed(
    organisation: Organisation, key: str, operation: str, digest: str
) -> Answer | None:
    rows = IdempotentRequest.objects.filter(organisation=organisation)
    rows.filter(created_at__lt=timezone.now() - LIFETIME).delete()
    row: IdempotentRequest | None = rows.filter(key=key).first()
    if row is None:
        return None
    if (row.operation, row.body_digest) != (operation, digest):
        raise IdempotencyReusedError(
            "This Idempotency-Key was used for another request.", operation=row.operation
        )
    return Answer(row.status, row.body, replayed=True)


def _act(
    organisation: Organisation,
    key: str,
    operation: str,
    digest: str,
    act: Callable[[], Answer],
) -> Answer:
    row: IdempotentRequest = IdempotentRequest.objects.create(
        organisation=organisation,
        key=key,
        operation=operation,
        body_digest=digest,
        status=_PENDING,
        body={},
    )
    answer = act()
    row.status, row.body = answer.status, answer.body
    row.save(update_fields=["status", "body"])
    return answer
