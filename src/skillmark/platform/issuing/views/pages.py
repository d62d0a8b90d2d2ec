"""What the console's pages of issuing share: rendering, roles, files."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render

from skillmark.platform.orgs.access import StudioRequest, allowed
from skillmark.platform.orgs.models import Role

PER_PAGE: Final = 25


def show(
    request: StudioRequest,
    template: str,
    section: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a page of the console."""
    shared = {
        "organisation": request.organisation,
        "section": section,
        "may_issue": request.membership.role in allowed(Role.ISSUER),
    }
    return render(request, template, shared | context, status=status)


def csv_file(data: bytes, name: str) -> HttpResponse:
    """Return a CSV to be saved under a name."""
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
