"""Assessment in the console: plans, who marks, what was handed in, what was decided."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.platform.assessment import (
    awarding,
    checks,
    criteria,
    judging,
    queue,
    selectors,
    units,
)
from skillmark.platform.assessment.errors import AssessmentError, InvalidError
from skillmark.platform.assessment.forms import PeopleForm, PlanForm
from skillmark.platform.assessment.models import Assignment, Decision, Plan, Submission
from skillmark.platform.assessment.services import plans, submitting
from skillmark.platform.assessment.vocabulary import Outcome
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Membership, Role
from skillmark.platform.people.models import User
from skillmark.platform.ui.paging import NarrowPaginator

OWNERS: Final = Role.DESIGNER
PER_PAGE: Final = 25
INVALID: Final = 422


@require_safe
@studio_view(role=OWNERS)
def overview(request: StudioRequest) -> HttpResponse:
    """List the plans."""
    page = NarrowPaginator(selectors.plans(request.GET.get("q", "")), PER_PAGE).get_page(
        request.GET.get("page")
    )
    listed = list(page.object_list)
    figures, agreed = selectors.figures(listed), judging.of_outcomes(listed)
    context = {
        "page": page,
        "rows": [(one, figures[one.pk], agreed.get(one.pk)) for one in listed],
        "any": Plan.objects.exists(),
        "not_issued": selectors.not_issued().count(),
    }
    return _draw(request, "assessment/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=OWNERS)
def new(request: StudioRequest) -> HttpResponse:
    """Choose the unit, and make its plan with usual terms."""
    units = selectors.unplanned()
    if request.method == "POST":
        chosen = _uuid(request.POST.get("version", ""))
        version = units.filter(pk=chosen).first() if chosen else None
        if version is not None:
            made = plans.create(request.organisation, version, actor=request.user)
            messages.success(request, _("The plan is made. Say how strict it is."))
            return redirect("assessment:plan-edit", request.organisation.slug, made.pk)
        messages.error(request, _("Choose a unit."))
    return _draw(request, "assessment/new.html", {"units": units[:200]})


@require_safe
@studio_view(role=OWNERS)
def plan(request: StudioRequest, plan_id: UUID) -> HttpResponse:
    """Show a plan: its terms, its people, what was handed in, how far assessors agree."""
    found = _plan(plan_id)
    version = units.published(found)
    state, search = request.GET.get("state", ""), request.GET.get("q", "")
    rows = selectors.works(found, state, search)
    page = NarrowPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": found,
        "version": version,
        "scales": criteria.scales(version, "work", found.required_levels),
        "figures": selectors.figures([found])[found.pk],
        "people": Assignment.objects.filter(plan=found).select_related("user"),
        "offers": selectors.offers(found),
        "people_form": PeopleForm(people=_members()),
        "page": page,
        "tabs": _tabs(request, state),
        "searched": bool(search or state),
        "agreement": judging.of_plan(found),
        "unmarkable": selectors.unmarkable(found),
        "drafts": selectors.drafts(found)[:PER_PAGE],
        "now": timezone.now(),
    }
    return _draw(request, "assessment/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=OWNERS)
def edit(request: StudioRequest, plan_id: UUID) -> HttpResponse:
    """Change how strict a plan is."""
    found = _plan(plan_id)
    form = PlanForm(request.POST or None, version=units.published(found), plan=found)
    if form.is_bound and form.is_valid():
        try:
            plans.change(found.pk, form.terms, actor=request.user)
        except InvalidError as error:
            form.blame(error)
        else:
            messages.success(request, _("The plan is changed. What is decided stays."))
            return redirect("assessment:plan", request.organisation.slug, found.pk)
    context = {"plan": found, "form": form}
    status = INVALID if form.is_bound else 200
    return _draw(request, "assessment/plan_form.html", context, status=status)


@require_POST
@studio_view(role=OWNERS)
def assign(request: StudioRequest, plan_id: UUID) -> HttpResponse:
    """Let somebody mark or moderate."""
    found = _plan(plan_id)
    form = PeopleForm(request.POST, people=_members())
    if form.is_valid():
        one = User.objects.get(pk=form.cleaned_data["user"])
        plans.assign(found.pk, one, form.cleaned_data["part"], actor=request.user)
        messages.success(request, _("Assigned."))
    else:
        messages.error(request, _("Choose an assessor of your organisation."))
    return redirect("assessment:plan", request.organisation.slug, found.pk)


@require_POST
@studio_view(role=OWNERS)
def unassign(request: StudioRequest, plan_id: UUID, assignment_id: UUID) -> HttpResponse:
    """Take somebody off a plan."""
    found = _plan(plan_id)
    try:
        plans.unassign(found.pk, assignment_id, actor=request.user)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.info(request, _("Taken off. Finished marks stay."))
    return redirect("assessment:plan", request.organisation.slug, found.pk)


@never_cache
@require_safe
@studio_view(role=OWNERS)
def work(request: StudioRequest, work_id: UUID) -> HttpResponse:
    """Show what became of a piece of work: every mark, every decision, what was issued."""
    found = _work(work_id)
    scales = criteria.scales(found.version, found.kind, found.plan.required_levels)
    blind = _is_blind(request.user, found)
    marks = [] if blind else list(found.marks.select_related("marker"))
    decisions = list(found.decisions.select_related("credential", "mark__marker"))
    context = {
        "work": found,
        "version": found.version,
        "pieces": [
            (piece, []) for piece in found.evidence.select_related("file").defer("file__data")
        ],
        "marks": [
            (
                row,
                [(s, s.step(row.levels.get(s.id, "")), row.comments.get(s.id)) for s in scales],
            )
            for row in marks
        ],
        "blind": blind,
        "checks": [] if blind else list(checks.newest(found.pk).values()),
        "decisions": decisions,
        "newest": decisions[0] if decisions else None,
    }
    return _draw(request, "assessment/studio_work.html", context)


@require_POST
@studio_view(role=OWNERS)
def extend(request: StudioRequest, plan_id: UUID, work_id: UUID) -> HttpResponse:
    """Give somebody a week more."""
    found = _plan(plan_id)
    if not Submission.objects.filter(pk=work_id, plan=found).exists():
        raise Http404
    try:
        submitting.extend(work_id, 7, actor=request.user)
        messages.success(request, _("They have seven days from now."))
    except AssessmentError as error:
        messages.error(request, error.message)
    return redirect("assessment:plan", request.organisation.slug, found.pk)


@require_POST
@studio_view(role=OWNERS)
def issue_again(request: StudioRequest, work_id: UUID) -> HttpResponse:
    """Try again to issue what a decision asks for."""
    found = _work(work_id)
    decision = submitting.newest_decision(found)
    if decision is None or decision.outcome != Outcome.COMPETENT or decision.credential_id:
        messages.info(request, _("There is nothing to issue."))
    else:
        _ask_again(decision)
        messages.success(request, _("It is tried again now."))
    return redirect("assessment:studio-work", request.organisation.slug, found.pk)


def _ask_again(decision: Decision) -> None:
    with transaction.atomic():
        awarding.ask(decision, again=timezone.now().isoformat(timespec="minutes"))


def _is_blind(user: User, found: Submission) -> bool:
    """Say whether the account may still have to judge the work, and so must see no mark of it."""
    waits = queue.waiting(user).filter(submission=found)
    return waits.exists()


def _members() -> list[tuple[str, str]]:
    rows = Membership.objects.filter(role__in=plans.MARKING).select_related("user")
    return sorted(((str(row.user_id), str(row.user)) for row in rows), key=lambda one: one[1])


def _plan(plan_id: UUID) -> Plan:
    found = selectors.plan(plan_id)
    if found is None:
        raise Http404
    return found


def _work(work_id: UUID) -> Submission:
    found = selectors.work(work_id)
    if found is None:
        raise Http404
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _tabs(request: StudioRequest, current: str) -> list[dict[str, Any]]:
    words = {"": _("All"), "submitted": _("Being marked"), "decided": _("Decided")}
    return [
        {
            "href": f"{request.path}?state={key}" if key else request.path,
            "label": label,
            "current": key == current,
        }
        for key, label in words.items()
    ]


def _draw(
    request: StudioRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    shared = {"organisation": request.organisation}
    return render(request, template, shared | context, status=status)
