"""What the console's pages of programmes share: finding things, drawing, who may write."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from skillmark.platform.orgs.access import StudioRequest, allowed
from skillmark.platform.orgs.models import Role
from skillmark.platform.programmes import selectors
from skillmark.platform.programmes.models import Cohort, Material, Module, Programme
from skillmark.platform.ui.answers import there

WRITERS: Final = Role.DESIGNER
ORGANISERS: Final = (Role.DESIGNER, Role.ISSUER)
"""Who opens groups and looks after the people in them."""

PER_PAGE: Final = 25
INVALID: Final = 422


def found(programme_id: UUID) -> Programme:
    """Return a programme of the current organisation.

    Raises:
        Http404: it has none of that id.
    """
    return there(selectors.programme(programme_id))


def module(module_id: UUID) -> Module:
    """Return a module of the current organisation.

    Raises:
        Http404: it has none of that id.
    """
    return there(selectors.module(module_id))


def material(material_id: UUID) -> Material:
    """Return a material of the current organisation.

    Raises:
        Http404: it has none of that id.
    """
    return there(selectors.material(material_id))


def cohort(cohort_id: UUID) -> Cohort:
    """Return a group of the current organisation.

    Raises:
        Http404: it has none of that id.
    """
    return there(selectors.cohort(cohort_id))


def draw(
    request: StudioRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return a page of the console, with what the person may do."""
    role = request.membership.role
    shared = {
        "organisation": request.organisation,
        "may_write": role in allowed(WRITERS),
        "may_organise": role in allowed(ORGANISERS),
    }
    return render(request, template, shared | context, status=status)


def to(request: StudioRequest, view: str, *ids: UUID) -> HttpResponse:
    """Lead to another page of programmes in the console."""
    return redirect(f"programmes:{view}", request.organisation.slug, *ids)
