"""Open claim links in the console: the list, one link with who took it, its QR code on paper."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final
from uuid import UUID

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.catalog import pictures
from skillmark.platform.issuing.addresses import open_claim_url
from skillmark.platform.issuing.errors import OpenLinkError
from skillmark.platform.issuing.forms.links import LinkForm
from skillmark.platform.issuing.models import AskState, OpenClaim, OpenLink
from skillmark.platform.issuing.selectors import batches as batch_selectors
from skillmark.platform.issuing.selectors import links as link_selectors
from skillmark.platform.issuing.services import open_claims, open_links
from skillmark.platform.issuing.views.issue import version_or_404
from skillmark.platform.issuing.views.pages import PER_PAGE, show
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.ui.answers import blame
from skillmark.platform.ui.paging import NarrowPaginator

ISSUERS: Final = Role.ISSUER
QR_BORDER: Final = 4  # modules; the quiet zone of ISO/IEC 18004
_PNG_SCALE: Final = 12  # px a module: sharp on a poster


@require_safe
@studio_view(role=Role.VIEWER)
def links(request: StudioRequest) -> HttpResponse:
    """List the open links."""
    found = link_selectors.links(
        search=request.GET.get("q", ""),
        state=request.GET.get("state", ""),
        sort=request.GET.get("sort", ""),
    )
    page = NarrowPaginator(link_selectors.with_waiting(found), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "any": link_selectors.any_links(),
        "tabs": _tabs(request),
    }
    return show(request, "issuing/links.html", "links", context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=ISSUERS)
def new(request: StudioRequest, version_id: UUID) -> HttpResponse:
    """Make an open link for an achievement."""
    version = version_or_404(version_id)
    zone = batch_selectors.last_zone(request.organisation)
    form = LinkForm(request.POST or None, zone=zone)
    if request.method == "POST" and form.is_valid() and form.terms is not None:
        try:
            made = open_links.create_link(
                request.organisation, version, form.terms, actor=request.user
            )
        except OpenLinkError as error:
            _blame(form, error)
        else:
            return redirect("issuing:link", request.organisation.slug, made.pk)
    context = {"version": version, "picture": pictures.data_address(version), "form": form}
    status = 422 if form.is_bound else 200
    return show(request, "issuing/link_form.html", "issue", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=ISSUERS)
def change(request: StudioRequest, link_id: UUID) -> HttpResponse:
    """Change what a link gives."""
    found = _found(link_id)
    form = LinkForm(request.POST or None, link=found)
    if request.method == "POST" and form.is_valid() and form.terms is not None:
        try:
            open_links.change_link(found.pk, form.terms, actor=request.user)
        except OpenLinkError as error:
            _blame(form, error)
        else:
            messages.success(request, _("The link is changed."))
            return redirect("issuing:link", request.organisation.slug, found.pk)
    version = found.achievement_version
    context = {
        "version": version,
        "picture": pictures.data_address(version),
        "form": form,
        "link": found,
    }
    status = 422 if form.is_bound else 200
    return show(request, "issuing/link_form.html", "links", context, status=status)


@require_safe
@studio_view(role=Role.VIEWER)
def link(request: StudioRequest, link_id: UUID) -> HttpResponse:
    """Show one link: its address and QR code, its places, who asked and who got it."""
    found = _found(link_id)
    state = request.GET.get("state", "")
    rows = link_selectors.claims(
        found,
        search=request.GET.get("q", ""),
        state=state,
        sort=request.GET.get("sort", ""),
    )
    page = NarrowPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    given = link_selectors.credentials_of(list(page.object_list))
    counts = link_selectors.claim_counts(found)
    context = {
        "link": found,
        "version": found.achievement_version,
        "address": open_claim_url(found.token),
        "page": page,
        "people": [(row, given.get(row.source_key)) for row in page.object_list],
        "asked": sum(counts.values()),
        "issued": counts.get(AskState.ISSUED, 0),
        "waiting": counts.get(AskState.WAITING, 0),
        "tabs": _claim_tabs(request, counts, state),
    }
    return show(request, "issuing/link.html", "links", context)


@require_safe
@studio_view(role=Role.VIEWER)
def qr_svg(_request: StudioRequest, link_id: UUID) -> HttpResponse:
    """Return the QR code as SVG, for print."""
    out = BytesIO()
    _code(_found(link_id)).save(out, kind="svg", border=QR_BORDER, scale=8)
    return _picture(out.getvalue(), "image/svg+xml", "svg")


@require_safe
@studio_view(role=Role.VIEWER)
def qr_png(_request: StudioRequest, link_id: UUID) -> HttpResponse:
    """Return the QR code as PNG, for slides."""
    out = BytesIO()
    _code(_found(link_id)).save(out, kind="png", border=QR_BORDER, scale=_PNG_SCALE)
    return _picture(out.getvalue(), "image/png", "png")


@require_safe
@studio_view(role=Role.VIEWER)
def poster(request: StudioRequest, link_id: UUID) -> HttpResponse:
    """Show a page to print and hang up."""
    found = _found(link_id)
    context = {
        "link": found,
        "version": found.achievement_version,
        "issuer": found.organisation,
        "picture": pictures.data_address(found.achievement_version),
        "address": open_claim_url(found.token),
    }
    return render(request, "issuing/link_poster.html", context)


@require_POST
@studio_view(role=ISSUERS)
def pause(request: StudioRequest, link_id: UUID) -> HttpResponse:
    """Let a link give nothing for a while."""
    return _turned(request, link_id, open_links.pause_link, _("The link is paused."))


@require_POST
@studio_view(role=ISSUERS)
def resume(request: StudioRequest, link_id: UUID) -> HttpResponse:
    """Open a paused link again."""
    return _turned(request, link_id, open_links.resume_link, _("The link is open again."))


@require_POST
@studio_view(role=ISSUERS)
def close(request: StudioRequest, link_id: UUID) -> HttpResponse:
    """Close a link for good."""
    return _turned(request, link_id, open_links.close_link, _("The link is closed."))


@require_POST
@studio_view(role=ISSUERS)
def settle(request: StudioRequest, link_id: UUID, claim_id: UUID) -> HttpResponse:
    """Say yes or no to somebody who waits: ``answer`` is ``yes`` or ``no``."""
    found = _found(link_id)
    if not OpenClaim.objects.filter(pk=claim_id, link=found).exists():
        raise Http404
    try:
        if request.POST.get("answer") == "yes":
            open_claims.allow(claim_id, actor=request.user)
            messages.success(request, _("Issued. The mail is on its way."))
        else:
            open_claims.decline(claim_id, actor=request.user)
            messages.info(request, _("Declined. The place is free again."))
    except SkillmarkError as error:
        messages.error(request, error.message)
    return redirect("issuing:link", request.organisation.slug, found.pk)


def _found(link_id: UUID) -> OpenLink:
    found = link_selectors.link(link_id)
    if found is None:
        raise Http404
    return found


def _blame(form: LinkForm, error: OpenLinkError) -> None:
    blame(form, error, {"closes_at": "closes_day"})


def _turned(
    request: StudioRequest, link_id: UUID, turn: Callable[..., OpenLink], words: str
) -> HttpResponse:
    found = _found(link_id)
    try:
        turn(found.pk, actor=request.user)
        messages.success(request, words)
    except SkillmarkError as error:
        messages.error(request, error.message)
    return redirect("issuing:link", request.organisation.slug, found.pk)


def _code(found: OpenLink) -> segno.QRCode:
    return segno.make(open_claim_url(found.token), error="m", micro=False)


def _picture(data: bytes, kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="claim-link.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _tabs(request: StudioRequest) -> list[dict[str, Any]]:
    current = request.GET.get("state", "")
    words = {"": _("All"), "now": _("Open now"), "paused": _("Paused"), "closed": _("Closed")}
    return [
        {
            "href": f"{request.path}?state={name}" if name else request.path,
            "label": label,
            "current": name == current,
        }
        for name, label in words.items()
    ]


def _claim_tabs(
    request: StudioRequest, counts: dict[str, int], current: str
) -> list[dict[str, Any]]:
    words = {
        AskState.WAITING.value: _("Wait for you"),
        AskState.ISSUED.value: _("Issued"),
        AskState.ASKED.value: _("Address not confirmed"),
        AskState.DECLINED.value: _("Declined"),
    }
    every = {
        "href": request.path,
        "label": _("All"),
        "count": sum(counts.values()),
        "current": current not in words,
    }
    return [
        every,
        *(
            {
                "href": f"{request.path}?state={name}",
                "label": label,
                "count": counts[name],
                "current": name == current,
            }
            for name, label in words.items()
            if counts.get(name)
        ),
    ]
