"""What everybody gets: the way to other sites, and the picture they show of a credential."""

from functools import lru_cache
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from skillmark.core import design
from skillmark.platform.catalog import pictures
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.models import Credential, CredentialState
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.sharing import channels, services
from skillmark.platform.sharing.channels import Channel
from skillmark.platform.sharing.models import Deed
from skillmark.platform.trust import web

CARD_MAX_AGE_S: Final = 3_600
CACHED: Final = 64  # cards kept in memory, about 150 kB each


class SeeOther(HttpResponseRedirectBase):
    """On to another site, by an address that only this module makes."""

    status_code = 303


@require_safe
def share(request: HttpRequest, credential_id: UUID, channel: str) -> HttpResponse:
    """Lead to another site with everything it asks for filled in, and count the click."""
    credential = _found(credential_id)
    if channel not in channels.CLICKED or credential.state != CredentialState.ACTIVE:
        raise Http404
    way = Channel(channel)
    if request.method == "GET" and not channels.is_machine(request):
        services.count(credential, Deed.SHARED, way, on=timezone.now().date())
    response = SeeOther(channels.target(way, shown(credential)))
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def card(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Return the picture of a credential for other sites, 1200 by 630 pixels."""
    credential = _found(credential_id)
    version = credential.achievement_version
    picture = _card(
        pictures.design_of(version),
        version.name,
        credential.award.recipient_name,
        credential.organisation.name,
        pictures.colour_of(version),
    )
    return web.document(request, picture, media_types=("image/png",), max_age_s=CARD_MAX_AGE_S)


def shown(credential: Credential) -> channels.Shown:
    """Return what other sites are told of a credential."""
    return channels.Shown(
        title=credential.achievement_version.name,
        issuer=credential.organisation.name,
        issuer_number=services.linkedin_number(credential.organisation),
        identifier=str(credential.pk),
        address=credential_url(credential.pk),
        valid_from=credential.valid_from,
        valid_until=credential.valid_until,
    )


def note_visit(request: HttpRequest, credential: Credential) -> None:
    """Count a visit of a credential's page, if a person makes it and comes from outside."""
    channel = channels.of_visit(request, settings.SKILLMARK.site_host.partition(":")[0])
    if channel is not None:
        services.count(credential, Deed.VISITED, channel, on=timezone.now().date())


def _found(credential_id: UUID) -> Credential:
    found = selectors.public_credential(credential_id)
    if found is None:
        raise Http404
    return found


@lru_cache(maxsize=CACHED)
def _card(design_key: str, title: str, person: str, issuer: str, colour: str) -> bytes:
    drawn = design.card(
        design_key=design_key, title=title, person=person, issuer=issuer, colour=colour
    )
    return design.png(drawn, size=1_200, height=630)
