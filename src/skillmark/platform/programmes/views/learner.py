"""A learner's pages: registering, what one learns now, how far one is."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.people import selectors as people
from skillmark.platform.people.access import signed_in
from skillmark.platform.people.models import User
from skillmark.platform.programmes import catalogue, eligibility, files, money, places
from skillmark.platform.programmes.catalogue import Group
from skillmark.platform.programmes.errors import (
    AlreadyEnrolledError,
    ProgrammeError,
)
from skillmark.platform.programmes.forms import EnrolForm
from skillmark.platform.programmes.models import Enrolment, Programme
from skillmark.platform.programmes.services import enrolling, progress
from skillmark.platform.programmes.views import learning, public
from skillmark.platform.programmes.vocabulary import LIVE, EnrolmentState
from skillmark.platform.ui.answers import blame

PER_PAGE: Final = 20


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Register for a group of a programme."""
    user, programme = signed_in(request), public.offered(programme_id)
    groups = [one for one in catalogue.whole(programme).groups if one.cohort.phase == "open"]
    emails = sorted(people.verified_emails(user))
    form = EnrolForm(
        request.POST or None,
        cohorts=[(str(one.cohort.pk), _named(one)) for one in groups],
        emails=emails,
        initial=_usual(request, user, groups, emails),
    )
    if form.is_bound and form.is_valid():
        made = _enrolled(request, programme, user, form)
        if made is not None:
            return redirect("programmes:learning-one", made.pk)
    return _enrol_page(request, programme, user, form)


@never_cache
@login_required
@require_safe
def learning_list(request: HttpRequest) -> HttpResponse:
    """List what somebody learns, waits for, or has been through."""
    user = signed_in(request)
    tab = request.GET.get("tab", "")
    rows = learning.listed(user, tab)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counts = {one: learning.listed(user, one).count() for one in learning.TABS}
    context = {
        "page": page,
        "rows": learning.figures(list(page.object_list)),
        "counts": counts,
        "total": sum(counts.values()),
        "tab": tab if tab in learning.TABS else "now",
    }
    return render(request, "programmes/learning.html", context)


@never_cache
@login_required
@require_safe
def learning_one(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Show one programme to its learner: modules, materials, progress, credentials."""
    user = signed_in(request)
    found = _own(user, enrolment_id)
    context = {
        "way": learning.way_of(found, user),
        "enrolment": found,
        "programme": found.programme,
        "cohort": found.cohort,
        "provider": found.programme.organisation,
        "cost": money.shown(found.cost_minor, found.currency),
        "live": found.state in LIVE,
        "has_place": found.state == EnrolmentState.ENROLLED,
        "panels": places.LEARNING_PAGE.panels(found, request),
    }
    return render(request, "programmes/learning_one.html", context)


@never_cache
@login_required
@require_POST
def tick(request: HttpRequest, enrolment_id: UUID, module_id: UUID) -> HttpResponse:
    """Tick a module off, or take the tick away: ``done`` is ``yes`` or ``no``."""
    found = _own(signed_in(request), enrolment_id)
    with organisation_scope(found.organisation_id):
        try:
            progress.set_done(found, module_id, done=request.POST.get("done") == "yes")
        except ProgrammeError as error:
            messages.error(request, error.message)
    place = reverse("programmes:learning-one", args=[found.pk])
    return redirect(f"{place}#module-{module_id}")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Ask whether somebody is sure, and give the place back."""
    user = signed_in(request)
    found = _own(user, enrolment_id)
    if request.method != "POST":
        context = {"enrolment": found, "programme": found.programme, "live": found.is_live}
        return render(request, "programmes/leave.html", context)
    with organisation_scope(found.organisation_id):
        try:
            enrolling.leave(found.pk, actor=user)
        except ProgrammeError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("You have left the programme."))
    return redirect("programmes:learning")


@never_cache
@csp_override(files.POLICY)
@login_required
@require_safe
def download(request: HttpRequest, enrolment_id: UUID, material_id: UUID) -> HttpResponse:
    """Hand out a file to somebody who has a place."""
    found = learning.file_of(_own(signed_in(request), enrolment_id), material_id)
    if found is None:
        raise Http404
    material, data = found
    return files.download(material.file_name, material.media_type, data, material.sha256)


def _enrolled(
    request: HttpRequest, programme: Programme, user: User, form: EnrolForm
) -> Enrolment | None:
    """Return the new place, or one that is there already; None when the form says why not."""
    applicant = enrolling.Applicant(
        user=user,
        name=form.cleaned_data["name"],
        email=form.cleaned_data["email"],
        language=user.language or get_language() or "",
    )
    try:
        with organisation_scope(programme.organisation_id):
            made = enrolling.enrol(UUID(form.cleaned_data["cohort"]), applicant)
    except AlreadyEnrolledError as error:
        messages.info(request, error.message)
        return learning.of(user).filter(programme=programme, state__in=LIVE).first()
    except ProgrammeError as error:
        blame(form, error)
        return None
    if made.state == EnrolmentState.ENROLLED:
        messages.success(request, _("You have a place."))
    else:
        messages.info(request, _("All places are taken. You are on the waiting list."))
    return made


def _enrol_page(
    request: HttpRequest, programme: Programme, user: User, form: EnrolForm
) -> HttpResponse:
    asked = eligibility.requirements(programme, user)
    absent = [one.achievement.pk for one in asked if not one.met]
    cohorts = form.fields["cohort"]
    context: dict[str, Any] = {
        "programme": programme,
        "provider": programme.organisation,
        "cost": money.shown(programme.cost_minor, programme.currency),
        "form": form,
        "asked": asked,
        "absent": absent,
        "ways": catalogue.leading_to(absent) if absent else [],
        "emails": sorted(people.verified_emails(user)),
        "open": bool(getattr(cohorts, "choices", ())),
        "mine": learning.of(user).filter(programme=programme, state__in=LIVE).first(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "programmes/enrol.html", context, status=status)


def _usual(
    request: HttpRequest, user: User, groups: list[Group], emails: list[str]
) -> dict[str, str]:
    """Return what the form is filled in with."""
    ids = [str(one.cohort.pk) for one in groups]
    wanted = request.GET.get("cohort", "")
    free = next((str(one.cohort.pk) for one in groups if not one.is_full), "")
    return {
        "name": user.display_name,
        "email": user.email if user.email in emails else next(iter(emails), ""),
        "cohort": wanted if wanted in ids else free or next(iter(ids), ""),
    }


def _named(group: Group) -> str:
    """Return what a group is called in the form: when, where, how many places are left."""
    cohort, left = group.cohort, group.places_left
    starts = date_format(cohort.starts_on, "DATE_FORMAT") if cohort.starts_on else ""
    parts = [cohort.name, starts or _("begin whenever you like"), cohort.place]
    if left is not None:
        parts.append(
            _("full: waiting list") if left == 0 else _("places left: %(n)d") % {"n": left}
        )
    return " · ".join(part for part in parts if part)


def _own(user: User, enrolment_id: UUID) -> Enrolment:
    found = learning.one(user, enrolment_id)
    if found is None:
        raise Http404
    return found
