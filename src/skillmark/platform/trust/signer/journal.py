"""The signer's journal: written before it signs, asked how much a key has signed.

On the default database it is written in the caller's transaction; the signer's process gives it a
connection of its own, so that what it writes stays whatever becomes of the caller.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from skillmark.platform.trust.signer.models import SignerIntent, SignerOutcome
from skillmark.platform.trust.signer.orders import Order

MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Used:
    """How many documents a key has signed of late.

    Attributes:
        minute: in the last minute.
        day: in the last 24 hours.
        alone: of those, without a second person's yes.
    """

    minute: int
    day: int
    alone: int


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal in one database."""

    database: str = DEFAULT_DB_ALIAS

    def find(self, intent: UUID) -> SignerIntent | None:
        """Return what was written under an id before."""
        return SignerIntent.objects.using(self.database).filter(pk=intent).first()

    def begin(
        self, order: Order, *, count: int, digest: str, asked_by: str
    ) -> tuple[SignerIntent, bool]:
        """Write down what is about to be signed; returns the row, and whether it is new."""
        row = SignerIntent(
            id=order.intent,
            organisation_id=order.organisation,
            key_id=order.key,
            task=order.task.value,
            created=order.created,
            count=count,
            digest=digest,
            approval_id=order.approval,
            asked_by=asked_by[:80],
        )
        try:
            with transaction.atomic(using=self.database):
                row.save(using=self.database, force_insert=True)
        except IntegrityError:  # the same order at the same moment: the other's row stands
            return SignerIntent.objects.using(self.database).get(pk=order.intent), False
        return row, True

    def outcome(self, intent: UUID) -> SignerOutcome | None:
        """Return what came of an intent, if it was written."""
        return SignerOutcome.objects.using(self.database).filter(pk=intent).first()

    def finish(
        self, intent: UUID, digests: bytes, *, refused: int, kept: Sequence[bytes] | None
    ) -> None:
        """Write down what was signed; the same again changes nothing."""
        row = SignerOutcome(
            intent_id=intent,
            digests=digests,
            refused=refused,
            kept=None if kept is None else [base64.b64encode(one).decode() for one in kept],
        )
        try:
            with transaction.atomic(using=self.database):
                row.save(using=self.database, force_insert=True)
        except IntegrityError:
            return

    def used(self, key: UUID, *, at: datetime | None = None) -> Used:
        """Return how much a key has signed in the last minute and day."""
        now = at or timezone.now()
        rows = SignerIntent.objects.using(self.database).filter(key_id=key, at__gt=now - DAY)
        sums: dict[str, Any] = rows.order_by().aggregate(
            minute=Sum("count", filter=Q(at__gt=now - MINUTE)),
            day=Sum("count"),
            alone=Sum("count", filter=Q(approval_id=None)),
        )
        return Used(sums["minute"] or 0, sums["day"] or 0, sums["alone"] or 0)

    def approved(self, approval: UUID) -> int:
        """Return how much was signed on the strength of one approval."""
        rows = SignerIntent.objects.using(self.database).filter(approval_id=approval)
        total: int | None = rows.order_by().aggregate(all=Sum("count"))["all"]
        return total or 0


def kept_bytes(outcome: SignerOutcome) -> list[bytes] | None:
    """Return the signed documents that were kept, in order."""
    if outcome.kept is None:
        return None
    return [base64.b64decode(one) for one in outcome.kept]
