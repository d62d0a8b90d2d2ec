"""Claims of prior learning: choose units, show evidence for their outcomes, hand it all in."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.platform.assessment import criteria
from skillmark.platform.assessment.errors import AssessmentError
from skillmark.platform.assessment.forms import BeginForm, EvidenceForm, SubmitForm
from skillmark.platform.assessment.models import Claim, Plan, Submission
from skillmark.platform.assessment.services import prior
from skillmark.platform.assessment.services.submitting import Learner
from skillmark.platform.assessment.vocabulary import Outcome, SubmissionState
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.people import selectors as people
from skillmark.platform.people.access import signed_in
from skillmark.platform.programmes.views import public
from skillmark.platform.ui.answers import blame

INVALID: Final = 422


class ClaimForm(BeginForm):
    """Who claims, and which units."""

    units = forms.MultipleChoiceField(
        label=gettext_lazy("What you have learnt elsewhere"),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("units", "name", "email")

    def __init__(self, *args: Any, plans: list[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(one.pk), one.achievement.name) for one in plans]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Choose the units of a programme to claim."""
    user, programme = signed_in(request), public.offered(programme_id)
    emails = sorted(people.verified_emails(user))
    with organisation_scope(programme.organisation_id):
        plans = prior.claimable(programme, user)
        usual = {"name": user.display_name, "email": user.email}
        form = ClaimForm(request.POST or None, plans=plans, emails=emails, initial=usual)
        if form.is_bound and form.is_valid():
            said = form.cleaned_data
            learner = Learner(user=user, name=said["name"], email=said["email"])
            try:
                made = prior.begin(programme, map(UUID, said["units"]), learner)
            except AssessmentError as error:
                blame(form, error)
            else:
                return redirect("assessment:claim", made.pk)
        context = {"programme": programme, "form": form, "plans": plans}
        status = INVALID if form.is_bound else 200
        return render(request, "assessment/claim_new.html", context, status=status)


@never_cache
@login_required
@require_safe
def claim(request: HttpRequest, prior_id: UUID) -> HttpResponse:
    """Show a claim: its units, what shows them, what is proven."""
    found = _own(request, prior_id)
    with organisation_scope(found.organisation_id):
        return _page(request, found)


@never_cache
@login_required
@require_POST
def add(request: HttpRequest, prior_id: UUID) -> HttpResponse:
    """Add a piece of evidence, to each unit of which it shows something."""
    found = _own(request, prior_id)
    with organisation_scope(found.organisation_id):
        works = _drafts(request, found)
        form = EvidenceForm(request.POST, request.FILES, outcomes=_outcomes(works))
        if form.is_valid():
            shows: dict[UUID, list[str]] = {}
            for choice in form.cleaned_data["outcomes"]:
                work, _slash, key = choice.partition("/")
                shows.setdefault(UUID(work), []).append(key)
            try:
                prior.add(found.pk, form.piece(), shows, actor=signed_in(request))
            except AssessmentError as error:
                blame(form, error)
            else:
                messages.success(request, _("Added."))
                return redirect("assessment:claim", found.pk)
        return _page(request, found, form)


@never_cache
@login_required
@require_POST
def submit(request: HttpRequest, prior_id: UUID) -> HttpResponse:
    """Hand in every unit that shows something."""
    found = _own(request, prior_id)
    with organisation_scope(found.organisation_id):
        try:
            note = request.POST.get("note", "")
            done = prior.submit(found.pk, actor=signed_in(request), note=note)
        except AssessmentError as error:
            messages.error(request, error.message)
        else:
            words = _("Handed in: %(names)s.")
            names = ", ".join(one.version.name for one in done)
            messages.success(request, words % {"names": names})
    return redirect("assessment:claim", found.pk)


def _page(
    request: HttpRequest, found: Claim, evidence: EvidenceForm | None = None
) -> HttpResponse:
    works = list(prior.works_of(found.pk, signed_in(request)))
    drafts = [work for work in works if work.state == SubmissionState.DRAFT]
    proven = sum(work.outcome == Outcome.COMPETENT for work in works)
    context = {
        "claim": found,
        "works": [(work, _shown(work)) for work in works],
        "total": len(works),
        "proven": proven,
        "form": evidence or EvidenceForm(outcomes=_outcomes(drafts)),
        "submit_form": SubmitForm(),
        "drafts": drafts,
    }
    status = INVALID if evidence is not None else 200
    return render(request, "assessment/claim.html", context, status=status)


def _shown(work: Submission) -> list[tuple[str, list[str]]]:
    """Return each outcome of a unit with the titles of what shows it."""
    pieces = list(work.evidence.all())
    return [
        (words, [one.title for one in pieces if key in one.outcomes])
        for key, words in criteria.outcomes(work.version)
    ]


def _outcomes(works: list[Submission]) -> list[tuple[str, str]]:
    return [
        (f"{work.pk}/{key}", f"{work.version.name}: {words}")
        for work in works
        for key, words in criteria.outcomes(work.version)
    ]


def _drafts(request: HttpRequest, found: Claim) -> list[Submission]:
    rows = prior.works_of(found.pk, signed_in(request))
    return list(rows.filter(state=SubmissionState.DRAFT))


def _own(request: HttpRequest, prior_id: UUID) -> Claim:
    rows = Claim.objects.with_scopes_disabled().select_related("programme", "organisation")
    found: Claim | None = rows.filter(pk=prior_id, person__user=signed_in(request)).first()
    if found is None:
        raise Http404
    return found
