"""``/studio/<slug>/settings/erasure``: an organisation erases one learner's records of its own."""

from collections.abc import Callable
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
from skillmark.platform.events.erasure import Subject
from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.selectors import credentials as issuing
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
    if not look.is_bound or not look.is_valid():
        context = {"look": look, "tab": "erasure"}
        status = 422 if look.is_bound else 200
        return render(request, "erasure/new.html", context, status=status)
    address = look.cleaned_data["address"].lower()
    return _ask(
        request,
        address,
        subjects.of_address(address, request.organisation),
        lambda reason: services.erase_at(
            request.organisation, address, reason=reason, actor=request.user
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@studio_view(Role.OWNER)
def holder(request: StudioRequest, credential_id: UUID) -> HttpResponseBase:
    """Erase the holder of a credential without an address: nothing else is known of them."""
    found = issuing.credential(credential_id)
    if found is None:
        raise Http404  # before the password is asked for, as everywhere
    return _ask_of_holder(request, found=found)


@freshly_proven
def _ask_of_holder(request: StudioRequest, found: Credential) -> HttpResponseBase:
    if found.erased_at is not None or found.award.recipient_email:
        return redirect("issuing:credential", request.organisation.slug, found.pk)
    return _ask(
        request,
        found.award.recipient_name,
        subjects.of_credential(found.pk, request.organisation),
        lambda reason: services.erase_credential(
            request.organisation, found.pk, reason=reason, actor=request.user
        ),
    )


def _ask(
    request: StudioRequest, called: str, whom: Subject, act: Callable[[str], Erasure]
) -> HttpResponseBase:
    """Show what is kept; begin once it is asked for and typed."""
    sure = "typed" in request.POST
    form = EraseForm(request.POST if sure else None, address=called, named=not whom.emails)
    if sure and form.is_valid():
        try:
            erasure = act(form.cleaned_data["reason"])
        except SkillmarkError as error:
            form.add_error(None, error.message)
        else:
            return redirect("erasure:one", request.organisation.slug, erasure.pk)
    context = {
        "form": form,
        "address": called,
        "found": foresee(whom),
        "kept": anything(whom),
        "tab": "erasure",
    }
    return render(request, "erasure/new.html", context, status=422 if sure else 200)


def _address_on(request: StudioRequest) -> str:
    """Return the address on the credential that a link names."""
    try:
        found = issuing.credential(UUID(request.GET.get("credential", "")))
    except ValueError:
        return ""
    return str(found.award.recipient_email) if found else ""
