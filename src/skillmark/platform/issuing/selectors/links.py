"""Reading open claim links and who took them: lists searched, sorted and paged in the database."""

from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from skillmark.platform.issuing.models import (
    AskState,
    Credential,
    LinkState,
    OpenClaim,
    OpenLink,
)

SORTS: Final[dict[str, tuple[str, ...]]] = {
    "-made": ("-created_at", "-id"),
    "made": ("created_at", "id"),
    "name": ("name", "-created_at", "-id"),
    "-name": ("-name", "-created_at", "-id"),
    "taken": ("taken", "-created_at", "-id"),
    "-taken": ("-taken", "-created_at", "-id"),
}
CLAIM_SORTS: Final[dict[str, tuple[str, ...]]] = {
    "-asked": ("-asked_at", "-id"),
    "asked": ("asked_at", "id"),
    "name": ("name", "-id"),
    "-name": ("-name", "-id"),
    "email": ("email", "-id"),
    "-email": ("-email", "-id"),
}


def links(*, search: str = "", state: str = "", sort: str = "-made") -> QuerySet[OpenLink]:
    """Return the open links of the current organisation; unknown filters are ignored.

    Args:
        search: words, each in the link's name or the achievement's.
        state: ``now`` for those that give something, or a `LinkState`.
        sort: a key of `SORTS`.
    """
    rows: QuerySet[OpenLink] = OpenLink.objects.select_related("achievement_version")
    if state == "now":
        now = timezone.now()
        over = Q(closes_at__isnull=False, closes_at__lte=now)
        rows = rows.filter(state=LinkState.OPEN).exclude(over)
    elif state in LinkState.values:
        rows = rows.filter(state=state)
    for word in search.split()[:8]:
        rows = rows.filter(
            Q(name__icontains=word) | Q(achievement_version__name__icontains=word)
        )
    return rows.order_by(*SORTS.get(sort, SORTS["-made"]))


def link(link_id: UUID) -> OpenLink | None:
    """Return one open link of the current organisation."""
    found: OpenLink | None = (
        OpenLink.objects.filter(pk=link_id)
        .select_related("organisation", "achievement_version__achievement")
        .first()
    )
    return found


def claims(
    of: OpenLink, *, search: str = "", state: str = "", sort: str = "-asked"
) -> QuerySet[OpenClaim]:
    """Return who asked at a link; unknown filters are ignored.

    Args:
        of: the link.
        search: words, each in name or address.
        state: an `AskState`.
        sort: a key of `CLAIM_SORTS`.
    """
    rows = _at(of)
    if state in AskState.values:
        rows = rows.filter(state=state)
    for word in search.split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return rows.order_by(*CLAIM_SORTS.get(sort, CLAIM_SORTS["-asked"]))


def claim_counts(of: OpenLink) -> dict[str, int]:
    """Return how many are in each state."""
    return dict(_at(of).order_by().values_list("state").annotate(Count("pk")))


def _at(of: OpenLink) -> QuerySet[OpenClaim]:
    """Return who asked at a link of the current organisation; the link says whose they are."""
    rows: QuerySet[OpenClaim] = OpenClaim.objects.with_scopes_disabled().filter(link=of)
    return rows


def credentials_of(rows: list[OpenClaim]) -> dict[str, UUID]:
    """Return what was given to each, by source key."""
    keys = [row.source_key for row in rows if row.source_key]
    found = Credential.objects.filter(award__source_key__in=keys)
    return dict(found.values_list("award__source_key", "pk"))


def any_links() -> bool:
    """Say whether the current organisation has made a link yet."""
    return bool(OpenLink.objects.exists())


def with_waiting(rows: QuerySet[OpenLink]) -> QuerySet[OpenLink]:
    """Note at each link whether somebody waits for a yes."""
    waiting = OpenClaim.objects.filter(link=OuterRef("pk"), state=AskState.WAITING)
    return rows.annotate(somebody_waits=Exists(waiting))
