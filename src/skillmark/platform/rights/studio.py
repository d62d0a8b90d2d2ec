"""Rights in the console: what we let others issue, what others let us, and grants one by one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.rights import addresses, pages, selectors
from skillmark.platform.rights.forms import OfferForm
from skillmark.platform.rights.models import GrantState
from skillmark.platform.rights.services import grants
from skillmark.platform.ui.saying import said

SHOWN = 200  # of a kind; who has more finds them by the API


@require_safe
@studio_view(pages.DECIDERS)
def overview(request: StudioRequest) -> HttpResponse:
    """Show every right that this organisation gave, received, asked for or vouches for."""
    own = request.organisation
    given, received = list(selectors.given()[:SHOWN]), list(selectors.received(own)[:SHOWN])
    endorsing = list(selectors.endorsing()[:SHOWN])
    context = {
        "given": given,
        "received": received,
        "endorsing": endorsing,
        "endorsed": list(selectors.endorsed(own)[:SHOWN]),
        "offers": [one for one in received if one.state == GrantState.OFFERED],
        "asked": [one for one in endorsing if one.state == "asked"],
    }
    return pages.draw(request, "rights/rights.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(pages.DECIDERS)
def offer(request: StudioRequest) -> HttpResponse:
    """Offer another organisation to issue an achievement of ours."""
    versions = list(catalog.issuable())
    form = OfferForm(request.POST or None, versions=versions)
    if request.method == "POST" and form.is_valid():
        try:
            made = grants.offer(
                request.organisation,
                achievement=form.version.achievement,
                grantee_slug=form.cleaned_data["other"],
                valid_from=form.begin,
                valid_until=form.end,
                note=form.cleaned_data["note"],
                actor=request.user,
            )
        except SkillmarkError as error:
            form.add_error(None, said(error.message))
        else:
            messages.success(
                request,
                _("Offered. The owners of %(name)s have mail; they decide.")
                % {"name": made.grantee.name},
            )
            return redirect("rights:grant", request.organisation.slug, made.pk)
    context = {"form": form, "nothing": not versions}
    status = 422 if form.errors else 200
    return pages.draw(request, "rights/offer.html", context, status=status)


@require_safe
@studio_view(pages.DECIDERS)
def grant(request: StudioRequest, grant_id: UUID) -> HttpResponse:
    """Show one grant to either side."""
    found = pages.grant_or_404(request, grant_id)
    context = {
        "grant": found,
        "ours": found.organisation_id == request.organisation.pk,
        "address": addresses.grant(found.pk),
        "public": found.document is not None,
    }
    return pages.draw(request, "rights/grant.html", context)


@require_POST
@studio_view(pages.DECIDERS)
def decide(request: StudioRequest, grant_id: UUID) -> HttpResponse:
    """Accept or decline an offer, or take one back: ``act`` says which."""
    own, actor = request.organisation, request.user
    pages.grant_or_404(request, grant_id)
    acts: dict[str, pages.Act] = {
        "accept": (
            _("Accepted. You can issue it now."),
            lambda: grants.accept(grant_id, grantee=own, actor=actor),
        ),
        "decline": (
            _("Declined. Nothing has changed."),
            lambda: grants.decline(grant_id, grantee=own, actor=actor),
        ),
        "withdraw": (
            _("Taken back. Nothing has changed."),
            lambda: grants.withdraw(grant_id, actor=actor),
        ),
    }
    return pages.decided(request, acts, "rights:grant", grant_id)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(pages.DECIDERS)
def revoke(request: StudioRequest, grant_id: UUID) -> HttpResponse:
    """Ask why, then end a grant that this organisation gave."""
    found = pages.grant_or_404(request, grant_id)
    if found.organisation_id != request.organisation.pk or found.state != GrantState.ACTIVE:
        raise Http404
    return pages.revoked(
        request,
        {"grant": found},
        _("Revoked. They cannot issue it any more."),
        lambda reason: grants.revoke(grant_id, reason=reason, actor=request.user),
    )
