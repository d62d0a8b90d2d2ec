"""The pages of jobs: the list, one job with its progress, stopping and resuming it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.jobs import selectors, services
from skillmark.platform.jobs.models import Job, JobState
from skillmark.platform.orgs.access import StudioRequest, allowed, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.ui.paging import NarrowPaginator

JOBS_A_PAGE = 25
RELOAD = "HX-Refresh"  # htmx loads the whole page again: the job has ended


@require_safe
@studio_view()
def jobs(request: StudioRequest) -> HttpResponseBase:
    """List the jobs, newest first."""
    query, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = selectors.jobs(query, state, request.GET.get("sort", ""))
    page = NarrowPaginator(found, JOBS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query, "state": state, "states": JobState.choices}
    return render(request, "jobs/jobs.html", context)


@require_safe
@never_cache
@studio_view()
def job(request: StudioRequest, job_id: UUID) -> HttpResponseBase:
    """Show one job and how far it is."""
    found = get_object_or_404(Job.objects, pk=job_id)
    return render(request, "jobs/job.html", progress_context(found, request))


@require_safe
@never_cache
@studio_view()
def progress(request: StudioRequest, job_id: UUID) -> HttpResponseBase:
    """Return the progress alone, for the page that asks every second."""
    found = get_object_or_404(Job.objects, pk=job_id)
    response = render(request, "ui/components/progress.html", progress_context(found, request))
    if not found.open:
        response.headers[RELOAD] = "true"
    return response


@require_POST
@studio_view(Role.ISSUER)
def cancel(request: StudioRequest, job_id: UUID) -> HttpResponseBase:
    """Stop a job before its next chunk."""
    found = get_object_or_404(Job.objects, pk=job_id)
    try:
        services.cancel(found, actor=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The job stops. What is finished stays."))
    return _to(request, found)


@require_POST
@studio_view(Role.ISSUER)
def resume(request: StudioRequest, job_id: UUID) -> HttpResponseBase:
    """Take a job up again where it stopped."""
    found = get_object_or_404(Job.objects, pk=job_id)
    try:
        services.resume(found, actor=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The job goes on where it stopped."))
    return _to(request, found)


def progress_context(found: Job, request: StudioRequest) -> dict[str, Any]:
    """Return what ``ui/components/progress.html`` needs to show `found`."""
    where = {"slug": request.organisation.slug, "job_id": found.pk}
    may_act = request.membership.role in allowed(Role.ISSUER)
    may_cancel = may_act and not found.cancel_requested
    return {
        "job": found,
        "title": found.title or found.message,
        "poll_url": reverse("jobs:progress", kwargs=where),
        "cancel_url": reverse("jobs:cancel", kwargs=where) if may_cancel else "",
        "may_act": may_act,
        "seconds_left": selectors.seconds_left(found),
    }


def _to(request: StudioRequest, found: Job) -> HttpResponse:
    return redirect("jobs:job", slug=request.organisation.slug, job_id=found.pk)
