"""Reminding people of credentials that they have not taken.

What is due follows from the policy of today and the link that was sent last: so many days after
it, at most so many times. A link is followed up once, in the transaction that writes the reminder;
the reminder brings a link of its own. It ends by itself when the credential is taken, revoked or
over, or when its address must not be written to.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from skillmark.platform.issuing.models import (
    ClaimLink,
    Credential,
    CredentialState,
    Delivery,
    DeliveryKind,
    DeliveryState,
)
from skillmark.platform.issuing.services import delivery
from skillmark.platform.jobs.periodic import every
from skillmark.platform.mailing import suppressions
from skillmark.platform.orgs import policy
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation

CHUNK: Final = 100  # links of one transaction
INTERVAL: Final = timedelta(hours=1)
REACH: Final = timedelta(days=30)  # what fell due longer ago is left alone: nobody is surprised


@every(INTERVAL, "issuing.reminders")
def remind_all(now: datetime) -> None:
    """Send every reminder that is due."""
    waiting = _open(ClaimLink.objects.with_scopes_disabled())
    for organisation_id in waiting.values_list("organisation_id", flat=True).distinct():
        remind(organisation_id, now)


def remind(organisation_id: UUID, now: datetime | None = None) -> int:
    """Send the reminders of one organisation that are due, and return how many were written."""
    organisation = Organisation.objects.get(pk=organisation_id)
    rules = policy.of(organisation)
    if not rules.remind_after_days or not rules.remind_times:
        return 0
    latest = (now or timezone.now()) - timedelta(days=rules.remind_after_days)
    written = 0
    with organisation_scope(organisation):
        while chunk := _follow_up(latest, rules.remind_times, now or timezone.now()):
            written += sum(one for one in chunk)
    return written


def _follow_up(latest: datetime, times: int, now: datetime) -> Sequence[int]:
    """Follow up one chunk of links and return, for each, whether a reminder was written."""
    with transaction.atomic():
        links = list(_due(latest, now)[:CHUNK])
        if not links:
            return []
        ClaimLink.objects.filter(pk__in=[link.pk for link in links]).update(followed_up_at=now)
        credentials = {link.credential_id: link.credential for link in links}
        reminded = _counted(credentials)
        wanted = [row for row in credentials.values() if reminded.get(row.pk, 0) < times]
        barred = suppressions.blocked(
            [row.award.recipient_email for row in wanted],
            links[0].organisation_id,
            news=True,
        )
        free = [
            row
            for row in wanted
            if suppressions.normal(row.award.recipient_email) not in barred
        ]
        delivery.send(
            free,
            DeliveryKind.REMINDER,
            numbers={row.pk: reminded.get(row.pk, 0) + 1 for row in free},
            at=now,
        )
        sent = {row.pk for row in free}
        return [int(link.credential_id in sent) for link in links]


def _due(latest: datetime, now: datetime) -> QuerySet[ClaimLink]:
    mailed = Delivery.objects.filter(
        credential=OuterRef("credential"),
        kind__in=delivery.WITH_CLAIM,
        state=DeliveryState.SENT,
    )
    rows: QuerySet[ClaimLink] = (
        _open(ClaimLink.objects.all())
        .filter(created_at__lte=latest, created_at__gte=latest - REACH, expires_at__gt=now)
        .filter(
            Q(credential__valid_until=None) | Q(credential__valid_until__gt=now),
            credential__claimed_at=None,
            credential__state=CredentialState.ACTIVE,
            email=F("credential__award__recipient_email"),
        )
        .filter(Exists(mailed))
        .select_related(
            "credential__award", "credential__achievement_version", "credential__organisation"
        )
        .defer("credential__document")
        .order_by("created_at")
    )
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(of=("self",), skip_locked=True)
    return rows


def _open(links: QuerySet[ClaimLink]) -> QuerySet[ClaimLink]:
    return links.filter(claimed_at=None, withdrawn_at=None, followed_up_at=None)


def _counted(credentials: dict[UUID, Credential]) -> dict[UUID, int]:
    rows = Delivery.objects.filter(
        credential__in=list(credentials), kind=DeliveryKind.REMINDER
    ).values_list("credential")
    return dict(rows.annotate(times=Count("pk")).order_by())
