"""Batches in the console: what a file would do, how far it is, what came of it."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.core.issue.recipients import write_csv
from skillmark.platform.approvals.models import Approval, ApprovalState
from skillmark.platform.issuing import places, services
from skillmark.platform.issuing.forms.intake import FIELD_WORDS, MoveForm, StartForm
from skillmark.platform.issuing.intake import How
from skillmark.platform.issuing.intake.how import ADDED
from skillmark.platform.issuing.models import Batch, BatchFile, BatchState, RowState
from skillmark.platform.issuing.selectors import batches as batch_selectors
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.issuing.sentences import readings
from skillmark.platform.issuing.services.batches import needs_approval
from skillmark.platform.issuing.views.pages import PER_PAGE, csv_file, show
from skillmark.platform.jobs import services as jobs
from skillmark.platform.jobs.models import Job, JobState
from skillmark.platform.orgs.access import StudioRequest, allowed, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.ui.paging import NarrowPaginator
from skillmark.platform.ui.saying import said

ISSUERS: Final = Role.ISSUER
_AT_WORK: Final = frozenset({JobState.QUEUED.value, JobState.RUNNING.value})
_POLL_STOPS: Final = 286  # htmx: do not ask again
_BEFORE: Final = frozenset(
    {BatchState.READING, BatchState.PREVIEW, BatchState.WAITING, BatchState.DECLINED}
)
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
    group, search = request.GET.get("state", ""), request.GET.get("q", "").strip()
    sort = request.GET.get("sort", "when" if group == "scheduled" else "")
    found = batch_selectors.batches(search=search, group=group, sort=sort)
    page = NarrowPaginator(found, PER_PAGE).get_page(request.GET.get("page"))
    counts = batch_selectors.group_counts()
    context = {
        "page": page,
        "group": group,
        "any": any(counts.values()),
        "tabs": _group_tabs(request, counts, group),
    }
    return show(request, "issuing/batches.html", "batches", context)


@require_safe
@studio_view(role=Role.VIEWER)
def batch(request: StudioRequest, batch_id: UUID) -> HttpResponse:
    """Show a batch: its check before it is issued, its progress, its result."""
    return batch_page(request, _found(batch_id))


def batch_page(
    request: StudioRequest,
    found: Batch,
    *,
    start: StartForm | None = None,
    move: MoveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a batch, with a form that somebody has filled in wrongly, if so."""
    zone = found.time_zone or batch_selectors.last_zone(request.organisation)
    how = How.from_json(found.reading)
    context = {
        "batch": found,
        "version": found.achievement_version,
        "how": how,
        "read_as": readings.facts(found, how),
        "can_reread": found.state == BatchState.PREVIEW
        and BatchFile.objects.filter(batch=found).exists(),
        "form": start or StartForm(zone=zone),
        "move": move or MoveForm(zone=zone),
        "approvals_url": _request_url(request, found),
        "needs_approval": needs_approval(request.organisation, found.ready),
        "to_print": 0
        if found.ready and not found.issued
        else batch_selectors.without_address(found),
        "step": 3 if found.state in _BEFORE else 4,
        "panels": places.BATCH_PAGE.panels(found, request),
        **_rows(request, found),
        **_progress(request, found),
    }
    return show(request, "issuing/batch.html", "batches", context, status=status)


def _request_url(request: StudioRequest, found: Batch) -> str:
    """Return where a batch that waits is decided on."""
    if found.state != BatchState.WAITING:
        return ""
    asked = Approval.objects.filter(subject_id=found.pk, state=ApprovalState.WAITING).first()
    if asked is None:
        return ""
    return reverse("approvals:approval", args=[request.organisation.slug, asked.pk])


