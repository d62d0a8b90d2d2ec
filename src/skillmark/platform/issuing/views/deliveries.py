"""Mails in the console: what became of each, sending again, correcting an address."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.issuing import services
from skillmark.platform.issuing.forms.mails import AddressForm
from skillmark.platform.issuing.models import (
    BulkAction,
    CredentialState,
    Delivery,
    DeliveryKind,
)
from skillmark.platform.issuing.selectors import mails as mail_finding
from skillmark.platform.issuing.selectors.mails import STATES, WantedMails
from skillmark.platform.issuing.services import bulk
from skillmark.platform.issuing.views.pages import PER_PAGE, show
from skillmark.platform.mailing import suppressions
from skillmark.platform.mailing.models import Cause
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role

SECTION: Final = "deliveries"
LIFTABLE: Final = (Cause.BOUNCED, Cause.COMPLAINED)  # who unsubscribed comes back by himself


@require_safe
@studio_view(role=Role.VIEWER)
def deliveries(request: StudioRequest) -> HttpResponse:
    """List the mails: search, filter by state and kind, sort, page."""
    wanted, counts = WantedMails.read(request.GET), mail_finding.counts()
    total = sum(count for state, count in counts.items() if state != mail_finding.OPEN)
    context = {
        "wanted": wanted,
        "page": mail_finding.page_of(wanted, request.GET.get("page"), PER_PAGE),
        "tabs": _tabs(request, wanted, counts, total),
        "kinds": DeliveryKind.choices,
        "total": total,
        "late": mail_finding.late(timezone.now()),
        "outage": mail_finding.outage(),
    }
    return show(request, "issuing/deliveries.html", SECTION, context)


def _tabs(
    request: StudioRequest, wanted: WantedMails, counts: dict[str, int], total: int
) -> list[dict[str, Any]]:
    """Return a tab for all and for each state that any mail is in."""
    tabs = [
        {"href": request.path, "label": _("All"), "count": total, "current": not wanted.state}
    ]
    tabs += [
        {
            "href": f"{request.path}?state={state}",
            "label": label,
            "count": counts.get(state, 0),
            "current": state == wanted.state,
        }
        for state, label in STATES
        if counts.get(state) or state == wanted.state
    ]
    return tabs


@require_safe
@studio_view(role=Role.VIEWER)
def delivery(request: StudioRequest, delivery_id: UUID) -> HttpResponse:
    """Show one mail: what became of it, and what can be done."""
    return _page(request, _found(delivery_id))


@require_POST
@studio_view(role=Role.ISSUER)
def resend(request: StudioRequest, delivery_id: UUID) -> HttpResponseBase:
    """Send the newest mail about this credential again."""
    found = _found(delivery_id)
    insist = request.POST.get("insist") == "1"
    return _act(
        request,
        found,
        _("The mail is on its way, with a new link. The old link does not work any more."),
        lambda: services.resend(found.credential_id, actor=request.user, insist=insist),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=Role.ISSUER)
def correct_address(request: StudioRequest, delivery_id: UUID) -> HttpResponseBase:
    """Write to another address from now on, and send the mail there."""
    found = _found(delivery_id)
    if request.method != "POST":
        return redirect("issuing:delivery", request.organisation.slug, found.pk)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    address = form.cleaned_data["address"]
    return _act(
        request,
        found,
        _("The address is corrected, and the mail is on its way there with a new link."),
        lambda: services.correct_address(found.credential_id, address, actor=request.user),
    )


@require_POST
@studio_view(role=Role.ISSUER)
def resend_many(request: StudioRequest) -> HttpResponseBase:
    """Take the mails that were ticked, or all that the list shows, and ask about them."""
    slug = request.organisation.slug
    if request.POST.get("all"):
        wanted = WantedMails.read(request.POST)
        credentials = mail_finding.credentials_of(wanted, bulk.MAX_CHOSEN)
    else:
        rows = Delivery.objects.filter(pk__in=_ticked(request))
        credentials = list(rows.values_list("credential_id", flat=True))
    try:
        change = bulk.choose(
            request.organisation, BulkAction.RESEND, credentials, actor=request.user
        )
    except SkillmarkError as error:
        messages.error(request, error.message)
        return redirect("issuing:deliveries", slug)
    return redirect("issuing:bulk", slug, change.pk)


@require_safe
@studio_view(role=Role.VIEWER)
def suppressed(request: StudioRequest) -> HttpResponse:
    """List the addresses that are not written to."""
    query, cause = request.GET.get("q", "")[:200], request.GET.get("cause", "")
    found = mail_finding.suppressions(search=query, cause=cause)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "causes": Cause.choices,
        "cause": cause,
        "query": query,
        "liftable": LIFTABLE,
    }
    return show(request, "issuing/suppressions.html", SECTION, context)


@require_POST
@studio_view(role=Role.ISSUER)
def lift(request: StudioRequest, suppression_id: UUID) -> HttpResponseBase:
    """Write to an address again, because somebody knows that it is right."""
    found = mail_finding.suppression(suppression_id)
    if found is None:
        raise Http404
    if found.cause in LIFTABLE:
        suppressions.lift(
            found.address, request.organisation.pk, [Cause(found.cause)], actor=request.user
        )
        messages.success(request, _("Mail goes to this address again."))
    else:
        messages.error(request, _("Whoever unsubscribed comes back by the link in a mail."))
    return redirect("issuing:suppressions", request.organisation.slug)


def _ticked(request: StudioRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("id")[: 4 * PER_PAGE]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _act(
    request: StudioRequest, found: Delivery, words: str, act: Callable[[], Delivery]
) -> HttpResponseBase:
    try:
        made = act()
    except SkillmarkError as error:
        messages.error(request, error.message)
        made = found
    else:
        messages.success(request, words)
    return redirect("issuing:delivery", request.organisation.slug, made.pk)


def _found(delivery_id: UUID) -> Delivery:
    found = mail_finding.delivery(delivery_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: StudioRequest, found: Delivery, *, form: AddressForm | None = None
) -> HttpResponse:
    address = found.credential.award.recipient_email
    barred = suppressions.blocked([address], request.organisation.pk).get(address)
    context = {
        "delivery": found,
        "credential": found.credential,
        "award": found.credential.award,
        "version": found.credential.achievement_version,
        "later": Delivery.objects.filter(
            credential=found.credential_id, created_at__gt=found.created_at
        ).first(),
        "barred": barred,
        "complained": barred == Cause.COMPLAINED,
        "can_send": bool(address) and found.credential.state != CredentialState.REVOKED,
        "form": form or AddressForm(),
    }
    status = 422 if form is not None else 200
    return show(request, "issuing/delivery.html", SECTION, context, status=status)
