"""Settings of an organisation: its API keys."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillmark.platform.orgs import api_keys, selectors
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.forms import LIVES, KeyForm
from skillmark.platform.orgs.models import ApiKey, Role, Scope

KEYS_A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@studio_view(Role.OWNER)
def keys(request: StudioRequest) -> HttpResponseBase:
    """List the keys and make one; its text is on the answer to this request only."""
    form = KeyForm(request.POST or None)
    issued = None
    if request.method == "POST" and form.is_valid():
        life = LIVES[form.cleaned_data["life"]]
        issued = api_keys.create_api_key(
            request.organisation,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            actor=request.user,
            expires_at=timezone.now() + life if life else None,
        )
        form = KeyForm()
    query = request.GET.get("q", "").strip()
    page = Paginator(selectors.api_keys(query), KEYS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "issued": issued,
        "page": page,
        "query": query,
        "scopes": dict(Scope.choices),
        "tab": "keys",
    }
    return render(request, "orgs/keys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def revoke(request: StudioRequest, key_id: UUID) -> HttpResponseBase:
    """Ask, then close a key for good."""
    key = get_object_or_404(ApiKey.objects, pk=key_id)
    if request.method != "POST":
        return render(request, "orgs/revoke_key.html", {"key": key, "tab": "keys"})
    api_keys.revoke_api_key(key, actor=request.user)
    messages.success(request, _("The key is closed. Programs that use it are shut out now."))
    return redirect("orgs:keys", slug=request.organisation.slug)
