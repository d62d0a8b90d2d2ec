"""Finding mails about credentials, and the addresses that are not written to.

A page of a long list is found in two steps: first its ids, from an index alone, then its rows.
Works inside the organisation scope that the caller opened, and fails without one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.utils.translation import pgettext_lazy

from skillmark.platform.events.models import ChannelState
from skillmark.platform.issuing.models import (
    CAME_BACK,
    Delivery,
    DeliveryKind,
    DeliveryState,
)
from skillmark.platform.mailing.models import Cause, Suppression

OPEN: Final = "open"  # came back, and nobody has done anything about it
PATIENCE: Final = timedelta(minutes=15)  # so long a mail may wait before we speak of it
MAX_WORDS: Final = 8  # of a search
NEWEST_FIRST: Final = "-written"
SORTS: Final = {
    "-written": ("-created_at", "-id"),
    "written": ("created_at", "id"),
    "name": ("search_text", "-id"),
    "-name": ("-search_text", "id"),
}
STATES: Final = (
    (OPEN, pgettext_lazy("mails", "To be seen to")),
    (DeliveryState.WAITING.value, pgettext_lazy("mails", "Waiting")),
    (DeliveryState.RETRYING.value, pgettext_lazy("mails", "Tried, wait")),
    (DeliveryState.SENT.value, pgettext_lazy("mails", "Sent")),
    (DeliveryState.BOUNCED.value, pgettext_lazy("mails", "Came back")),
    (DeliveryState.COMPLAINED.value, pgettext_lazy("mails", "Marked as spam")),
    (DeliveryState.SUPPRESSED.value, pgettext_lazy("mails", "Not sent")),
    (DeliveryState.FAILED.value, pgettext_lazy("mails", "Given up")),
)
_PARTS: Final = ("credential__award", "credential__achievement_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedMails:
    """What the list of mails asks for; anything unknown is left out, never an error.

    Attributes:
        search: words, each in name, address or achievement.
        state: one of `STATES`.
        kind: a `DeliveryKind`.
        sort: a key of `SORTS`.
    """

    search: str = ""
    state: str = ""
    kind: str = ""
    sort: str = NEWEST_FIRST

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Self:
        """Return what a query string asks for."""
        found = {name: str(query.get(name) or "")[:200] for name in ("state", "kind", "sort")}
        search = str(query.get("q") or query.get("search") or "")[:200]
        return cls(**{**found, "sort": found["sort"] or NEWEST_FIRST}, search=search)


def matching(wanted: WantedMails) -> QuerySet[Delivery]:
    """Return the mails that a list asks for, in its order."""
    rows: QuerySet[Delivery] = Delivery.objects.all()
    if wanted.state == OPEN:
        rows = rows.filter(state__in=CAME_BACK, answered_at=None)
    elif wanted.state in DeliveryState.values:
        rows = rows.filter(state=wanted.state)
    if wanted.kind in DeliveryKind.values:
        rows = rows.filter(kind=wanted.kind)
    for word in wanted.search.casefold().split()[:MAX_WORDS]:
        rows = rows.filter(search_text__contains=word)
    return rows.order_by(*SORTS.get(wanted.sort, SORTS[NEWEST_FIRST]))


def page_of(wanted: WantedMails, number: str | None, size: int) -> Any:
    """Return one page of the list, with all that a row shows."""
    page: Any = Paginator(matching(wanted).values_list("pk", flat=True), size).get_page(number)
    ids = list(page.object_list)
    rows = Delivery.objects.filter(pk__in=ids).select_related(*_PARTS)
    found = {row.pk: row for row in rows.defer("credential__document")}
    page.object_list = [found[one] for one in ids if one in found]
    return page


def credentials_of(wanted: WantedMails, limit: int) -> list[UUID]:
    """Return the credentials whose mails a list asks for, each once."""
    return list(dict.fromkeys(matching(wanted).values_list("credential_id", flat=True)[:limit]))


def delivery(delivery_id: UUID) -> Delivery | None:
    """Return one mail of the current organisation."""
    found: Delivery | None = (
        Delivery.objects.filter(pk=delivery_id)
        .select_related(*_PARTS, "credential__organisation")
        .defer("credential__document")
        .first()
    )
    return found


def counts() -> dict[str, int]:
    """Return how many mails there are in each of `STATES`."""
    states = Delivery.objects.order_by().values_list("state").annotate(count=Count("pk"))
    return {OPEN: matching(WantedMails(state=OPEN)).count(), **dict(states)}


def late(now: datetime) -> int:
    """Return how many mails have waited longer than anybody should."""
    rows: QuerySet[Delivery] = Delivery.objects.filter(
        state__in=(DeliveryState.WAITING, DeliveryState.RETRYING),
        created_at__lt=now - PATIENCE,
    )
    return rows.count()


def outage() -> ChannelState | None:
    """Return the mail server's outage, if it does not answer now."""
    return ChannelState.objects.filter(pk__startswith="mail").order_by("down_since").first()


def suppressions(*, search: str = "", cause: str = "") -> QuerySet[Suppression]:
    """Return the addresses that are not written to, the newest first."""
    rows: QuerySet[Suppression] = Suppression.objects.filter(lifted_at=None)
    if cause in Cause.values:
        rows = rows.filter(cause=cause)
    for word in search.lower().split()[:MAX_WORDS]:
        rows = rows.filter(address__contains=word)
    return rows.order_by("-at", "-id")


def suppression(suppression_id: UUID) -> Suppression | None:
    """Return one address of the current organisation that is not written to."""
    found: Suppression | None = Suppression.objects.filter(
        pk=suppression_id, lifted_at=None
    ).first()
    return found
