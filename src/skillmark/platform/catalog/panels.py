"""What the catalogue adds to the pages of others: the issuer's page and the studio overview."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.catalog import selectors
from skillmark.platform.catalog.models import Achievement
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import (
    AUDIT_SUBJECTS,
    FIRST_STEPS,
    ISSUER_PAGE,
    OVERVIEW,
    PART_FIGURES,
    Panel,
    Step,
    Subject,
)
from skillmark.platform.ui.paging import NarrowPaginator

A_PAGE: Final = 24  # achievements on the issuer's page
SHOWN: Final = 5  # drafts; the list has them all


def awarded(organisation: Organisation, request: HttpRequest) -> Panel | None:
    """Return what the organisation awards now, for everybody: searched, a page at a time."""
    query = request.GET.get("q", "").strip()
    found = selectors.public_versions_of(organisation.pk, query)
    page = NarrowPaginator(found, A_PAGE).get_page(request.GET.get("page"))
    if not page.paginator.count and not query:
        return None
    searched = bool(query) or page.paginator.num_pages > 1
    return Panel("catalog/awarded_panel.html", {"page": page, "searched": searched})


def first_achievement(organisation: Organisation) -> Step:
    """Say whether the organisation has published its first achievement."""
    mine = Achievement.objects.values_list("state", flat=True)
    return Step(
        _("Define what you award"),
        _("What a holder can do, how it is earned, how the badge looks. Then publish it."),
        reverse(
            "catalog:achievements" if mine.exists() else "catalog:new", args=[organisation.slug]
        ),
        mine.filter(state__in=(State.PUBLISHED, State.ARCHIVED)).exists(),
    )


def achievements_named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return what each achievement that an act was done to is called today."""
    return {
        str(pk): Subject(name, reverse("catalog:achievement", args=[organisation.slug, pk]))
        for pk, name in Achievement.objects.filter(pk__in=ids).values_list("pk", "name")
    }


def achievements_counted(organisations: Collection[UUID]) -> dict[UUID, int]:
    """Return how many achievements each organisation has."""
    rows = Achievement.objects.with_scopes_disabled().filter(organisation_id__in=organisations)
    return dict(rows.values_list("organisation_id").annotate(Count("pk")).order_by())


def waiting(organisation: Organisation) -> Panel | None:
    """Return the drafts that wait for somebody."""
    drafts = list(selectors.waiting_drafts()[:SHOWN])
    if not drafts:
        return None
    return Panel("catalog/waiting_panel.html", {"drafts": drafts, "organisation": organisation})


def due(organisation: Organisation) -> Panel | None:
    """Return what somebody is to look at again, the most overdue first."""
    today = timezone.localdate()
    found = selectors.due(today + selectors.NOTICE)
    listed = list(found[:SHOWN])
    if not listed:
        return None
    context = {
        "achievements": listed,
        "more": max(found.count() - SHOWN, 0),
        "today": today,
        "organisation": organisation,
    }
    return Panel("catalog/due_panel.html", context)


ISSUER_PAGE.register_asking(20, awarded)
OVERVIEW.register(25, due)
OVERVIEW.register(30, waiting)
FIRST_STEPS.register(50, first_achievement)
PART_FIGURES.register(20, "achievements", _("Achievements"), achievements_counted)
AUDIT_SUBJECTS.register("achievement", achievements_named)
