"""Correcting and renewing one credential in the console."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmark.core.errors import SkillmarkError
from skillmark.platform.issuing.forms.changes import CorrectionForm, RenewalForm
from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.issuing.services import renewal, replacement
from skillmark.platform.issuing.views.pages import show
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=Role.ISSUER)
def correct(request: StudioRequest, credential_id: UUID) -> HttpResponse:
    """Ask what is right, and issue it in place of what is wrong."""
    found = _found(credential_id)
    form = CorrectionForm(
        request.POST or None, version=found.achievement_version, award=found.award
    )
    problem = ""
    if request.method == "POST" and form.is_valid() and form.recipient is not None:
        try:
            done = replacement.replace(
                found.pk,
                form.recipient,
                actor=request.user,
                reason=form.cleaned_data["reason"],
                notify=form.cleaned_data["send_mail"],
            )
        except SkillmarkError as error:
            problem = error.message
        else:
            messages.success(request, _("This is the right one. The old link now leads here."))
            return redirect("issuing:credential", request.organisation.slug, done.new.pk)
    context = {"credential": found, "form": form, "problem": problem}
    status = 422 if form.is_bound else 200
    return show(request, "issuing/correct.html", "credentials", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=Role.ISSUER)
def renew(request: StudioRequest, credential_id: UUID) -> HttpResponse:
    """Ask for the new proof, and issue the next credential."""
    found = _found(credential_id)
    part = found.achievement_version.inner_name if found.inner_until else ""
    form = RenewalForm(request.POST or None, part=part)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            done = renewal.renew(
                found.pk,
                form.terms(),
                actor=request.user,
                notify=form.cleaned_data["notify"],
            )
        except SkillmarkError as error:
            problem = error.message
        else:
            words = (
                _("Renewed. Old and new lead to each other.")
                if done.is_new
                else _("It was renewed before; this is the renewal.")
            )
            messages.success(request, words)
            new = done.credential or found
            return redirect("issuing:credential", request.organisation.slug, new.pk)
    context = {"credential": found, "form": form, "problem": problem}
    status = 422 if form.is_bound else 200
    return show(request, "issuing/renew.html", "credentials", context, status=status)


def _found(credential_id: UUID) -> Credential:
    found = selectors.credential(credential_id)
    if found is None:
        raise Http404
    return found
