"""Reading the catalogue.

Everything here works inside the organisation scope that the caller opened, and fails without one.
The two functions that begin with ``public_`` step outside it on purpose: a published achievement
is a public record, a draft never is.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from skillmark.platform.catalog import text
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.catalog.vocabulary import EXTENSION, AchievementType, State

SORTS: Final = frozenset({"name", "state", "updated_at", "created_at", "review_by"})
UNPUBLISHED: Final = (State.DRAFT, State.REVIEW)
NEWEST_FIRST: Final = "-updated_at"
NOTICE: Final = timedelta(days=14)  # before a day to look again by, something is due
MAX_WORDS: Final = 8  # of a search


@dataclass(frozen=True, slots=True)
class Filter:
    """Which achievements to list; what is empty or unknown does not narrow.

    Attributes:
        search: words, each of which the name, the slug or the own code must contain.
        state: a value of `State`.
        kind: a value of `AchievementType`, or ``ext:`` for all of one's own kinds.
        due_by: only what is to be looked at again by then.
    """

    search: str = ""
    state: str = ""
    kind: str = ""
    due_by: date | None = None


def achievements(
    wanted: Filter = Filter(), *, sort: str = NEWEST_FIRST
) -> QuerySet[Achievement]:
    """Return the achievements of the current organisation that `wanted` describes.

    Args:
        wanted: what to list.
        sort: one of `SORTS`, with a minus before it for the other direction.
    """
    rows: QuerySet[Achievement] = Achievement.objects.all()
    if wanted.state == State.REVIEW:  # also the next version of what is awarded
        waiting = AchievementVersion.objects.filter(state=State.REVIEW)
        rows = rows.filter(pk__in=waiting.values("achievement_id"))
    elif wanted.state in State.values:
        rows = rows.filter(state=wanted.state)
    if wanted.kind == EXTENSION:
        rows = rows.filter(achievement_type__startswith=EXTENSION)
    elif wanted.kind in AchievementType.values:
        rows = rows.filter(achievement_type=wanted.kind)
    if wanted.due_by is not None:
        rows = rows.filter(_due(wanted.due_by))
    for word in text.line(wanted.search).split()[:MAX_WORDS]:
        rows = rows.filter(
            Q(name__icontains=word) | Q(slug__icontains=word) | Q(human_code__icontains=word)
        )
    order = sort if sort.removeprefix("-") in SORTS else NEWEST_FIRST
    return rows.order_by(order, "-pk" if order.startswith("-") else "pk")


def listed(ids: Iterable[UUID], *, whole: bool = False) -> list[Achievement]:
    """Return achievements with their versions, in the order of `ids`.

    A page of a long list first finds its ids in an index alone, then reads these few rows.

    Args:
        ids: of the current organisation; others are left out.
        whole: fetch all that each version says, not only what a row of the list shows.
    """
    order = list(ids)
    versions = AchievementVersion.objects.all()
    if not whole:
        versions = versions.only("number", "state", "achievement_type", "achievement")
    rows = Achievement.objects.filter(pk__in=order)
    found = {one.pk: one for one in rows.prefetch_related(Prefetch("versions", versions))}
    return [found[one] for one in order if one in found]


def counts(due_by: date | None = None) -> dict[str, int]:
    """Return how many achievements of the current organisation stand in each state.

    Besides each `State` there are ``all`` and ``due``, what is to be looked at by `due_by`, the
    next two weeks when nothing else is said. ``review`` also counts next versions.
    """
    rows = Achievement.objects.order_by().values_list("state").annotate(n=Count("pk"))
    by_state = {**dict.fromkeys(State.values, 0), **dict(rows)}
    waiting = AchievementVersion.objects.filter(state=State.REVIEW).count()
    last = due_by or timezone.localdate() + NOTICE
    return {
        "all": sum(by_state.values()),
        **by_state,
        State.REVIEW.value: waiting,
        "due": Achievement.objects.filter(_due(last)).count(),
    }


def due(by: date) -> QuerySet[Achievement]:
    """Return what is to be looked at again by then, the most overdue first."""
    rows: QuerySet[Achievement] = Achievement.objects.filter(_due(by))
    return rows.order_by("review_by", "pk")


def _due(by: date) -> Q:
    return Q(review_by__isnull=False, review_by__lte=by) & ~Q(state=State.ARCHIVED)


def achievement(achievement_id: UUID) -> Achievement | None:
    """Return one achievement of the current organisation."""
    found: Achievement | None = (
        Achievement.objects.filter(pk=achievement_id).select_related("organisation").first()
    )
    return found


def achievement_by_slug(slug: str) -> Achievement | None:
    """Return the achievement that a file names by `slug`."""
    found: Achievement | None = Achievement.objects.filter(slug=slug).first()
    return found


def versions(of: Achievement) -> list[AchievementVersion]:
    """Return every version of an achievement, newest first."""
    return list(_of(of).select_related("published_by").order_by("-number"))


def newest(of: Achievement) -> AchievementVersion:
    """Return the version a person would edit or look at: the draft, else the latest."""
    found: AchievementVersion = _of(of).order_by("-number")[0]
    return found


def draft(of: Achievement) -> AchievementVersion | None:
    """Return the draft, if there is one."""
    return _of(of).filter(state=State.DRAFT).first()


def in_review(of: Achievement) -> AchievementVersion | None:
    """Return the version that a second person looks at, if there is one."""
    return _of(of).filter(state=State.REVIEW).first()


def published(of: Achievement) -> AchievementVersion | None:
    """Return the version that is awarded now, if there is one."""
    return _of(of).filter(state=State.PUBLISHED).first()


def published_before(version: AchievementVersion) -> list[AchievementVersion]:
    """Return the versions that were published before `version`, in any scope, latest first."""
    rows: QuerySet[AchievementVersion] = (
        AchievementVersion.objects.with_scopes_disabled()
        .filter(achievement_id=version.achievement_id, number__lt=version.number)
        .exclude(state__in=UNPUBLISHED)
        .only("id", "number", "language")
    )
    return list(rows.order_by("-number"))


def issuable() -> QuerySet[AchievementVersion]:
    """Return the published versions of the current organisation, by name."""
    rows: QuerySet[AchievementVersion] = AchievementVersion.objects.filter(
        state=State.PUBLISHED
    )
    return rows.select_related("achievement", "organisation").order_by("name", "pk")


def waiting_drafts() -> QuerySet[AchievementVersion]:
    """Return the drafts of the current organisation, the last changed first."""
    rows: QuerySet[AchievementVersion] = AchievementVersion.objects.filter(state=State.DRAFT)
    return rows.exclude(achievement__state=State.ARCHIVED).order_by("-updated_at", "pk")


def public_version(some_id: UUID) -> AchievementVersion | None:
    """Return what ``/a/<id>`` shows, in any organisation.

    Args:
        some_id: the id of a version, or of an achievement (then the version awarded now, or the
            last one that was).
    """
    everywhere: QuerySet[AchievementVersion] = (
        AchievementVersion.objects.with_scopes_disabled()
        .exclude(state__in=UNPUBLISHED)
        .select_related("achievement", "organisation")
    )
    exact = everywhere.filter(pk=some_id).first()
    if exact is not None:
        return exact
    candidates = list(everywhere.filter(achievement_id=some_id).order_by("-number"))
    current = [version for version in candidates if version.state == State.PUBLISHED]
    return next(iter([*current, *candidates]), None)


def public_versions_of(organisation_id: UUID, query: str = "") -> QuerySet[AchievementVersion]:
    """Return what an organisation awards now whose name holds `query`, for its public page."""
    rows: QuerySet[AchievementVersion] = (
        AchievementVersion.objects.with_scopes_disabled()
        .filter(organisation_id=organisation_id, state=State.PUBLISHED)
        .select_related("achievement", "organisation")
    )
    if query:
        rows = rows.filter(name__icontains=query)
    return rows.order_by("name", "pk")


def _of(of: Achievement) -> QuerySet[AchievementVersion]:
    rows: QuerySet[AchievementVersion] = AchievementVersion.objects.filter(achievement=of)
    return rows


def chosen(ids: Iterable[str]) -> list[Achievement]:
    """Return the achievements of the current organisation by ids that a form sent, by name.

    What is no id, belongs to others or is archived is left out.
    """
    known = []
    for one in ids:
        with suppress(ValueError):
            known.append(UUID(one))
    rows: QuerySet[Achievement] = Achievement.objects.filter(pk__in=known)
    return list(rows.exclude(state=State.ARCHIVED).order_by("name", "pk"))
