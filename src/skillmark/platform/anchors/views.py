"""The public list of anchors. No account, no cookie, no request to others."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from skillmark.platform.anchors import panels, selectors
from skillmark.platform.ui.paging import NarrowPaginator

PER_PAGE: Final = 25


@require_safe
def anchors(request: HttpRequest) -> HttpResponse:
    """Show every anchor of the log, and how the network in use is doing."""
    page = NarrowPaginator(selectors.listed(), PER_PAGE).get_page(request.GET.get("page"))
    views = [selectors.view(row) for row in page]
    context: dict[str, Any] = {
        "page": page,
        "lines": [{"one": one, "look": panels.status_of(one)} for one in views],
        "place": selectors.place(),
        "local": any(one.local for one in views),
    }
    response = render(request, "anchors/anchors.html", context)
    response["Cache-Control"] = "no-cache"
    return response
