"""``/assess``: what waits for an assessor, one piece of work, conflicts and checks."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.platform.assessment import checks, criteria, queue, results
from skillmark.platform.assessment.errors import AssessmentError, InvalidError
from skillmark.platform.assessment.forms import CheckForm, ConflictForm, MarkForm
from skillmark.platform.assessment.models import Assignment, Evidence, Mark
from skillmark.platform.assessment.services import marking
from skillmark.platform.assessment.vocabulary import CheckKind, Kind, MarkState, Part
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Membership, Organisation, Role
from skillmark.platform.people.access import signed_in
from skillmark.platform.programmes import files
from skillmark.platform.ui.answers import blame
from skillmark.platform.ui.paging import NarrowPaginator

PER_PAGE: Final = 25
INVALID: Final = 422
_TABS: Final = ("", "moderate", "done")


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the queue; where somebody assesses for several organisations, let them choose."""
    user = signed_in(request)
    mine = Assignment.objects.with_scopes_disabled().filter(user=user)
    member = Membership.objects.with_scopes_disabled().filter(
        user=user, role__in=(Role.ASSESSOR, Role.OWNER)
    )
    places = list(
        Organisation.objects.filter(pk__in=mine.values("organisation_id")).filter(
            pk__in=member.values("organisation_id")
        )
    )
    if len(places) == 1:
        return redirect("assessment:queue", places[0].slug)
    return render(request, "assessment/choose.html", {"places": places})


@require_safe
@studio_view(role=Role.ASSESSOR)
def from_studio(request: StudioRequest) -> HttpResponse:
    """Lead from the console's rail to the queue."""
    return redirect("assessment:queue", request.organisation.slug)


