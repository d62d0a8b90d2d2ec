"""What comes of an organisation's credentials once people show them."""

import csv
from datetime import date, timedelta
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.sharing import chart, selectors, services
from skillmark.platform.sharing.models import Deed
from skillmark.platform.sharing.services import LinkedInNumberError

PERIODS: Final = (30, 90, 365)  # days
ROWS_A_PAGE: Final = 25
_STEPS: Final = (
    gettext_lazy("Issued"),
    gettext_lazy("Taken by their holder"),
    gettext_lazy("Shared"),
    gettext_lazy("Visited"),
)


@require_safe
@studio_view()
def overview(request: StudioRequest) -> HttpResponse:
    """Show shares and visits of a period: by day, channel and achievement."""
    days = _period(request)
    since, today = _since(days), timezone.now().date()
    figures = selectors.Figures(since, today)
    rows = selectors.by_achievement(since, request.GET.get("q", "").strip())
    context = {
        "days": days,
        "periods": [
            (number, ngettext("%d day", "%d days", number) % number) for number in PERIODS
        ],
        "shared": figures.total(Deed.SHARED),
        "visited": figures.total(Deed.VISITED),
        "chart": chart.draw(figures.days()),
        "channels": figures.channels(),
        "steps": selectors.funnel(since, [str(step) for step in _STEPS]),
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "number": services.linkedin_number(request.organisation),
        "may_name": request.membership.role == Role.OWNER,
    }
    return render(request, "sharing/overview.html", context)


@require_safe
@studio_view()
def table(request: StudioRequest) -> HttpResponse:
    """Return the days of a period as CSV."""
    days = _period(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="sharing-{days}-days.csv"'
    response["Cache-Control"] = "no-store"
    writer = csv.writer(response)
    writer.writerow(["day", "shared", "visited"])
    for day in selectors.Figures(_since(days), timezone.now().date()).days():
        writer.writerow([day.day.isoformat(), day.shared, day.visited])
    return response


@require_POST
@studio_view(role=Role.OWNER)
def name_page(request: StudioRequest) -> HttpResponse:
    """Keep the number of the organisation's page at LinkedIn."""
    try:
        number = services.set_linkedin_number(
            request.organisation, request.POST.get("number", ""), actor=request.user
        )
    except LinkedInNumberError:
        messages.error(
            request,
            _(
                "There is no number in that. Open the admin view of your LinkedIn page and "
                "copy the digits after /company/ from its address."
            ),
        )
    else:
        messages.success(
            request,
            _("Profiles now show your page's logo beside the credential.")
            if number
            else _("Your LinkedIn page is no longer named."),
        )
    return redirect("sharing:overview", slug=request.organisation.slug)


def _period(request: StudioRequest) -> int:
    raw = request.GET.get("days", "")
    return int(raw) if raw in {str(days) for days in PERIODS} else PERIODS[0]


def _since(days: int) -> date:
    return timezone.now().date() - timedelta(days=days - 1)
