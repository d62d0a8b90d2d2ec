"""Finding credentials: what a list asks for, and the query that answers it.

A page of a long list is found in two steps: first its ids, from an index alone, then its rows.
Works inside the organisation scope that the caller opened, and fails without one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Self
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing.models import (
    Batch,
    BatchRow,
    Credential,
    CredentialState,
)

EXPIRED: Final = "expired"
ENDING: Final = "ending"
PART_ENDED: Final = "part_ended"
SOON: Final = timedelta(days=60)  # what "ending soon" means in lists
_NEVER: Final = datetime(9999, 12, 31, tzinfo=UTC)
_END: Final = Coalesce("valid_until", Value(_NEVER, output_field=DateTimeField()))
SORTS: Final[Mapping[str, tuple[Any, ...]]] = {
    "-issued": ("-issued_at", "-id"),
    "issued": ("issued_at", "id"),
    "name": ("search_text", "-id"),
    "-name": ("-search_text", "id"),
    "achievement": ("achievement_version__name", "-id"),
    "-achievement": ("-achievement_version__name", "-id"),
    "until": (_END.asc(), "-id"),
    "-until": (_END.desc(), "id"),
}
NEWEST_FIRST: Final = "-issued"
STATES: Final = (
    (CredentialState.ACTIVE.value, _("Active")),
    (ENDING, _("Ending soon")),
    (EXPIRED, _("Expired")),
    (CredentialState.SUSPENDED.value, _("Suspended")),
    (CredentialState.REVOKED.value, _("Revoked")),
    (CredentialState.SUPERSEDED.value, _("Replaced")),
)
MAX_WORDS: Final = 8  # of a search
MAX_ENDING_DAYS: Final = 3_650
CLAIMED: Final = {"yes": False, "no": True}  # whether ``claimed_at`` is empty
PARTS: Final = ("award", "achievement_version__achievement", "organisation")
TOTAL: Final = "total"
_SHOWN: Final = (
    "state",
    "issued_at",
    "valid_until",
    "award__recipient_name",
    "award__recipient_email",
    "achievement_version__name",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list asks for; anything unknown or malformed is left out, never an error.

    Attributes:
        search: words, each in name, e-mail address, learner's number or achievement.
        state: one of `STATES`, or ``part_ended``.
        achievement: an achievement's slug.
        batch: a batch's id.
        issued_from, issued_to: days, both included.
        claimed: ``yes``, ``no`` or nothing.
        ending: still active, and ends within so many days.
        sort: a key of `SORTS`.
    """

    search: str = ""
    state: str = ""
    achievement: str = ""
    batch: str = ""
    issued_from: str = ""
    issued_to: str = ""
    claimed: str = ""
    ending: str = ""
    sort: str = NEWEST_FIRST

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Self:
        """Return what a query string or kept JSON asks for."""
        names = {"search": "q"}
        found = {
            name: str(query.get(names.get(name, name)) or query.get(name) or "")[:200]
            for name in cls.__dataclass_fields__
        }
        return cls(**{**found, "sort": found["sort"] or NEWEST_FIRST})

    def to_json(self) -> dict[str, str]:
        """Return what `read` reads, as plain JSON."""
        return asdict(self)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return any(value for name, value in asdict(self).items() if name != "sort")


def matching(wanted: Wanted) -> QuerySet[Credential]:
    """Return the credentials that a list asks for, in its order, without their bytes."""
    rows: QuerySet[Credential] = Credential.objects.filter(
        state_filter(wanted.state), _days(wanted), _claimed(wanted), _ending(wanted)
    )
    for word in wanted.search.casefold().split()[:MAX_WORDS]:
        rows = rows.filter(search_text__contains=word)
    if wanted.achievement:
        everywhere = AchievementVersion.objects.with_scopes_disabled()
        versions = everywhere.filter(achievement__slug=wanted.achievement)
        rows = rows.filter(achievement_version__in=list(versions.values_list("pk", flat=True)))
    if wanted.batch:
        rows = rows.filter(pk__in=_of_batch(wanted.batch))
    return rows.defer("document").order_by(*SORTS.get(wanted.sort, SORTS[NEWEST_FIRST]))


