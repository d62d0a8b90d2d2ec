"""Settings of an organisation: what it says about itself."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs import services
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.forms import ProfileForm
from skillmark.platform.orgs.models import Organisation, Role


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def profile(request: StudioRequest) -> HttpResponseBase:
    """Show and change the profile."""
    # A copy: a form that does not validate must not change what the page shows as true.
    draft = Organisation.objects.get(pk=request.organisation.pk)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=draft)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form)
        except SkillmarkError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("orgs:profile", slug=request.organisation.slug)
    return render(request, "orgs/profile.html", {"form": form, "tab": "profile"})


def _save(request: StudioRequest, form: ProfileForm) -> None:
    facts = dict(form.cleaned_data)
    logo, remove = facts.pop("logo_file"), facts.pop("remove_logo")
    services.update_profile(request.organisation, actor=request.user, **facts)
    if logo or remove:
        services.set_logo(request.organisation, logo, actor=request.user)
