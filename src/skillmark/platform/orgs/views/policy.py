"""Settings of an organisation: what it asks of its own work."""

from django.contrib import messages
from django.db import transaction
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs import policy, selectors, services
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.forms import PolicyForm
from skillmark.platform.orgs.models import Role
from skillmark.platform.orgs.services import policies

ENOUGH_DECIDERS = 2  # so that nobody's own request waits for ever


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def policies_page(request: StudioRequest) -> HttpResponseBase:
    """Show and change the policy; warn when nobody could be the second person."""
    own = request.organisation
    form = PolicyForm(
        request.POST or None, instance=policy.of(own), initial={"language": own.language}
    )
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        language = facts.pop("language")
        try:
            with transaction.atomic():
                policies.set_policy(own, actor=request.user, **facts)
                services.update_profile(own, actor=request.user, language=language)
        except SkillmarkError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("orgs:policies", slug=own.slug)
    deciders = list(selectors.deciders()[:ENOUGH_DECIDERS])
    context = {
        "form": form,
        "only_decider": deciders[0].user if len(deciders) < ENOUGH_DECIDERS else None,
        "tab": "policies",
    }
    return render(request, "orgs/policies.html", context)