def page_of(
    wanted: Wanted, number: str | int | None, size: int, *, counted: Mapping[str, int]
) -> Page[Credential]:
    """Return one page of a list, with all that a row shows.

    Args:
        wanted: what the list asks for.
        number: of the page, as the address has it.
        size: rows a page.
        counted: see `counts`; what it tells is not counted again.
    """
    plain = Wanted(state=wanted.state, sort=wanted.sort) == wanted
    known = counted.get(wanted.state or TOTAL) if plain else None
    pages = Paginator(matching(wanted).values_list("pk", flat=True), size)
    if known is not None:
        vars(pages)["count"] = known  # a cached property of Django's
    page: Page[Any] = pages.get_page(number)
    page.object_list = rows_of(list(page.object_list))
    return page


def rows_of(ids: Sequence[UUID]) -> list[Credential]:
    """Return credentials in the order of their ids, with what a list shows of them."""
    rows = Credential.objects.filter(pk__in=ids).select_related("award", "achievement_version")
    found = {row.pk: row for row in rows.only(*_SHOWN)}
    return [found[one] for one in ids if one in found]


def ids_of(wanted: Wanted, limit: int) -> list[UUID]:
    """Return the ids of all that a list asks for, at most `limit` of them."""
    return list(matching(wanted).values_list("pk", flat=True)[:limit])


def counts() -> dict[str, int]:
    """Return how many credentials of the organisation are in each of `STATES`, and ``total``.

    What ends soon is active too, so the parts are more than the total. Each query answers from
    the index by state and end.
    """
    by_state = Credential.objects.order_by().values_list("state")
    found = dict.fromkeys([name for name, _label in STATES], 0)
    found |= dict(by_state.annotate(count=Count("*")))
    found[TOTAL] = sum(found.values())
    for name in (EXPIRED, ENDING):
        found[name] = Credential.objects.filter(state_filter(name)).count()
    found[CredentialState.ACTIVE.value] -= found[EXPIRED]
    return found


def state_filter(name: str) -> Q:
    """Return the condition of a shown state; of an unknown one, none."""
    now = timezone.now()
    active = Q(state=CredentialState.ACTIVE)
    ended = Q(valid_until__isnull=False, valid_until__lte=now)
    filters = {
        EXPIRED: active & ended,
        CredentialState.ACTIVE.value: active & ~ended,
        ENDING: active & Q(valid_until__gt=now, valid_until__lte=now + SOON),
        PART_ENDED: active & ~ended & Q(inner_until__lte=now),
    }
    if name in filters:
        return filters[name]
    return Q(state=name) if name in CredentialState.values else Q()


def _days(wanted: Wanted) -> Q:
    condition = Q()
    if (start := _day(wanted.issued_from)) is not None:
        condition &= Q(issued_at__gte=datetime.combine(start, time(), UTC))
    if (end := _day(wanted.issued_to)) is not None:
        condition &= Q(issued_at__lte=datetime.combine(end, time.max, UTC))
    return condition


def _claimed(wanted: Wanted) -> Q:
    empty = CLAIMED.get(wanted.claimed)
    return Q() if empty is None else Q(claimed_at__isnull=empty)


def _ending(wanted: Wanted) -> Q:
    if not wanted.ending.isascii() or not wanted.ending.isdecimal():
        return Q()
    days = min(int(wanted.ending[:6]), MAX_ENDING_DAYS)
    now = timezone.now()
    within = Q(valid_until__gt=now, valid_until__lte=now + timedelta(days=days))
    return within & Q(state=CredentialState.ACTIVE)


def _of_batch(batch_id: str) -> QuerySet[Any]:
    """Return the ids of what a batch led to, now or before; of an unknown batch, none."""
    try:
        batch = Batch.objects.filter(pk=UUID(batch_id)).first()
    except ValueError:
        batch = None
    found: QuerySet[Any] = Credential.objects.none().values("pk")
    if batch is not None:
        keys = BatchRow.objects.filter(batch=batch).exclude(source_key="")
        found = Credential.objects.filter(
            award__organisation=batch.organisation_id,
            award__source_key__in=keys.values("source_key"),
        ).values("pk")
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
