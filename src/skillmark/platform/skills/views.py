"""Skills in the console: frameworks, their skills, files on their way in, the picker's answers."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs.access import StudioRequest, allowed, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.skills import forms, picker, selectors, services
from skillmark.platform.skills.models import Framework, FrameworkUpload, Skill
from skillmark.platform.skills.reading.entry import Source
from skillmark.platform.skills.reading.layouts import LAYOUTS

PER_PAGE: Final = 50
SHOWN_PROBLEMS: Final = 100
WRITERS: Final = Role.DESIGNER


@require_safe
@studio_view(role=Role.VIEWER)
def frameworks(request: StudioRequest) -> HttpResponse:
    """List the frameworks that are searched, and try the search."""
    sentence = request.GET.get("try", "").strip()
    rows = selectors.frameworks(
        request.GET.get("q", "").strip(), request.GET.get("sort", "name")
    )
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "picker": picker.look_up(sentence, []) if sentence else picker.Picker(),
        "sentence": sentence,
    }
    return _show(request, "skills/frameworks.html", context)


@require_safe
@studio_view(role=Role.VIEWER)
def framework(request: StudioRequest, framework_id: UUID) -> HttpResponse:
    """List the skills of one framework."""
    found = _framework(framework_id)
    withdrawn = request.GET.get("withdrawn") == "1"
    query = request.GET.get("q", "").strip()
    rows = selectors.skills_of(
        found, query, request.GET.get("sort", "name"), withdrawn=withdrawn
    )
    context = {
        "framework": found,
        "own_words": found.organisation is not None and found.key == services.OWN,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "withdrawn": withdrawn,
        "form": forms.OwnSkillForm(),
    }
    return _show(request, "skills/framework.html", context)


@require_safe
@never_cache
@studio_view(role=Role.VIEWER)
def suggest(request: StudioRequest) -> HttpResponse:
    """Return the skills that a sentence speaks of, as options of the picker."""
    found = picker.look_up(request.GET.get("q", "").strip(), [])
    return render(request, "skills/picker_options.html", {"picker": found})


@require_POST
@studio_view(role=WRITERS)
def add_own(request: StudioRequest) -> HttpResponse:
    """Add a skill in one's own words; the picker gets it as an alignment."""
    form = forms.OwnSkillForm(request.POST)
    wants_json = request.get_preferred_type(["text/html", "application/json"])
    if not form.is_valid():
        return _own_failed(request, _first(form), as_json=wants_json == "application/json")
    made = services.add_own(
        request.organisation,
        form.cleaned_data["name"],
        description=form.cleaned_data["description"],
        actor=request.user,
    )
    if wants_json == "application/json":
        return JsonResponse(selectors.alignment(made))
    messages.success(request, _("“%(name)s” can be chosen now.") % {"name": made.label})
    return _to(request, made.framework)


@require_POST
@studio_view(role=WRITERS)
def withdraw(request: StudioRequest, skill_id: UUID) -> HttpResponse:
    """Take an own skill out of searching."""
    found = _own_skill(request, skill_id)
    services.withdraw_own(found, actor=request.user)
    messages.success(
        request, _("It is no longer offered. Credentials that name it keep their link.")
    )
    return _to(request, found.framework)


@require_POST
@studio_view(role=WRITERS)
def restore(request: StudioRequest, skill_id: UUID) -> HttpResponse:
    """Bring an own skill back."""
    found = _own_skill(request, skill_id)
    services.restore_own(found, actor=request.user)
    messages.success(request, _("It is offered again."))
    return _to(request, found.framework)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=WRITERS)
def upload(request: StudioRequest) -> HttpResponse:
    """Take a file of a framework and check it."""
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            _refuse_large(sent.size)
            made = services.offer_upload(
                request.organisation,
                Source(sent.name or "skills.csv", sent.read()),
                form.facts(),
                actor=request.user,
                at=timezone.localdate(),
            )
        except SkillmarkError as error:
            field = str(error.facts.get("field") or "file")
            form.add_error(field if field in form.fields else "file", error.message)
        else:
            return redirect("skills:file", request.organisation.slug, made.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "accept": forms.LAYOUTS}
    return _show(request, "skills/upload.html", context, status=status)


@require_safe
@studio_view(role=WRITERS)
def file(request: StudioRequest, upload_id: UUID) -> HttpResponse:
    """Show what importing a file would do."""
    found = _upload(upload_id)
    if found.job is not None:
        return redirect("jobs:job", request.organisation.slug, found.job.pk)
    context = {
        "upload": found,
        "layout": LAYOUTS.get(found.layout, found.layout),
        "problems": found.problems[:SHOWN_PROBLEMS],
        "hidden": max(0, found.counts["problems"] - SHOWN_PROBLEMS),
        "nothing": not (found.counts["new"] + found.counts["changed"])
        and not found.counts["withdrawn"],
    }
    return _show(request, "skills/file.html", context)


@require_POST
@studio_view(role=WRITERS)
def start(request: StudioRequest, upload_id: UUID) -> HttpResponse:
    """Import a checked file."""
    found = _upload(upload_id)
    try:
        started = services.start_upload(found, actor=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
        return redirect("skills:file", request.organisation.slug, found.pk)
    return redirect("jobs:job", request.organisation.slug, started.job_id)


@require_POST
@studio_view(role=WRITERS)
def discard(request: StudioRequest, upload_id: UUID) -> HttpResponse:
    """Throw a checked file away."""
    found = _upload(upload_id)
    try:
        services.discard_upload(found, actor=request.user)
        messages.success(request, _("The file is gone. Nothing was imported from it."))
    except SkillmarkError as error:
        messages.error(request, error.message)
    return redirect("skills:frameworks", request.organisation.slug)


def _show(
    request: StudioRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    shared = {
        "organisation": request.organisation,
        "may_write": request.membership.role in allowed(WRITERS),
    }
    return render(request, template, shared | context, status=status)


def _refuse_large(size: int) -> None:
    if size > services.MAX_UPLOAD_BYTES:
        raise services.too_large()


def _own_failed(request: StudioRequest, words: str, *, as_json: bool) -> HttpResponse:
    if as_json:
        return JsonResponse({"detail": words}, status=422)
    messages.error(request, words)
    return redirect("skills:frameworks", request.organisation.slug)


def _first(form: forms.OwnSkillForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def _framework(framework_id: UUID) -> Framework:
    found = selectors.framework(framework_id)
    if found is None:
        raise Http404
    return found


def _own_skill(request: StudioRequest, skill_id: UUID) -> Skill:
    found = selectors.skill(skill_id)
    if found is None or found.framework.organisation_id != request.organisation.pk:
        raise Http404
    return found


def _upload(upload_id: UUID) -> FrameworkUpload:
    found = selectors.upload(upload_id)
    if found is None:
        raise Http404
    return found


def _to(request: StudioRequest, found: Framework) -> HttpResponse:
    return redirect("skills:framework", request.organisation.slug, found.pk)