@never_cache
@require_safe
@studio_view(role=Role.ASSESSOR)
def work_queue(request: StudioRequest) -> HttpResponse:
    """List what waits, what to moderate, or what one has finished."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in _TABS else ""
    counts = {
        "": queue.waiting(request.user).count(),
        "moderate": queue.waiting(request.user, Part.MODERATOR).count(),
        "done": queue.finished(request.user).count(),
    }
    rows = {
        "": lambda: queue.waiting(request.user),
        "moderate": lambda: queue.waiting(request.user, Part.MODERATOR),
        "done": lambda: queue.finished(request.user),
    }[tab]()
    page = NarrowPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    units = Assignment.objects.filter(user=request.user).select_related("plan__achievement")
    context = {
        "page": page,
        "tab": tab,
        "tabs": _tabs(request, counts, tab),
        "units": sorted({row.plan.achievement.name for row in units}),
    }
    return _draw(request, "assessment/queue.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=Role.ASSESSOR)
def mark(request: StudioRequest, mark_id: UUID) -> HttpResponse:
    """Show one piece of work beside its rubric; save a draft or finish: ``act``."""
    found = _found(request, mark_id)
    if found.state == MarkState.FINISHED:
        return _draw(request, "assessment/finished.html", _shown(request, found))
    given = results.filled(found.submission) if found.submission.kind == Kind.WORK else {}
    prefilled = {key: row.level for key, row in given.items()}
    form = MarkForm(request.POST or None, mark=found, given=prefilled)
    if form.is_bound and form.is_valid():
        answer = _written(request, found, form)
        if answer is not None:
            return answer
    origins = [
        (one["name"], given[one["id"]])
        for one in found.submission.version.rubric
        if one["id"] in given
    ]
    context = _shown(request, found) | {"form": form, "given": origins}
    status = INVALID if form.is_bound else 200
    return _draw(request, "assessment/mark.html", context, status=status)


@require_POST
@studio_view(role=Role.ASSESSOR)
def put_back(request: StudioRequest, mark_id: UUID) -> HttpResponse:
    """Give work back to the queue."""
    try:
        marking.put_back(_found(request, mark_id).pk, actor=request.user)
        messages.info(request, _("It is back in the queue. Your draft is forgotten."))
    except AssessmentError as error:
        messages.error(request, error.message)
    return redirect("assessment:queue", request.organisation.slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=Role.ASSESSOR)
def conflict(request: StudioRequest, mark_id: UUID) -> HttpResponse:
    """Declare a conflict of interest."""
    found = _found(request, mark_id)
    form = ConflictForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            marking.declare_conflict(found.pk, form.cleaned_data["reason"], actor=request.user)
        except AssessmentError as error:
            blame(form, error)
        else:
            messages.success(request, _("Thank you. Others will judge this work."))
            return redirect("assessment:queue", request.organisation.slug)
    status = INVALID if form.is_bound else 200
    context = {"mark": found, "form": form}
    return _draw(request, "assessment/conflict.html", context, status=status)


@require_POST
@studio_view(role=Role.ASSESSOR)
def check(request: StudioRequest, mark_id: UUID, checked: str) -> HttpResponse:
    """Note how supervision or identity was checked."""
    found = _found(request, mark_id)
    if checked not in CheckKind.values:
        raise Http404
    form = CheckForm(request.POST, kind=CheckKind(checked))
    try:
        if not form.is_valid():
            raise InvalidError({"method": _("Choose how it was checked.")})
        said = form.cleaned_data
        marking.note_check(
            found.pk, checked, said["method"], note=said["note"], actor=request.user
        )
        messages.success(request, _("Noted."))
    except AssessmentError as error:
        messages.error(request, error.message)
    return redirect("assessment:mark", request.organisation.slug, found.pk)


@never_cache
@csp_override(files.POLICY)
@require_safe
@studio_view(role=Role.ASSESSOR)
def evidence_file(request: StudioRequest, evidence_id: UUID) -> HttpResponse:
    """Hand out a file of work that waits for the assessor, or that they have marked."""
    row = Evidence.objects.select_related("file").filter(pk=evidence_id).first()
    if row is None or row.file is None or not queue.sees(request.user, row.submission_id):
        raise Http404
    return files.download(row.file_name, row.file.media_type, bytes(row.file.data), row.sha256)


def _written(request: StudioRequest, found: Mark, form: MarkForm) -> HttpResponse | None:
    finishing = form.is_final
    act = marking.finish if finishing else marking.save
    try:
        act(found.pk, form.judgement, actor=request.user)
    except AssessmentError as error:
        blame(form, error)
        return None
    if not finishing:
        messages.success(request, _("The draft is kept."))
        return redirect("assessment:mark", request.organisation.slug, found.pk)
    messages.success(request, _("Finished. Your mark is on record."))
    part = Part.MODERATOR if found.round == "moderation" else Part.ASSESSOR
    following = queue.waiting(request.user, part).first()
    if following is None:
        return redirect("assessment:queue", request.organisation.slug)
    return redirect("assessment:mark", request.organisation.slug, following.pk)


def _found(request: StudioRequest, mark_id: UUID) -> Mark:
    try:
        return queue.visible(mark_id, request.user)
    except ObjectDoesNotExist:
        raise Http404 from None


def _shown(request: StudioRequest, found: Mark) -> dict[str, Any]:
    """Return what both pages of a mark show; never another assessor's words before moderation."""
    work = found.submission
    own = checks.newest(work.pk, request.user)
    forms = [
        (
            CheckForm(kind=kind, initial={"method": own[kind].method} if kind in own else None),
            own.get(kind),
        )
        for kind in CheckKind
    ]
    names = dict(criteria.outcomes(work.version))
    moderated = found.round == "moderation"
    return {
        "mark": found,
        "work": work,
        "version": work.version,
        "pieces": [
            (piece, [names[key] for key in piece.outcomes if key in names])
            for piece in work.evidence.select_related("file").defer("file__data")
        ],
        "check_forms": forms,
        "others": _others(found) if moderated else [],
        "scales": [
            (scale, scale.step(found.levels.get(scale.id, "")), found.comments.get(scale.id))
            for scale in marking.scales_of(found)
        ],
    }


def _others(found: Mark) -> list[tuple[Mark, list[tuple[str, str, str]]]]:
    """Return both marks that a moderator decides between, without names."""
    scales = marking.scales_of(found)
    rows = found.submission.marks.filter(state=MarkState.FINISHED).exclude(pk=found.pk)
    listed = []
    for row in rows.order_by("finished_at", "pk"):
        said = []
        for scale in scales:
            step = scale.step(row.levels.get(scale.id, ""))
            said.append((scale.name, step.name if step else "", row.comments.get(scale.id, "")))
        listed.append((row, said))
    return listed


def _tabs(request: StudioRequest, counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    words = {"": _("To mark"), "moderate": _("To moderate"), "done": _("Marked by you")}
    return [
        {
            "href": f"{request.path}?tab={key}" if key else request.path,
            "label": label,
            "count": counts[key],
            "current": key == current,
        }
        for key, label in words.items()
        if counts[key] or key != "moderate" or key == current
    ]


def _draw(
    request: StudioRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    shared = {"organisation": request.organisation}
    return render(request, template, shared | context, status=status)
