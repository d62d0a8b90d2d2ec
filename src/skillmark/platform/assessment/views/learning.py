"""A learner's pages: what can be shown, one attempt, its feedback, appeals."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.platform.assessment import criteria, eligibility, mails, selectors, units
from skillmark.platform.assessment.errors import AssessmentError
from skillmark.platform.assessment.forms import (
    AppealForm,
    BeginForm,
    EvidenceForm,
    SubmitForm,
)
from skillmark.platform.assessment.models import Decision, Submission
from skillmark.platform.assessment.services import appeals, submitting
from skillmark.platform.assessment.services.submitting import Learner
from skillmark.platform.assessment.vocabulary import Kind, MarkState, SubmissionState
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.people import selectors as people
from skillmark.platform.people.access import signed_in
from skillmark.platform.people.models import User
from skillmark.platform.programmes import files
from skillmark.platform.programmes.eligibility import holdings
from skillmark.platform.ui.answers import blame
from skillmark.platform.ui.paging import NarrowPaginator

PER_PAGE: Final = 20
INVALID: Final = 422


@never_cache
@login_required
@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """List what somebody can show, and what they have handed in."""
    user = signed_in(request)
    page = NarrowPaginator(selectors.works_of(user), PER_PAGE).get_page(request.GET.get("page"))
    plans = selectors.plans_for(user)
    held = holdings(user, [plan.achievement_id for plan in plans])
    context = {"page": page, "plans": [one for one in plans if one.achievement_id not in held]}
    return render(request, "assessment/works.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show what a unit asks for, and begin an attempt; ``?kind=prior`` claims prior learning."""
    user = signed_in(request)
    plan = selectors.plan_anywhere(plan_id)
    if plan is None:
        raise Http404
    kind = Kind.PRIOR if request.GET.get("kind") == Kind.PRIOR else Kind.WORK
    emails = sorted(people.verified_emails(user))
    with organisation_scope(plan.organisation_id):
        standing = eligibility.standing(plan, user, kind)
        if standing.open is not None:
            return redirect("assessment:work", standing.open.pk)
        place = standing.enrolment
        if place is None and not standing.used and not plan.takes_prior_learning:
            raise Http404  # how a unit is assessed is nobody's business but its learners'
        initial = {
            "name": place.name if place else user.display_name,
            "email": place.email if place and place.email in emails else user.email,
        }
        form = BeginForm(request.POST or None, emails=emails, initial=initial)
        if form.is_bound and form.is_valid():
            learner = Learner(user=user, **form.cleaned_data)
            try:
                work = submitting.begin(plan.pk, learner, kind=kind)
            except AssessmentError as error:
                blame(form, error)
            else:
                return redirect("assessment:work", work.pk)
        version = units.published(plan)
        context = {
            "plan": plan,
            "version": version,
            "standing": standing,
            "form": form,
            "kind": kind,
            "scales": criteria.scales(version, kind, plan.required_levels),
        }
        status = INVALID if form.is_bound else 200
        return render(request, "assessment/begin.html", context, status=status)


