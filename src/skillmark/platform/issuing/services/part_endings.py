"""Mails about the shorter clock inside: one when its part can be renewed, one when it has ended.

A notice is kept for every credential that was looked at, in the transaction that writes the mail,
so that each mail is written once. Where the part ends with the whole, the mails of `endings` say
it; who holds a renewal, be it of the part alone, is told nothing.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing.models import (
    FINAL_STATES,
    Credential,
    CredentialState,
    DeliveryKind,
    PartNotice,
)
from skillmark.platform.issuing.services import delivery
from skillmark.platform.issuing.services.endings import LATE
from skillmark.platform.orgs.access import organisation_scope

_ROWS: Final = 200  # of one transaction


def tell_all(now: datetime) -> int:
    """Write every mail that is due, in all organisations, and return how many."""
    return sum(_tell(rows, kind, now) for kind, rows in _due(now))


def _due(now: datetime) -> Iterator[tuple[DeliveryKind, QuerySet[Credential]]]:
    """Yield the credentials whose part ends soon, version by version, and those where it has."""
    every = Credential.objects.with_scopes_disabled().filter(inner_until__isnull=False)
    inside = every.filter(Q(valid_until=None) | Q(inner_until__lt=F("valid_until")))
    cyclical = AchievementVersion.objects.with_scopes_disabled().filter(
        inner_months__isnull=False, renewal_days__isnull=False
    )
    for version, days in list(cyclical.values_list("pk", "renewal_days")):
        opened = Q(inner_until__gt=now, inner_until__lte=now + timedelta(days=days))
        yield DeliveryKind.PART_DUE, inside.filter(opened, achievement_version=version)
    ended = Q(inner_until__lte=now, inner_until__gt=now - LATE)
    yield DeliveryKind.PART_ENDED, inside.filter(ended)


def _tell(rows: QuerySet[Credential], kind: DeliveryKind, now: datetime) -> int:
    told = 0
    known = PartNotice.objects.filter(credential=OuterRef("pk"), kind=kind)
    waiting = (
        rows.filter(~Exists(known))
        .select_related("award", "achievement_version", "organisation")
        .defer("document")
        .order_by("pk")
    )
    while True:
        with transaction.atomic():
            some = list(waiting.select_for_update(of=("self",), skip_locked=True)[:_ROWS])
            if not some:
                return told
            told += _write(some, kind, now)


def _write(rows: list[Credential], kind: DeliveryKind, now: datetime) -> int:
    PartNotice.objects.bulk_create(
        PartNotice(credential=row, kind=kind, made_at=now) for row in rows
    )
    everywhere = Credential.objects.with_scopes_disabled()
    renewal = everywhere.filter(renewed_from=OuterRef("pk")).exclude(state__in=FINAL_STATES)
    ids = [row.pk for row in rows]
    renewed = set(
        everywhere.filter(pk__in=ids).filter(Exists(renewal)).values_list("pk", flat=True)
    )
    news = [row for row in rows if row.pk not in renewed and _is_news(row, now)]
    for organisation_id in dict.fromkeys(row.organisation_id for row in news):
        with organisation_scope(organisation_id):
            delivery.send([row for row in news if row.organisation_id == organisation_id], kind)
    return len(news)


def _is_news(row: Credential, now: datetime) -> bool:
    over = row.valid_until is not None and row.valid_until <= now
    return row.state == CredentialState.ACTIVE and bool(row.award.recipient_email) and not over
