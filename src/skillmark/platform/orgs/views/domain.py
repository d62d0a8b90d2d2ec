"""Settings of an organisation: the domain that says it is its own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs import domains
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.forms import DomainForm
from skillmark.platform.orgs.models import (
    STANDING_DOMAIN,
    DomainMethod,
    DomainProof,
    DomainState,
    Organisation,
    Role,
)
from skillmark.platform.orgs.services import domains as proofs
from skillmark.platform.ui.saying import said

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PAST_A_PAGE: Final = 10
_REASONS: Final = {
    "fetch.not_found": gettext_lazy("There is no such file at the domain."),
    "fetch.unresolved": gettext_lazy("The domain has no address yet. DNS may need an hour."),
    "fetch.unreachable": gettext_lazy(
        "No server answers over https there, or its certificate is not valid."
    ),
    "fetch.timeout": gettext_lazy("The server took too long to answer."),
    "fetch.redirect": gettext_lazy(
        "The server points elsewhere, and we follow nothing. Put the file at this very address."
    ),
    "fetch.status": gettext_lazy("The server refused the file."),
    "fetch.too_large": gettext_lazy("The file is too large."),
    "fetch.media_type": gettext_lazy(
        "The server sends the file as something else. It has to be application/json."
    ),
    "fetch.address_refused": gettext_lazy("The domain leads into a private network."),
    "json": gettext_lazy("The file is not JSON. Copy it again as it stands here."),
    "fetch": gettext_lazy("The server did not answer as it should."),
}
_WAYS: Final[dict[str, tuple["_StrPromise", str]]] = {
    DomainMethod.WELL_KNOWN: (gettext_lazy("The file"), domains.WELL_KNOWN),
    DomainMethod.DID_WEB: (gettext_lazy("The DID document"), domains.DID_DOCUMENT),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What one way said at the last check, in words."""

    outcome: str
    title: str
    reason: str


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def domain(request: StudioRequest) -> HttpResponseBase:
    """Show how the proof of a domain stands, and begin one."""
    form = DomainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proofs.ask(
                request.organisation,
                domain=form.cleaned_data["domain"],
                actor=request.user,
            )
        except SkillmarkError as error:
            form.add_error("domain", error.message)
        else:
            return redirect("orgs:domain", slug=request.organisation.slug)
    own = request.organisation
    standing = DomainProof.objects.filter(state__in=STANDING_DOMAIN).first()
    asked = DomainProof.objects.filter(state=DomainState.ASKED).first()
    past = DomainProof.objects.filter(state=DomainState.WITHDRAWN, proven_at__isnull=False)
    context = {
        "form": form,
        "standing": _card(standing, own),
        "asked": _card(asked, own),
        "past": Paginator(past.order_by("-withdrawn_at"), PAST_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "page_url": domains.page_of(own),
        "left": proofs.WITHDRAW_AT - standing.failures if standing else 0,
        "tab": "domain",
    }
    return render(request, "orgs/domain.html", context)


@require_POST
@studio_view(Role.OWNER)
def check(request: StudioRequest, proof_id: UUID) -> HttpResponseBase:
    """Look at the domain now."""
    proof = get_object_or_404(DomainProof.objects.select_related("organisation"), pk=proof_id)
    try:
        proof = proofs.check(proof, actor=request.user, source=domains.source())
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        if proof.state == DomainState.PROVEN:
            messages.success(
                request, _("Proven: %(domain)s says so.") % {"domain": proof.domain}
            )
        else:
            messages.error(request, _("Not found yet. The page says what is missing."))
    return redirect("orgs:domain", slug=request.organisation.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def withdraw(request: StudioRequest, proof_id: UUID) -> HttpResponseBase:
    """Ask, then take a proof back."""
    proof = get_object_or_404(DomainProof.objects, pk=proof_id)
    if request.method != "POST":
        return render(request, "orgs/withdraw_domain.html", {"proof": proof, "tab": "domain"})
    proofs.withdraw(proof, actor=request.user)
    messages.success(request, _("%(domain)s is no longer shown.") % {"domain": proof.domain})
    return redirect("orgs:domain", slug=request.organisation.slug)


@require_safe
@never_cache
@studio_view(Role.OWNER)
def file(request: StudioRequest, proof_id: UUID) -> HttpResponseBase:
    """Send the file to put at the domain."""
    proof = get_object_or_404(DomainProof.objects, pk=proof_id)
    response = HttpResponse(
        domains.well_known(proof, request.organisation), content_type="application/json"
    )
    response["Content-Disposition"] = 'attachment; filename="skillmark.json"'
    return response


def _card(proof: DomainProof | None, organisation: Organisation) -> dict[str, object] | None:
    if proof is None:
        return None
    return {
        "proof": proof,
        "shown": domains.shown(proof.domain),
        "file_url": domains.address(proof.domain, domains.WELL_KNOWN),
        "did_url": domains.address(proof.domain, domains.DID_DOCUMENT),
        "file": domains.well_known(proof, organisation),
        "said": [_said(finding) for finding in proof.findings],
    }


def _said(finding: dict[str, str]) -> Said:
    code = finding["code"]
    title, path = _WAYS[finding["method"]]
    if not code:
        return Said("passed", f"{title}: {path}", "")
    words = (
        _REASONS.get(code) or _REASONS.get(code.partition(".")[0]) or said(finding["message"])
    )
    return Said("failed", f"{title}: {path}", str(words))