@never_cache
@login_required
@require_safe
def work(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Show one attempt: a draft to fill, work that is being marked, or what was decided."""
    found = _own(request, work_id)
    with organisation_scope(found.organisation_id):
        return _page(request, found)


@never_cache
@login_required
@require_POST
def add(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Add a piece of evidence."""
    found = _own(request, work_id)
    with organisation_scope(found.organisation_id):
        form = EvidenceForm(
            request.POST, request.FILES, outcomes=criteria.outcomes(found.version)
        )
        if form.is_valid():
            try:
                submitting.add(found.pk, form.piece(), actor=signed_in(request))
            except AssessmentError as error:
                blame(form, error)
            else:
                messages.success(request, _("Added."))
                return redirect("assessment:work", found.pk)
        return _page(request, found, evidence=form)


@never_cache
@login_required
@require_POST
def remove(request: HttpRequest, work_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Take a piece of evidence out."""
    return _done(
        request,
        work_id,
        lambda found, user: submitting.remove(found.pk, evidence_id, actor=user),
        _("Removed."),
    )


@never_cache
@login_required
@csp_override(files.POLICY)
@require_safe
def evidence_file(request: HttpRequest, work_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Hand a learner their own file back."""
    found = _own(request, work_id)
    with organisation_scope(found.organisation_id):
        row = found.evidence.select_related("file").filter(pk=evidence_id).first()
        if row is None or row.file is None:
            raise Http404
        data = bytes(row.file.data)
        return files.download(row.file_name, row.file.media_type, data, row.sha256)


@never_cache
@login_required
@require_POST
def submit(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Hand it in."""
    note = request.POST.get("note", "")
    return _done(
        request,
        work_id,
        lambda found, user: submitting.submit(found.pk, actor=user, note=note),
        _("Handed in. You get a mail when it is decided."),
    )


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Take it back."""
    return _done(
        request,
        work_id,
        lambda found, user: submitting.withdraw(found.pk, actor=user),
        _("Taken back."),
    )


@never_cache
@login_required
@require_POST
def appeal(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Appeal against the decision."""
    found = _own(request, work_id)
    with organisation_scope(found.organisation_id):
        form = AppealForm(request.POST)
        if form.is_valid():
            try:
                appeals.appeal(found.pk, form.cleaned_data["grounds"], actor=signed_in(request))
            except AssessmentError as error:
                blame(form, error)
            else:
                messages.success(request, _("Your appeal is on record."))
                return redirect("assessment:work", found.pk)
        return _page(request, found, appealing=form)


def _page(
    request: HttpRequest,
    found: Submission,
    *,
    evidence: EvidenceForm | None = None,
    appealing: AppealForm | None = None,
) -> HttpResponse:
    decisions = list(found.decisions.select_related("appeal", "credential"))
    newest = decisions[0] if decisions else None
    may_appeal = newest is not None and not appeals.refusal(found, newest, timezone.now())
    outcomes = criteria.outcomes(found.version)
    words = dict(outcomes)
    context: dict[str, Any] = {
        "work": found,
        "version": found.version,
        "pieces": [
            (piece, [words[key] for key in piece.outcomes if key in words])
            for piece in found.evidence.select_related("file").defer("file__data")
        ],
        "form": evidence or EvidenceForm(outcomes=outcomes),
        "submit_form": SubmitForm(),
        "appeal_form": appealing or AppealForm(),
        "may_appeal": may_appeal,
        "appeal_until": appeals.last_moment(found, newest) if newest else None,
        "may_withdraw": found.state == SubmissionState.SUBMITTED
        and not found.marks.filter(state=MarkState.FINISHED).exists(),
        "decisions": [(one, _feedback(found, one)) for one in decisions],
        "newest": newest,
        "attempts": mails.attempts_left(found),
        "late": found.due_at is not None and found.due_at < timezone.now(),
    }
    bound = evidence is not None or appealing is not None
    return render(request, "assessment/work.html", context, status=INVALID if bound else 200)


def _feedback(found: Submission, decision: Decision) -> list[tuple[Any, Any, str]]:
    scales = criteria.scales(found.version, found.kind, found.plan.required_levels)
    return [
        (
            scale,
            scale.step(decision.levels.get(scale.id, "")),
            decision.comments.get(scale.id, ""),
        )
        for scale in scales
    ]


def _done(
    request: HttpRequest,
    work_id: UUID,
    act: Callable[[Submission, User], object],
    said: str,
) -> HttpResponse:
    found = _own(request, work_id)
    with organisation_scope(found.organisation_id):
        try:
            act(found, signed_in(request))
        except AssessmentError as error:
            messages.error(request, error.message)
        except ObjectDoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, said)
    return redirect("assessment:work", found.pk)


def _own(request: HttpRequest, work_id: UUID) -> Submission:
    found = selectors.own_work(work_id, signed_in(request))
    if found is None:
        raise Http404
    return found
