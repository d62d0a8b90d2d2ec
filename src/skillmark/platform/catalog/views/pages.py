"""What the console's pages about achievements share: finding one, drawing, the way back."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from skillmark.platform.catalog import selectors
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.orgs.access import StudioRequest, allowed
from skillmark.platform.orgs.models import Role

WRITERS: Final = Role.DESIGNER
DECIDERS: Final = Role.APPROVER


def found(achievement_id: UUID) -> Achievement:
    """Return the achievement of the current organisation.

    Raises:
        Http404: it has none of that id.
    """
    achievement = selectors.achievement(achievement_id)
    if achievement is None:
        raise Http404
    return achievement


def numbered(achievement: Achievement, number: int) -> AchievementVersion:
    """Return one version by its number.

    Raises:
        Http404: there is none.
    """
    for version in selectors.versions(achievement):
        if version.number == number:
            return version
    raise Http404


def draw(
    request: StudioRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return the page, with what the person may do."""
    shared = {
        "organisation": request.organisation,
        "may_write": request.membership.role in allowed(WRITERS),
        "may_decide": request.membership.role in allowed(DECIDERS),
        "section": "achievements",
    }
    return render(request, template, shared | context, status=status)


def url(request: StudioRequest, achievement: Achievement, name: str = "achievement") -> str:
    """Return the address of one of an achievement's pages."""
    return reverse(f"catalog:{name}", args=[request.organisation.slug, achievement.pk])


def list_url(request: StudioRequest) -> str:
    """Return the address of the list."""
    return reverse("catalog:achievements", args=[request.organisation.slug])
