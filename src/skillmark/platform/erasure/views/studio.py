"""``/studio/<slug>/settings/erasure``: an organisation erases one learner's records of its own."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.erasure import services, subjects
from skillmark.platform.erasure.forms import AddressForm, EraseForm
from skillmark.platform.erasure.models import Erasure
from skillmark.platform.erasure.preview import anything, foresee, told
from skillmark.platform.issuing import selectors as issuing
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.trust.console import freshly_proven

SHOWN = 50  # of the newest


@require_safe
@never_cache
@studio_view(Role.OWNER)
def listing(request: StudioRequest) -> HttpResponseBase:
    """Show what was erased, by number; whom it was about is not known any more."""
    rows = Erasure.objects.order_by("-asked_at", "-pk").select_related("job")[:SHOWN]
    return render(request, "erasure/studio.html", {"rows": list(rows), "tab": "erasure"})


@require_safe
@never_cache
@studio_view(Role.OWNER)
def one(request: StudioRequest, erasure_id: UUID) -> HttpResponseBase:
    """Show how far an erasure is, and what it took."""
    found = Erasure.objects.filter(pk=erasure_id).select_related("job").first()
    if found is None:
        raise Http404
    context = {"erasure": found, "found": told(found.counts), "tab": "erasure"}
    return render(request, "erasure/one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@studio_view(Role.OWNER)
@freshly_proven
def new(request: StudioRequest) -> HttpResponseBase:
    """Ask whom, show what is kept, then erase it. The address stands in no link."""
    if request.method == "POST":
        look = AddressForm(request.POST)
    else:
        look = AddressForm(initial={"address": _address_on(request)})
    context: dict[str, Any] = {"look": look, "tab": "erasure"}
    if not look.is_bound or not look.is_valid():
        status = 422 if look.is_bound else 200
        return render(request, "erasure/new.html", context, status=status)
    address = look.cleaned_data["address"].lower()
    sure = "typed" in request.POST
    form = EraseForm(request.POST if sure else None, address=address)
    if sure and form.is_valid():
        try:
            erasure = services.erase_at(
                request.organisation,
                address,
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
        except SkillmarkError as error:
            form.add_error(None, error.message)
        else:
            return redirect("erasure:one", request.organisation.slug, erasure.pk)
    whom = subjects.of_address(address, request.organisation)
    context |= {
        "form": form,
        "address": address,
        "found": foresee(whom),
        "kept": anything(whom),
    }
    status = 422 if sure else 200
    return render(request, "erasure/new.html", context, status=status)


def _address_on(request: StudioRequest) -> str:
    """Return the address on the credential that a link names."""
    try:
        found = issuing.credential(UUID(request.GET.get("credential", "")))
    except ValueError:
        return ""
    return str(found.award.recipient_email) if found else ""
