"""Batches in the console: what a file would do, how far it is, what came of it."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.core.issue.recipients import write_csv
from skillmark.platform.issuing import selectors, services
from skillmark.platform.issuing.forms import StartForm
from skillmark.platform.issuing.models import Batch, BatchState, RowState
from skillmark.platform.issuing.views.pages import PER_PAGE, csv_file, show
from skillmark.platform.jobs import services as jobs
from skillmark.platform.jobs.models import Job, JobState
from skillmark.platform.orgs.access import StudioRequest, allowed, studio_view
from skillmark.platform.orgs.models import Role

ISSUERS: Final = Role.ISSUER
_AT_WORK: Final = frozenset({JobState.QUEUED.value, JobState.RUNNING.value})
_POLL_STOPS: Final = 286  # htmx: do not ask again
_TABS: Final = {
    "problems": (RowState.PROBLEM, RowState.FAILED),
    "ready": (RowState.READY,),
    "issued": (RowState.ISSUED,),
    "before": (RowState.DUPLICATE,),
}


@require_safe
@studio_view(role=Role.VIEWER)
def batches(request: StudioRequest) -> HttpResponse:
    """List the batches."""
    page = Paginator(selectors.batches(), PER_PAGE).get_page(request.GET.get("page"))
    return show(request, "issuing/batches.html", "batches", {"page": page})


@require_safe
@studio_view(role=Role.VIEWER)
def batch(request: StudioRequest, batch_id: UUID) -> HttpResponse:
    """Show a batch: its check before it is issued, its progress, its result."""
    found = _found(batch_id)
    counts = {
        "problems": found.to_mend,
        "ready": selectors.rows_of(found, _TABS["ready"]).count(),
        "issued": found.issued,
        "before": found.duplicates,
    }
    tab = request.GET.get("rows", "")
    if tab not in _TABS:
        tab = next((name for name, count in counts.items() if count), "problems")
    rows = selectors.rows_of(found, _TABS[tab])
    search = request.GET.get("q", "").strip()
    if search:
        rows = rows.filter(recipient__name__icontains=search)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = selectors.with_credentials(list(page.object_list))
    context = {
        "batch": found,
        "version": found.achievement_version,
        "form": StartForm(),
        "left": counts["ready"],
        "tab": tab,
        "tabs": _tabs(request, counts, tab),
        "page": page,
        "columns": selectors.problem_counts(found) if counts["problems"] else [],
        "step": 3 if found.state == BatchState.PREVIEW else 4,
        **_progress(request, found),
    }
    return show(request, "issuing/batch.html", "batches", context)


@require_safe
@studio_view(role=Role.VIEWER)
def progress(request: StudioRequest, batch_id: UUID) -> HttpResponse:
    """Return the progress of a batch; once it has ended, have the whole page loaded anew."""
    found = _found(batch_id)
    if found.shown_state in _AT_WORK:
        context = {
            "batch": found,
            "may_issue": request.membership.role in allowed(ISSUERS),
            **_progress(request, found),
        }
        return render(request, "issuing/batch_progress.html", context)
    response = HttpResponse(status=_POLL_STOPS)
    response["HX-Refresh"] = "true"
    return response


@require_POST
@studio_view(role=ISSUERS)
def start(request: StudioRequest, batch_id: UUID) -> HttpResponse:
    """Issue the ready rows."""
    form = StartForm(request.POST)
    send_mail = form.is_valid() and form.cleaned_data["send_mail"]
    found = _found(batch_id)
    try:
        services.start_batch(found.pk, actor=request.user, send_mail=send_mail)
    except SkillmarkError as error:
        messages.error(request, error.message)
    return redirect("issuing:batch", request.organisation.slug, found.pk)


@require_POST
@studio_view(role=ISSUERS)
def cancel(request: StudioRequest, batch_id: UUID) -> HttpResponse:
    """Stop a running batch."""
    found = _found(batch_id)
    try:
        services.cancel_batch(found.pk, actor=request.user)
        messages.info(request, _("It stops after the rows that are under way."))
    except SkillmarkError as error:
        messages.error(request, error.message)
    return redirect("issuing:batch", request.organisation.slug, found.pk)


@require_POST
@studio_view(role=ISSUERS)
def resume(request: StudioRequest, batch_id: UUID) -> HttpResponse:
    """Go on with a batch that stopped; what is issued is not issued again."""
    found = _found(batch_id)
    try:
        if found.job is not None:
            jobs.resume(found.job, actor=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
    return redirect("issuing:batch", request.organisation.slug, found.pk)


@require_POST
@studio_view(role=ISSUERS)
def discard(request: StudioRequest, batch_id: UUID) -> HttpResponse:
    """Throw a previewed file away."""
    found = _found(batch_id)
    try:
        services.discard_batch(found.pk, actor=request.user)
        messages.success(request, _("The file is gone. Nothing was issued from it."))
    except SkillmarkError as error:
        messages.error(request, error.message)
        return redirect("issuing:batch", request.organisation.slug, found.pk)
    return redirect("issuing:batches", request.organisation.slug)


@require_safe
@studio_view(role=ISSUERS)
def bad_rows(_request: StudioRequest, batch_id: UUID) -> HttpResponse:
    """Return the rows that could not be issued, with the reason, to be mended."""
    found = _found(batch_id)
    width = len(found.header)
    lines = (
        [
            *(list(row.raw) + [""] * width)[:width],
            str(row.line),
            " ".join(
                f"{problem['column']}: {problem['message']}".removeprefix(": ")
                for problem in row.problems
            ),
        ]
        for row in selectors.bad_rows(found).iterator()
    )
    data = write_csv([*found.header, "line", "problem"], lines)
    name = found.filename.rpartition(".")[0] or "recipients"
    safe = "".join(
        letter for letter in name if (letter.isascii() and letter.isalnum()) or letter in "-_"
    )
    return csv_file(data, f"{safe or 'recipients'}-to-mend.csv")


def _found(batch_id: UUID) -> Batch:
    found = selectors.batch(batch_id)
    if found is None:
        raise Http404
    return found


def _progress(request: StudioRequest, found: Batch) -> dict[str, Any]:
    job = found.job
    return {
        "job": job,
        "at_work": found.shown_state in _AT_WORK,
        "poll_url": f"/studio/{request.organisation.slug}/batches/{found.pk}/progress",
        "cancel_url": f"/studio/{request.organisation.slug}/batches/{found.pk}/cancel",
        "seconds_left": _seconds_left(job) if job else None,
    }


def _seconds_left(job: Job) -> int | None:
    """Return the seconds until the end at the pace so far, once that can be said."""
    settled = job.done + job.failed
    if job.started_at is None or not settled:
        return None
    spent = (timezone.now() - job.started_at).total_seconds()
    return max(1, round(spent / settled * (job.total - settled)))


def _tabs(request: StudioRequest, counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    words = {
        "problems": _("To mend"),
        "ready": _("Ready"),
        "issued": _("Issued"),
        "before": _("Issued before"),
    }
    return [
        {
            "href": f"{request.path}?rows={name}",
            "label": words[name],
            "count": count,
            "current": name == current,
        }
        for name, count in counts.items()
        if count
    ]
