"""The public papers: signed definitions, grants and endorsements, and the registry of the site.

No account, no cookie; the bytes are exactly those that were signed.
"""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.rights import addresses, registry, selectors
from skillmark.platform.rights.services import definitions
from skillmark.platform.trust import web
from skillmark.platform.trust.errors import TrustError

CACHE_S: Final = 300
REGISTRY_TYPES: Final = ("application/json",)
_HTML: Final = "text/html"


@require_safe
def definition(request: HttpRequest, some_id: UUID) -> HttpResponse:
    """Return the signed definition of a published version, made now if it has none yet."""
    version = catalog.public_version(some_id)
    if version is None:
        raise Http404
    try:
        found = definitions.ensure(version)
    except TrustError as error:
        raise Http404 from error
    return _document(request, bytes(found.document), digest=found.digest)


@require_safe
def grant(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Show a grant: its page, or for programs the bytes that were signed first."""
    found = selectors.public_grant(grant_id)
    if found is None or found.document is None:
        raise Http404
    if web.preferred(request, [_HTML, *web.CREDENTIAL_TYPES]) != _HTML:
        return _negotiated(_document(request, bytes(found.document)))
    context = {"grant": found, "address": addresses.grant(found.pk), "path": f"/g/{found.pk}"}
    return _negotiated(_page(request, context))


@require_safe
def grant_data(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Return a grant as it was signed first; credentials carry its digest."""
    found = selectors.public_grant(grant_id)
    if found is None or found.document is None:
        raise Http404
    return _document(request, bytes(found.document))


@require_safe
def grant_newest(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Return the newest form of a grant: of a revoked one that with the earlier end."""
    found = selectors.public_grant(grant_id)
    if found is None or found.document is None:
        raise Http404
    return _document(request, bytes(found.ended_document or found.document), max_age_s=60)


@require_safe
def endorsement(request: HttpRequest, endorsement_id: UUID) -> HttpResponse:
    """Show an endorsement: its page, or for programs the bytes that were signed."""
    found = selectors.public_endorsement(endorsement_id)
    if found is None or found.document is None:
        raise Http404
    if web.preferred(request, [_HTML, *web.CREDENTIAL_TYPES]) != _HTML:
        return _negotiated(_document(request, bytes(found.document)))
    address = addresses.endorsement(found.pk)
    context = {"endorsement": found, "address": address, "path": f"/e/{found.pk}"}
    return _negotiated(_page(request, context))


@require_safe
def endorsement_data(request: HttpRequest, endorsement_id: UUID) -> HttpResponse:
    """Return an endorsement exactly as it was signed."""
    found = selectors.public_endorsement(endorsement_id)
    if found is None or found.document is None:
        raise Http404
    return _document(request, bytes(found.document))


@require_safe
def issuers(request: HttpRequest) -> HttpResponse:
    """Return the registry of this site."""
    data = registry.document()
    return web.document(request, data, media_types=REGISTRY_TYPES, max_age_s=CACHE_S)


def _document(
    request: HttpRequest, data: bytes, *, digest: str = "", max_age_s: int = CACHE_S
) -> HttpResponse:
    return web.document(
        request, data, media_types=web.CREDENTIAL_TYPES, max_age_s=max_age_s, digest=digest
    )


def _page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    response = render(request, "rights/paper.html", context)
    response["Cache-Control"] = "no-cache"  # a revocation shows at once
    return response


def _negotiated(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept"])
    return response
