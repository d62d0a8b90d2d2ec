"""The two documents that verifiers fetch: an identity's keys and a status list."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from skillmark.core import jsonio
from skillmark.platform.trust import documents, status, web

DID_MAX_AGE_S: Final = 300
STATUS_MAX_AGE_S: Final = 60  # a revocation is seen by caches after a minute at the latest


@require_safe
def did_document(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve ``/i/<slug>/did.json``."""
    identity = documents.identity_at(slug)
    if identity is None:
        raise Http404
    data = jsonio.dumps(documents.did_document(identity))
    return web.document(request, data, media_types=web.DID_TYPES, max_age_s=DID_MAX_AGE_S)


@require_safe
def status_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Serve ``/status/<id>``: the signed list, exactly as it was published."""
    row = status.served(list_id)
    if row is None:
        raise Http404
    return web.document(
        request,
        bytes(row.document),
        media_types=web.CREDENTIAL_TYPES,
        max_age_s=STATUS_MAX_AGE_S,
        digest=row.digest,
    )
