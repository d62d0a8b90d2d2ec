"""The console's pages that show achievements: the list, one of them, its versions, what changed."""

from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillmark.platform.catalog import diff, holders, keeping, pictures, reviewing, selectors
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.catalog.views import history, pages
from skillmark.platform.catalog.vocabulary import AchievementType, State
from skillmark.platform.orgs import policy
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.ui import navigation

PER_PAGE: Final = 25
SHOWN_VERSIONS: Final = 5  # on the achievement's page; the history has them all


@require_safe
@studio_view(role=Role.VIEWER)
def achievements(request: StudioRequest) -> HttpResponse:
    """List what the organisation awards."""
    wanted = selectors.Filter(
        search=request.GET.get("q", ""),
        state=request.GET.get("state", ""),
        kind=request.GET.get("kind", ""),
        due_by=timezone.localdate() + keeping.NOTICE if request.GET.get("due") else None,
    )
    rows = selectors.achievements(wanted, sort=request.GET.get("sort", ""))
    ids = rows.values_list("pk", flat=True)
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
    counts = selectors.counts()
    context = {
        "page": page,
        "rows": [_row(one) for one in selectors.listed(page.object_list)],
        "tabs": _tabs(request, counts, wanted),
        "kinds": AchievementType.choices,
        "wanted": wanted,
        "narrowed": bool(wanted.search or wanted.kind or wanted.state or wanted.due_by),
        "total": counts["all"],
        "today": timezone.localdate(),
        "all_url": request.path,
    }
    return pages.draw(request, "catalog/achievements.html", context)


@require_safe
@studio_view(role=Role.VIEWER)
def achievement(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Show one achievement: its draft if there is one, else its newest version."""
    found = pages.found(achievement_id)
    return _page(request, found, selectors.newest(found), past=False)


@require_safe
@studio_view(role=Role.VIEWER)
def version(request: StudioRequest, achievement_id: UUID, number: int) -> HttpResponse:
    """Show one version, as it was."""
    found = pages.found(achievement_id)
    return _page(request, found, pages.numbered(found, number), past=True)


@require_safe
@studio_view(role=Role.VIEWER)
def versions(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Show every version, who holds it, and what changed between any two."""
    found = pages.found(achievement_id)
    entries = history.entries(selectors.versions(found))
    newer = _numbered(entries, request.GET.get("to", "")) or entries[0].version
    older = _numbered(entries, request.GET.get("from", "")) or _before(entries, newer)
    context = {
        "achievement": found,
        "history": entries,
        "older": older,
        "newer": newer,
        "differences": diff.compare(older, newer) if older else (),
        "held": sum(entry.held for entry in entries),
    }
    return pages.draw(request, "catalog/versions.html", context)


@require_safe
@studio_view(role=Role.VIEWER)
def review(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Show what waits for a second person: what it says, what changed, what was checked."""
    found = pages.found(achievement_id)
    waiting = selectors.in_review(found)
    published = selectors.published(found)
    context = {
        "achievement": found,
        "version": waiting,
        "published": published,
        "request_for_review": reviewing.waiting(waiting) if waiting else None,
        "differences": diff.compare(published, waiting) if waiting and published else (),
        "checks": history.check_lines(waiting) if waiting else [],
        "picture": pictures.data_address(waiting) if waiting else "",
        "held": holders.of([published.pk])[published.pk] if published else 0,
        "reader": request.user,
    }
    return pages.draw(request, "catalog/review.html", context)


def _page(
    request: StudioRequest, found: Achievement, shown: AchievementVersion, *, past: bool
) -> HttpResponse:
    issue_url = navigation.answering(f"/studio/{request.organisation.slug}/issue")
    entries = history.entries(selectors.versions(found))
    today = timezone.localdate()
    context = {
        "achievement": found,
        "version": shown,
        "past": past,
        "draft": selectors.draft(found),
        "in_review": selectors.in_review(found),
        "declined": reviewing.declined(shown) if shown.state == State.DRAFT else None,
        "published": selectors.published(found),
        "review_asked": policy.of(request.organisation).review_definitions,
        "checks": history.check_lines(shown),
        "history": entries[:SHOWN_VERSIONS],
        "hidden_versions": max(len(entries) - SHOWN_VERSIONS, 0),
        "held": sum(entry.held for entry in entries),
        "picture": pictures.data_address(shown),
        "issue_url": issue_url and f"{issue_url}?achievement={found.slug}",
        "today": today,
        "is_due": found.review_by is not None and found.review_by <= today + keeping.NOTICE,
        "next_look": keeping.next_look(today),
    }
    return pages.draw(request, "catalog/achievement.html", context)


def _numbered(entries: list[history.Entry], number: str) -> AchievementVersion | None:
    matching = (one.version for one in entries if str(one.version.number) == number)
    return next(matching, None)


def _before(
    entries: list[history.Entry], newer: AchievementVersion
) -> AchievementVersion | None:
    earlier = (one.version for one in entries if one.version.number < newer.number)
    return next(earlier, None)


def _row(found: Achievement) -> dict[str, Any]:
    newest = max(found.versions.all(), key=lambda one: one.number)
    next_state = newest.state if newest.state != found.state else ""
    return {
        "achievement": found,
        "kind": newest.get_achievement_type_display(),
        "number": newest.number,
        "next": next_state if next_state in selectors.UNPUBLISHED else "",
    }


def _tabs(
    request: StudioRequest, counts: dict[str, int], wanted: selectors.Filter
) -> list[dict[str, Any]]:
    named = [("", _("All"), counts["all"])]
    named += [(state.value, str(state.label), counts[state.value]) for state in State]
    tabs = [
        {
            "href": f"{request.path}?state={key}" if key else request.path,
            "label": label,
            "count": count,
            "current": key == wanted.state and wanted.due_by is None,
        }
        for key, label, count in named
    ]
    due = {
        "href": f"{request.path}?due=1&sort=review_by",
        "label": _("Due for review"),
        "count": counts["due"],
        "current": wanted.due_by is not None,
    }
    return [*tabs, due]
