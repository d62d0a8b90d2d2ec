"""The public list of anchors. No account, no cookie, no request to others."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from skillmark.platform.anchors import ots_selectors, panels, selectors
from skillmark.platform.anchors.models import Kind
from skillmark.platform.ui.paging import NarrowPaginator

PER_PAGE: Final = 25


@require_safe
def anchors(request: HttpRequest) -> HttpResponse:
    """Show every anchor of the log, and how the network in use is doing."""
    page = NarrowPaginator(selectors.listed(), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    views = [selectors.view(row) for row in rows]
    calendars = [
        ots_selectors.calendars_of(row) if row.kind == Kind.OTS else [] for row in rows
    ]
    context: dict[str, Any] = {
        "page": page,
        "lines": [
            {"one": one, "look": panels.status_of(one), "calendars": asked}
            for one, asked in zip(views, calendars, strict=True)
        ],
        "place": selectors.place(),
        "local": any(one.local for one in views),
    }
    response = render(request, "anchors/anchors.html", context)
    response["Cache-Control"] = "no-cache"
    return response
