"""What proves a credential without this site: its proof of logging, and the whole bundle."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from skillmark.platform.issuing import bundles
from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.transparency import selectors as transparency
from skillmark.platform.trust import web

_BEING_LOGGED = b"The credential is being logged. Ask again in two seconds.\n"
_TEXT = "text/plain; charset=utf-8"


@require_safe
def log_proof(_request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Serve ``/c/<id>.tlog-proof`` (C2SP tlog-proof); 503 for the seconds until it is there."""
    credential = _found(credential_id)
    return proof_response(credential.pk)


def proof_response(credential_id: UUID, *, record: bool = False) -> HttpResponse:
    """Answer with the proof of logging of a credential, or of the record of learning around it.

    Raises:
        Http404: there is none, and none comes.
    """
    proof = transparency.proof(credential_id, record=record)
    if proof is None and bundles.is_waiting(credential_id, record=record):
        response = HttpResponse(_BEING_LOGGED, content_type=_TEXT, status=503)
        response["Retry-After"] = "2"
        response["Cache-Control"] = "no-store"
        return response
    if proof is None:
        raise Http404
    return fresh(HttpResponse(proof, content_type=_TEXT))


@require_safe
def bundle(_request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Serve ``/c/<id>/bundle.json``: what `skillmark verify --offline` takes."""
    data = bundles.bundle_of(_found(credential_id)).to_bytes()
    return fresh(HttpResponse(data, content_type="application/json"))


def _found(credential_id: UUID) -> Credential:
    found = selectors.public_credential(credential_id)
    if found is None:
        raise Http404
    return found


def fresh(response: HttpResponse) -> HttpResponse:
    """Let everybody read an answer, and ask again before it is used again."""
    response["Cache-Control"] = (
        "no-cache"  # witnesses and anchors may be added, salts be erased
    )
    return web.open_to_all(response)
