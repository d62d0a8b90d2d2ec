"""Programmes in the console: the list, one of them, its words, its way into the catalogue."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.programmes import money, selectors
from skillmark.platform.programmes.errors import InvalidError, ProgrammeError
from skillmark.platform.programmes.forms import ProgrammeForm
from skillmark.platform.programmes.models import Programme
from skillmark.platform.programmes.services import offers
from skillmark.platform.programmes.views import pages
from skillmark.platform.programmes.vocabulary import State
from skillmark.platform.ui.answers import complain
from skillmark.platform.ui.paging import NarrowPaginator


@require_safe
@studio_view(role=Role.VIEWER)
def programmes(request: StudioRequest) -> HttpResponse:
    """List what the organisation offers."""
    search, state = request.GET.get("q", ""), request.GET.get("state", "")
    rows = selectors.programmes(
        search=search, state=state, sort=request.GET.get("sort", "-changed")
    )
    page = NarrowPaginator(rows, pages.PER_PAGE).get_page(request.GET.get("page"))
    counts = selectors.counts()
    learners = selectors.learners_of(row.pk for row in page.object_list)
    context = {
        "page": page,
        "rows": [(row, learners.get(row.pk, 0)) for row in page.object_list],
        "total": counts["all"],
        "tabs": _tabs(request, counts, state),
        "all_url": request.path,
        "others": selectors.offered_by_others(),
    }
    return pages.draw(request, "programmes/programmes.html", context)


@require_safe
@studio_view(role=Role.VIEWER)
def programme(request: StudioRequest, programme_id: UUID) -> HttpResponse:
    """Show one programme: how it stands, what it leads to, its contents and groups."""
    found = pages.found(programme_id)
    modules = selectors.modules_of(found)
    materials = selectors.materials_of(modules)
    cohorts = selectors.cohorts_of(found)
    context = {
        "programme": found,
        "cost": money.shown(found.cost_minor, found.currency),
        "missing": offers.missing(found) if found.state == State.DRAFT else {},
        "achievements": selectors.units_of(found),
        "prerequisites": selectors.prerequisites_of(found),
        "modules": [(one, len(materials[one.pk])) for one in modules],
        "cohorts": cohorts,
        "last_module": modules[-1].pk if modules else None,
    }
    return pages.draw(request, "programmes/programme.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def new(request: StudioRequest) -> HttpResponse:
    """Draft a programme."""
    language = {"language": request.organisation.language}
    form = (
        ProgrammeForm(request.POST)
        if request.method == "POST"
        else ProgrammeForm(initial={"mode": "units"} | language)
    )
    if form.is_bound and form.is_valid():
        made = offers.create(request.organisation, form.terms, actor=request.user)
        messages.success(request, _("Drafted. Say next what it leads to."))
        return pages.to(request, "achievements", made.pk)
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def edit(request: StudioRequest, programme_id: UUID) -> HttpResponse:
    """Change what a programme says."""
    found = pages.found(programme_id)
    form = ProgrammeForm(request.POST or None, programme=found)
    if form.is_bound and form.is_valid():
        try:
            offers.edit(found.pk, form.terms, actor=request.user)
        except InvalidError as error:
            form.blame(error)
        else:
            messages.success(request, _("The programme is changed."))
            return pages.to(request, "programme", found.pk)
    return _form(request, form, found)


@require_POST
@studio_view(role=pages.WRITERS)
def publish(request: StudioRequest, programme_id: UUID) -> HttpResponse:
    """Put it into the public catalogue."""
    return _turned(request, programme_id, offers.publish, _("It stands in the catalogue now."))


@require_POST
@studio_view(role=pages.WRITERS)
def withdraw(request: StudioRequest, programme_id: UUID) -> HttpResponse:
    """Take it out of the catalogue."""
    said = _("It is out of the catalogue. Learners keep their places.")
    return _turned(request, programme_id, offers.withdraw, said)


@require_POST
@studio_view(role=pages.WRITERS)
def archive(request: StudioRequest, programme_id: UUID) -> HttpResponse:
    """Offer it no more."""
    return _turned(request, programme_id, offers.archive, _("The programme is archived."))


@require_POST
@studio_view(role=pages.WRITERS)
def restore(request: StudioRequest, programme_id: UUID) -> HttpResponse:
    """Bring it back as a draft."""
    return _turned(request, programme_id, offers.restore, _("It is a draft again."))


def _turned(
    request: StudioRequest, programme_id: UUID, act: Callable[..., Programme], said: str
) -> HttpResponse:
    found = pages.found(programme_id)
    try:
        act(found.pk, actor=request.user)
    except ProgrammeError as error:
        complain(request, error)
    else:
        messages.success(request, said)
    return pages.to(request, "programme", found.pk)


def _form(
    request: StudioRequest, form: ProgrammeForm, programme: Programme | None
) -> HttpResponse:
    status = pages.INVALID if form.is_bound else 200
    context = {"form": form, "programme": programme}
    return pages.draw(request, "programmes/form.html", context, status=status)


def _tabs(request: StudioRequest, counts: dict[str, int], state: str) -> list[dict[str, Any]]:
    named = [("", _("All"), counts["all"])]
    named += [(one.value, str(one.label), counts[one.value]) for one in State]
    return [
        {
            "href": f"{request.path}?state={key}" if key else request.path,
            "label": label,
            "count": count,
            "current": key == state,
        }
        for key, label, count in named
    ]
