"""Reading the catalogue.

Everything here works inside the organisation scope that the caller opened, and fails without one.
The two functions that begin with ``public_`` step outside it on purpose: a published achievement
is a public record, a draft never is.
"""

from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from skillmark.platform.catalog import text
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.catalog.vocabulary import State

SORTS: Final = frozenset({"name", "state", "updated_at", "created_at"})
UNPUBLISHED: Final = (State.DRAFT, State.REVIEW)
NEWEST_FIRST: Final = "-updated_at"


def achievements(
    *, search: str = "", state: str = "", sort: str = NEWEST_FIRST
) -> QuerySet[Achievement]:
    """Return the achievements of the current organisation; unknown filters are ignored.

    Args:
        search: words, each of which the name, the slug or the own code must contain.
        state: a value of `State`, or empty for all.
        sort: one of `SORTS`, with a minus before it for the other direction.
    """
    rows: QuerySet[Achievement] = Achievement.objects.all()
    if state in State.values:
        rows = rows.filter(state=state)
    for word in text.line(search).split()[:8]:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(slug__icontains=word)
            | Q(
                pk__in=AchievementVersion.objects.filter(human_code__icontains=word).values(
                    "achievement_id"
                )
            )
        )
    order = sort if sort.removeprefix("-") in SORTS else NEWEST_FIRST
    return rows.order_by(order, "pk").prefetch_related("versions")


def counts() -> dict[str, int]:
    """Return how many achievements of the current organisation stand in each state."""
    rows = Achievement.objects.order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows)


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


def published(of: Achievement) -> AchievementVersion | None:
    """Return the version that is awarded now, if there is one."""
    return _of(of).filter(state=State.PUBLISHED).first()


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


def public_versions_of(organisation_id: UUID) -> QuerySet[AchievementVersion]:
    """Return what an organisation awards now, for its public page."""
    rows: QuerySet[AchievementVersion] = (
        AchievementVersion.objects.with_scopes_disabled()
        .filter(organisation_id=organisation_id, state=State.PUBLISHED)
        .select_related("achievement", "organisation")
    )
    return rows.order_by("name", "pk")


def _of(of: Achievement) -> QuerySet[AchievementVersion]:
    rows: QuerySet[AchievementVersion] = AchievementVersion.objects.filter(achievement=of)
    return rows
