"""What the tools of others read: a copy, the issuer's profile, the withdrawn copies."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from skillmark.core import jsonio
from skillmark.core.jsonio import JsonObject
from skillmark.platform.blockcerts import identity, selectors
from skillmark.platform.blockcerts.errors import NotFinalError
from skillmark.platform.orgs.models import Organisation

FRESH_S = 300


@require_safe
def copy(request: HttpRequest, credential_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Return the copy of a credential with its proof, once its transaction is final."""
    try:
        data = selectors.file_of(credential_id)
    except NotFinalError:
        data = None
    if data is None:
        raise Http404
    response = _json(data)
    response["Content-Disposition"] = f'attachment; filename="{credential_id}.json"'
    return response


@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001
    """Return the issuer's profile for the tools."""
    return _document(identity.profile(_found(slug)))


@require_safe
def withdrawn(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001
    """Return the copies that no longer count."""
    return _document(identity.withdrawn(_found(slug)))


def _found(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _document(found: JsonObject | None) -> HttpResponse:
    if found is None:
        raise Http404
    return _json(jsonio.dumps(found))


def _json(data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type="application/ld+json")
    response["Cache-Control"] = f"public, max-age={FRESH_S}"
    response["Access-Control-Allow-Origin"] = "*"
    return response