def _rows(request: StudioRequest, found: Batch) -> dict[str, Any]:
    """Return the page of rows that is asked for, and what else there is to choose."""
    left = batch_selectors.rows_of(found, _TABS["ready"]).count()
    counts = {
        "problems": found.to_mend,
        "ready": left,
        "issued": found.issued,
        "before": found.duplicates,
    }
    tab, column = request.GET.get("rows", ""), request.GET.get("column")
    if tab not in _TABS:
        tab = next((name for name, count in counts.items() if count), "problems")
    rows = batch_selectors.rows_of(
        found,
        _TABS[tab],
        search=request.GET.get("q", ""),
        column=column if tab == "problems" else None,
        sort=request.GET.get("sort", ""),
    )
    page = NarrowPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = selectors.with_credentials(list(page.object_list))
    titles = _titles(found)
    for row in page.object_list:
        for problem in row.problems:
            problem["title"] = titles.get(problem["column"]) or FIELD_WORDS.get(
                problem["column"]
            )
    columns = batch_selectors.problem_columns(found) if counts["problems"] else []
    return {
        "left": left,
        "tab": tab,
        "tabs": _tabs(request, counts, tab),
        "page": page,
        "columns": [
            {
                "label": titles.get(name) or FIELD_WORDS.get(name) or _("the row"),
                "count": count,
                "href": f"{request.path}?rows=problems&column={name}#rows",
                "current": tab == "problems" and column == name,
            }
            for name, count in columns
        ],
        "searching": bool(request.GET.get("q") or column is not None),
    }


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
    """Issue the ready rows: now, at a time, or once a second person has said yes."""
    found = _found(batch_id)
    form = StartForm(request.POST, zone=found.time_zone)
    if not form.is_valid():
        return batch_page(request, found, start=form, status=422)
    try:
        started = services.start_batch(
            found.pk,
            actor=request.user,
            send_mail=form.cleaned_data["send_mail"],
            issue_at=form.moment,
            time_zone=form.cleaned_data["zone"],
        )
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        if started.state == BatchState.WAITING:
            messages.info(request, _("A second person has been asked."))
    return redirect("issuing:batch", request.organisation.slug, found.pk)


@require_POST
@studio_view(role=ISSUERS)
def move(request: StudioRequest, batch_id: UUID) -> HttpResponse:
    """Move a scheduled batch to another time."""
    found = _found(batch_id)
    form = MoveForm(request.POST, zone=found.time_zone)
    if not form.is_valid() or form.moment is None:
        return batch_page(request, found, move=form, status=422)
    try:
        services.reschedule(
            found.pk, form.moment, form.cleaned_data["zone"], actor=request.user
        )
        messages.success(request, _("The new time is kept."))
    except SkillmarkError as error:
        messages.error(request, error.message)
    return redirect("issuing:batch", request.organisation.slug, found.pk)


@require_POST
@studio_view(role=ISSUERS)
def cancel(request: StudioRequest, batch_id: UUID) -> HttpResponse:
    """Stop a running batch, or keep a scheduled one from its time."""
    found = _found(batch_id)
    try:
        ended = services.cancel_batch(found.pk, actor=request.user)
        messages.info(
            request,
            _("It will not be issued.")
            if ended.state == BatchState.CANCELLED
            else _("It stops after the rows that are under way."),
        )
    except SkillmarkError as error:
        messages.error(request, error.message)
    return redirect("issuing:batch", request.organisation.slug, found.pk)


@require_POST
@studio_view(role=ISSUERS)
def reopen(request: StudioRequest, batch_id: UUID) -> HttpResponse:
    """Check a batch again that was declined or called off."""
    found = _found(batch_id)
    try:
        services.reopen_batch(found.pk, actor=request.user)
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
                f"{problem['column']}: {said(problem['message'])}".removeprefix(": ")
                for problem in row.problems
            ),
        ]
        for row in batch_selectors.rows_of(found, batch_selectors.PROBLEM_STATES).iterator()
    )
    data = write_csv([*found.header, *ADDED], lines, delimiter=_delimiter(found))
    name = found.filename.rpartition(".")[0] or "recipients"
    safe = "".join(
        letter for letter in name if (letter.isascii() and letter.isalnum()) or letter in "-_"
    )
    return csv_file(data, f"{safe or 'recipients'}-to-mend.csv")


def _titles(found: Batch) -> dict[str, str]:
    """Return what the sender's own file calls each column that is read."""
    pairs = zip(found.header, How.from_json(found.reading).columns, strict=False)
    return {held: title.strip() for title, held in pairs if held and title.strip()}


def _delimiter(found: Batch) -> str:
    """Return what divides the cells for the sender's spreadsheet: as in their own file."""
    own = How.from_json(found.reading).delimiter
    return own or (";" if get_format("DECIMAL_SEPARATOR") == "," else ",")


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


def _group_tabs(
    request: StudioRequest, counts: dict[str, int], current: str
) -> list[dict[str, Any]]:
    words = {
        "check": _("To check"),
        "waiting": _("Wait for approval"),
        "scheduled": _("Scheduled"),
        "running": _("Running"),
        "done": _("Done"),
        "stopped": _("Stopped"),
    }
    total = sum(counts.values())
    every = {
        "href": request.path,
        "label": _("All"),
        "count": total,
        "current": current not in words,
    }
    return [
        every,
        *(
            {
                "href": f"{request.path}?state={name}",
                "label": words[name],
                "count": count,
                "current": name == current,
            }
            for name, count in counts.items()
            if count or name == current
        ),
    ]


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
