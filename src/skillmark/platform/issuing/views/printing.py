"""Claim links on paper, for people without an e-mail address."""

from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from skillmark.platform.catalog import pictures
from skillmark.platform.events import services as events
from skillmark.platform.events.audit import Act
from skillmark.platform.issuing.addresses import claim_url
from skillmark.platform.issuing.models import (
    FINAL_STATES,
    BatchRow,
    Credential,
    RowState,
)
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.issuing.services import claims
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role

MOST: Final = 500  # sheets of one print


@require_POST
@never_cache
@studio_view(role=Role.ISSUER)
def batch_links(request: StudioRequest, batch_id: UUID) -> HttpResponse:
    """Show a sheet with a fresh claim link for everyone of a batch who has no address."""
    batch = selectors.batch(batch_id)
    if batch is None:
        raise Http404
    keys = BatchRow.objects.filter(
        batch=batch, state__in=(RowState.ISSUED, RowState.DUPLICATE), email=""
    ).values_list("source_key", flat=True)
    rows = Credential.objects.filter(award__source_key__in=keys, claimed_at=None)
    return _sheets(request, list(_loaded(rows)[:MOST]))


@require_POST
@never_cache
@studio_view(role=Role.ISSUER)
def credential_link(request: StudioRequest, credential_id: UUID) -> HttpResponse:
    """Show a sheet with a fresh claim link for one credential."""
    rows = list(_loaded(Credential.objects.filter(pk=credential_id)))
    if not rows:
        raise Http404
    return _sheets(request, rows)


def _loaded(rows: QuerySet[Credential]) -> QuerySet[Credential]:
    return (
        rows.exclude(state__in=FINAL_STATES)
        .defer("document")
        .select_related("award", "achievement_version", "organisation")
        .order_by("search_text")
    )


def _sheets(request: StudioRequest, rows: list[Credential]) -> HttpResponse:
    """Make a fresh link for each, withdraw those printed before, and show them."""
    with transaction.atomic():
        for row in rows:
            claims.withdraw(row)
        links = claims.new_links((row, row.award.recipient_email) for row in rows)
        events.record_many(
            organisation_id=request.organisation.pk,
            actor=request.user,
            acts=[Act("credential.link_printed", row) for row in rows],
        )
    sheets = [
        {
            "name": link.row.credential.award.recipient_name,
            "version": link.row.credential.achievement_version,
            "address": claim_url(link.token),
            "until": link.row.expires_at,
        }
        for link in links
    ]
    picture = pictures.data_address(rows[0].achievement_version) if rows else ""
    context = {"sheets": sheets, "issuer": request.organisation, "picture": picture}
    response = render(request, "issuing/sheets.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
