"""Settings of an organisation: its API keys."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillmark.platform.orgs import api_keys, selectors
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.forms import LIVES, KeyForm, RenameKeyForm
from skillmark.platform.orgs.models import ApiKey, Role, Scope
from skillmark.platform.ui.paging import NarrowPaginator

KEYS_A_PAGE = 25
ENDS_SOON = timedelta(days=30)
OLD = timedelta(days=365)
UNUSED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as the list shows it.

    Attributes:
        may: its scopes in words.
        hint: what its owner should do about it, empty when nothing.
    """

    key: ApiKey
    may: list[str]
    hint: str


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
    found = selectors.api_keys(query, request.GET.get("sort", ""))
    page = NarrowPaginator(found, KEYS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "issued": issued,
        "page": page,
        "query": query,
        "rows": [_row(key) for key in page],
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


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def rename(request: StudioRequest, key_id: UUID) -> HttpResponseBase:
    """Give a key another name."""
    key = get_object_or_404(ApiKey.objects, pk=key_id)
    form = RenameKeyForm(request.POST or None, initial={"name": key.name})
    if request.method == "POST" and form.is_valid():
        api_keys.rename_api_key(key, name=form.cleaned_data["name"], actor=request.user)
        messages.success(request, _("The key has another name; it opens what it did."))
        return redirect("orgs:keys", slug=request.organisation.slug)
    return render(request, "orgs/rename_key.html", {"key": key, "form": form, "tab": "keys"})


def _row(key: ApiKey) -> KeyRow:
    words = dict(Scope.choices)
    now = timezone.now()
    hint = ""
    if key.active:
        if key.expires_at is not None and key.expires_at - now <= ENDS_SOON:
            hint = _("Ends soon: create another and put it in its place.")
        elif key.expires_at is None and now - key.created_at >= OLD:
            hint = _("Over a year old: create another and put it in its place.")
        elif (key.last_used_at or key.created_at) <= now - UNUSED:
            hint = _("Not used for three months: revoke it if nobody needs it.")
    return KeyRow(key, [str(words.get(one, one)) for one in key.scopes], hint)
