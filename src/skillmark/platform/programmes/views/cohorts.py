"""Groups and the people in them in the console: dates and places, the roster, its CSV."""

import csv
from collections.abc import Callable, Iterator
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.encoding import latin
from skillmark.platform.orgs.access import StudioRequest, organisation_scope, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.programmes import money, selectors
from skillmark.platform.programmes.errors import InvalidError, ProgrammeError
from skillmark.platform.programmes.forms import CohortForm, ReasonForm
from skillmark.platform.programmes.models import Cohort, Enrolment, Programme
from skillmark.platform.programmes.services import cohorts, enrolling
from skillmark.platform.programmes.views import pages
from skillmark.platform.programmes.vocabulary import EnrolmentState
from skillmark.platform.ui.answers import blame, complain
from skillmark.platform.ui.paging import NarrowPaginator

COLUMNS: Final = (
    "enrolment", "name", "email", "state", "registered", "enrolled", "ended", "reason",
    "modules_done", "modules", "cost", "currency",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet may run
_ROWS: Final = 500  # read at a time


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.ORGANISERS)
def new(request: StudioRequest, programme_id: UUID) -> HttpResponse:
    """Open a group."""
    found = pages.found(programme_id)
    form = CohortForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = cohorts.open_cohort(found.pk, form.terms, actor=request.user)
        except ProgrammeError as error:
            blame(form, error)
        else:
            return pages.to(request, "cohort", made.pk)
    return _form(request, form, found, None)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.ORGANISERS)
def edit(request: StudioRequest, cohort_id: UUID) -> HttpResponse:
    """Change dates and places of a group."""
    found = pages.cohort(cohort_id)
    form = CohortForm(request.POST or None, cohort=found)
    if form.is_bound and form.is_valid():
        try:
            cohorts.change_cohort(found.pk, form.terms, actor=request.user)
        except InvalidError as error:
            form.blame(error)
        except ProgrammeError as error:
            blame(form, error)
        else:
            messages.success(request, _("The group is changed."))
            return pages.to(request, "cohort", found.pk)
    return _form(request, form, found.programme, found)


@require_safe
@studio_view(role=Role.VIEWER)
def roster(request: StudioRequest, cohort_id: UUID) -> HttpResponse:
    """Show a group: its dates and places, who has one, who waits, how far they are."""
    return _roster(request, pages.cohort(cohort_id), ReasonForm())


@require_http_methods(["POST"])
@studio_view(role=pages.ORGANISERS)
def cancel(request: StudioRequest, cohort_id: UUID) -> HttpResponse:
    """Cancel a group; everybody in it is told why."""
    found = pages.cohort(cohort_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            cohorts.cancel_cohort(found.pk, reason=reason, actor=request.user)
        except ProgrammeError as error:
            complain(request, error)
        else:
            messages.success(request, _("The group is cancelled. Everybody is told."))
        return pages.to(request, "cohort", found.pk)
    return _roster(request, found, form, status=pages.INVALID)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.ORGANISERS)
def remove(request: StudioRequest, enrolment_id: UUID) -> HttpResponse:
    """Ask why, and take somebody's place away."""
    found = _enrolment(enrolment_id)
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]

        def act(enrolment_id: UUID, *, actor: object) -> Enrolment:
            return enrolling.remove(enrolment_id, reason=reason, actor=actor)

        return _acted(request, found, act, _("The place is free again."))
    context = {"form": form, "enrolment": found, "programme": found.programme}
    status = pages.INVALID if form.is_bound else 200
    return pages.draw(request, "programmes/remove.html", context, status=status)


@require_POST
@studio_view(role=pages.ORGANISERS)
def complete(request: StudioRequest, enrolment_id: UUID) -> HttpResponse:
    """Note that somebody has been through the programme."""
    return _acted(request, _enrolment(enrolment_id), enrolling.complete, _("Noted."))


