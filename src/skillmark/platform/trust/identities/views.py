"""What others fetch of a history, and the witness that approves the histories of others."""

from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from skillmark.core import jsonio
from skillmark.core.did.webvh.log import MAX_LOG, read_log
from skillmark.core.did.webvh.witnesses import MAX_FILE
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.platform.trust import web
from skillmark.platform.trust.errors import WitnessRefusedError
from skillmark.platform.trust.identities import selectors, witnessing

MAX_AGE_S: Final = 60
LOG_TYPES: Final = ("text/jsonl", "application/jsonl", "application/json", "text/plain")
WITNESS_TYPES: Final = ("application/json",)
MAX_ASKED: Final = 2 * (MAX_LOG + MAX_FILE)  # bytes; quotation marks are escaped in JSON


@require_safe
def log_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve ``/i/<slug>/did.jsonl``: every version there ever was."""
    return _file(request, slug, selectors.LOG_FILE, LOG_TYPES)


@require_safe
def witness_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve ``/i/<slug>/did-witness.json``: who approved the versions."""
    return _file(request, slug, selectors.WITNESS_FILE, WITNESS_TYPES)


@csrf_exempt  # programs of other sites ask; nothing here trusts a session
@require_http_methods(["GET", "HEAD", "POST"])
def witness(request: HttpRequest) -> HttpResponse:
    """Say who this witness is, or approve the newest version of a history that is sent in.

    ``POST {"log": "<did.jsonl>", "witness": "<did-witness.json or empty>"}`` is answered with
    ``{"versionId": …, "proof": …}``. No two versions of one number are ever approved.
    """
    if request.method != "POST":
        response = JsonResponse({"id": selectors.witness_did()})
        return web.open_to_all(response)
    try:
        answer = _approved(request)
    except SkillmarkError as error:
        refused = {"code": error.code, "detail": error.message}
        return JsonResponse(refused, status=403 if _is_refusal(error) else 422)
    return JsonResponse(answer)


def _file(
    request: HttpRequest, slug: str, name: str, media_types: tuple[str, ...]
) -> HttpResponse:
    data = selectors.file_at(slug, name)
    if data is None:
        raise Http404
    return web.document(request, data, media_types=media_types, max_age_s=MAX_AGE_S)


def _approved(request: HttpRequest) -> JsonObject:
    asked = jsonio.load_object(request.read(MAX_ASKED + 1), max_bytes=MAX_ASKED)
    data, file = str(asked.get("log", "")).encode(), str(asked.get("witness", "")).encode()
    now = timezone.now()
    place = read_log(data, at=now).newest.did.location.partition(":")[0]
    if place not in settings.SKILLMARK.did_witness_for:
        raise WitnessRefusedError("This site is no witness of that address.", host=place)
    with transaction.atomic():
        version_id, proof = witnessing.approve(data, file or None, at=now)
    return {"versionId": version_id, "proof": proof}


def _is_refusal(error: SkillmarkError) -> bool:
    return isinstance(error, WitnessRefusedError)
