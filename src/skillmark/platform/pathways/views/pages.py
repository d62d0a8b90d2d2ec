"""What the console's pages about pathways share."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from skillmark.platform.orgs.access import StudioRequest, allowed
from skillmark.platform.orgs.models import Role
from skillmark.platform.pathways import selectors
from skillmark.platform.pathways.models import Pathway, PathwayVersion

WRITERS: Final = Role.DESIGNER
DECIDERS: Final = Role.APPROVER
READERS: Final = (Role.DESIGNER, Role.ISSUER, Role.APPROVER)  # of who people are


def found(pathway_id: UUID) -> Pathway:
    """Return the pathway of the current organisation.

    Raises:
        Http404: it has none of that id.
    """
    pathway = selectors.pathway(pathway_id)
    if pathway is None:
        raise Http404
    return pathway


def draft(pathway: Pathway) -> PathwayVersion:
    """Return the draft, or the version that is in review.

    Raises:
        Http404: there is none.
    """
    version = selectors.draft(pathway)
    if version is None:
        raise Http404
    return version


def draw(
    request: StudioRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return the page, with what the person may do."""
    shared = {
        "organisation": request.organisation,
        "may_write": request.membership.role in allowed(WRITERS),
        "may_decide": request.membership.role in allowed(DECIDERS),
        "section": "pathways",
    }
    return render(request, template, shared | context, status=status)


def url(request: StudioRequest, pathway: Pathway, name: str = "pathway") -> str:
    """Return the address of one of a pathway's pages."""
    return reverse(f"pathways:{name}", args=[request.organisation.slug, pathway.pk])