@require_safe
@studio_view(role=Role.VIEWER)
def roster_csv(request: StudioRequest, cohort_id: UUID) -> HttpResponseBase:
    """Send everybody of a group as CSV, as the list is narrowed."""
    found = pages.cohort(cohort_id)
    rows = _rows(request, found)
    response = StreamingHttpResponse(
        _lines(found, rows), content_type="text/csv; charset=utf-8"
    )
    name = latin.slug(f"{found.programme.title} {found.name}", longest=80) or "group"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _rows(request: StudioRequest, cohort: Cohort) -> Any:
    return selectors.enrolments(
        cohort,
        search=request.GET.get("q", ""),
        state=request.GET.get("state", ""),
        sort=request.GET.get("sort", ""),
    )


def _roster(
    request: StudioRequest, cohort: Cohort, reason: ReasonForm, *, status: int = 200
) -> HttpResponse:
    page = NarrowPaginator(_rows(request, cohort), pages.PER_PAGE).get_page(
        request.GET.get("page")
    )
    people = list(page.object_list)
    done = selectors.done_counts(people)
    counts = selectors.enrolment_counts(cohort)
    state = request.GET.get("state", "")
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "page": page,
        "people": [(one, done.get(one.pk, 0)) for one in people],
        "modules": len(selectors.modules_of(cohort.programme)),
        "places_left": selectors.places_left(cohort, getattr(cohort, "taken", 0)),
        "total": sum(counts.values()),
        "tabs": _tabs(request, counts, state),
        "reason_form": reason,
        "query": request.GET.urlencode(),
    }
    return pages.draw(request, "programmes/cohort.html", context, status=status)


class _Echo:
    """A file that gives back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _lines(cohort: Cohort, rows: Any) -> Iterator[str]:
    """Yield the file; the scope is opened anew, for the view is over by then."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + str(writer.writerow(COLUMNS))
    with organisation_scope(cohort.organisation_id):
        modules = len(selectors.modules_of(cohort.programme))
        for start in range(0, rows.count(), _ROWS):
            part = list(rows[start : start + _ROWS])
            done = selectors.done_counts(part)
            for row in part:
                cells = _cells(row, done.get(row.pk, 0), modules)
                yield str(writer.writerow([safe_cell(cell) for cell in cells]))


def _cells(row: Enrolment, done: int, modules: int) -> list[str]:
    cost = "" if row.cost_minor is None else money.plain(row.cost_minor, row.currency)
    days = (row.queued_at, row.enrolled_at, row.ended_at)
    return [
        str(row.pk),
        row.name,
        row.email,
        row.state,
        *(day.date().isoformat() if day else "" for day in days),
        row.reason,
        str(done),
        str(modules),
        cost,
        row.currency,
    ]


def safe_cell(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _acted(
    request: StudioRequest, found: Enrolment, act: Callable[..., Enrolment], said: str
) -> HttpResponse:
    try:
        act(found.pk, actor=request.user)
    except ProgrammeError as error:
        complain(request, error)
    else:
        messages.success(request, said)
    return pages.to(request, "cohort", found.cohort_id)


def _enrolment(enrolment_id: UUID) -> Enrolment:
    found = selectors.enrolment(enrolment_id)
    if found is None:
        raise Http404
    return found


def _form(
    request: StudioRequest, form: CohortForm, programme: Programme, cohort: Cohort | None
) -> HttpResponse:
    context = {"form": form, "programme": programme, "cohort": cohort}
    status = pages.INVALID if form.is_bound else 200
    return pages.draw(request, "programmes/cohort_form.html", context, status=status)


def _tabs(request: StudioRequest, counts: dict[str, int], state: str) -> list[dict[str, Any]]:
    named = [("", _("All"), sum(counts.values()))]
    named += [(one.value, str(one.label), counts[one.value]) for one in EnrolmentState]
    return [
        {
            "href": f"{request.path}?state={key}" if key else request.path,
            "label": label,
            "count": count,
            "current": key == state,
        }
        for key, label, count in named
    ]
