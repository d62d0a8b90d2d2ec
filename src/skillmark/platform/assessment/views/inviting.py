"""Inviting an assessor to some units, and to nothing else of the organisation."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmark.core.errors import SkillmarkError
from skillmark.platform.assessment import selectors
from skillmark.platform.assessment.forms import InviteForm
from skillmark.platform.assessment.services import plans
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role

INVALID: Final = 422


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=Role.OWNER)
def invite(request: StudioRequest) -> HttpResponse:
    """Ask for an address and units; the invitation goes out by mail."""
    units = [(str(one.pk), one.achievement.name) for one in selectors.plans()]
    chosen = {"units": request.GET.getlist("unit")}
    form = InviteForm(request.POST or None, units=units, initial=chosen)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            plans.invite(
                request.organisation,
                said["email"],
                said["units"],
                said["part"],
                actor=request.user,
            )
        except SkillmarkError as error:
            form.add_error("email", error.message)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("assessment:plans", request.organisation.slug)
    context = {"form": form, "organisation": request.organisation, "any": bool(units)}
    status = INVALID if form.is_bound else 200
    return render(request, "assessment/invite.html", context, status=status)
