"""``/studio/<slug>/settings/trust/home``: an owner chooses where new keys live."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.trust import homes
from skillmark.platform.trust.console import GET_AND_POST, freshly_proven
from skillmark.platform.trust.forms import HomeForm


@require_http_methods(GET_AND_POST)
@never_cache
@studio_view(Role.OWNER)
@freshly_proven
def choose(request: StudioRequest) -> HttpResponseBase:
    """Offer the places that the operator configured, and keep the choice."""
    offered = homes.offered(request.organisation.pk)
    choices = [(place.name, place.words) for place in offered]
    chosen = homes.chosen(request.organisation.pk)
    form = HomeForm(request.POST or None, choices=choices, initial={"place": chosen})
    if request.method == "POST" and form.is_valid():
        try:
            homes.choose(request.organisation, form.cleaned_data["place"], actor=request.user)
        except SkillmarkError as error:
            messages.error(request, error.message)
        else:
            messages.success(
                request, _("New keys live there from now on. Replace a key to move it.")
            )
            return redirect("trust:settings", slug=request.organisation.slug)
    status = 422 if form.is_bound else 200
    context = {"form": form, "alone": len(offered) == 1, "tab": "trust"}
    return render(request, "trust/home.html", context, status=status)
