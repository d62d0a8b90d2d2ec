"""Mails about endings: one when a credential can be renewed, one when it has ended.

The row says what its holder was told, in the transaction that writes the mail: after a gap, a
crash or two workers at once, each mail is written once. Who holds a renewal is told nothing.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from skillmark.platform.issuing.models import (
    FINAL_STATES,
    Credential,
    CredentialState,
    DeliveryKind,
)
from skillmark.platform.issuing.services import delivery
from skillmark.platform.orgs.access import organisation_scope

LATE: Final = timedelta(days=14)  # what ended longer ago is no news any more
_ROWS: Final = 200  # of one transaction


def tell_all(now: datetime) -> int:
    """Write every mail that is due, in all organisations, and return how many."""
    return _tell(DeliveryKind.DUE, now) + _tell(DeliveryKind.ENDED, now)


def _tell(kind: DeliveryKind, now: datetime) -> int:
    told = 0
    while True:
        with transaction.atomic():
            rows = list(_due(kind, now)[:_ROWS])
            if not rows:
                return told
            told += _write(rows, kind, now)


def _due(kind: DeliveryKind, now: datetime) -> QuerySet[Credential]:
    """Return the credentials that nobody has looked at yet, of every organisation."""
    everywhere = Credential.objects.with_scopes_disabled().select_for_update(
        of=("self",), skip_locked=True
    )
    if kind == DeliveryKind.DUE:
        due = Q(renewal_opens_at__lte=now, due_told_at=None)
    else:
        due = Q(valid_until__lte=now, end_told_at=None)
    rows: QuerySet[Credential] = everywhere.filter(due)
    return (
        rows.select_related("award", "achievement_version", "organisation")
        .defer("document")
        .order_by("pk")
    )


def _write(rows: list[Credential], kind: DeliveryKind, now: datetime) -> int:
    """Note that all of them were looked at, and write to those that the news is for."""
    ids = [row.pk for row in rows]
    everywhere = Credential.objects.with_scopes_disabled()
    column = "due_told_at" if kind == DeliveryKind.DUE else "end_told_at"
    everywhere.filter(pk__in=ids).update(**{column: now})
    renewal = everywhere.filter(renewed_from=OuterRef("pk")).exclude(state__in=FINAL_STATES)
    renewed = set(
        everywhere.filter(pk__in=ids).filter(Exists(renewal)).values_list("pk", flat=True)
    )
    news = [row for row in rows if row.pk not in renewed and _is_news(row, kind, now)]
    for organisation_id in dict.fromkeys(row.organisation_id for row in news):
        with organisation_scope(organisation_id):
            delivery.send([row for row in news if row.organisation_id == organisation_id], kind)
    return len(news)


def _is_news(row: Credential, kind: DeliveryKind, now: datetime) -> bool:
    if row.state != CredentialState.ACTIVE or not row.award.recipient_email:
        return False
    ends = row.valid_until
    if kind == DeliveryKind.DUE:
        return ends is not None and ends > now
    return ends is not None and ends > now - LATE
