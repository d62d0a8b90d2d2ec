"""The public record of a credential: page, data, picture. No account, no cookie, no tracking."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from skillmark.platform.catalog import text
from skillmark.platform.issuing import places
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.errors import ErasedError
from skillmark.platform.issuing.making import intent
from skillmark.platform.issuing.models import Credential, CredentialState
from skillmark.platform.issuing.proving import checking, pictures
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.issuing.signals import credential_seen
from skillmark.platform.trust import web

BYTES_MAX_AGE_S: Final = 300  # the bytes never change, but they may be erased
_HTML: Final = "text/html"
STAY: Final = "stay"  # shows the record of a replaced credential itself
FROM: Final = "from"  # the replaced credential whose link was followed

type _Answer = Callable[[HttpRequest, Credential], HttpResponse]


@require_safe
def page(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Show a credential in the form that the client prefers: page, data or picture.

    The page of one that was replaced leads on to what took its place; its data and pictures stay
    what they are, and ``?stay=1`` shows the old record itself.
    """
    offered = [_HTML, *web.CREDENTIAL_TYPES, "image/png", "image/svg+xml"]
    wanted = web.preferred(request, offered)
    answer = _ANSWERS.get(wanted, _data)
    try:
        response = answer(request, _found(credential_id))
    except ErasedError:
        if wanted != _HTML:
            raise
        response = _erased(request)
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def data(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Return the exact bytes that were signed."""
    return _data(request, _found(credential_id))


@require_safe
def picture_png(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Return the badge as PNG with the credential inside."""
    return _png(request, _found(credential_id))


@require_safe
def picture_svg(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Return the badge as SVG with the credential inside."""
    return _svg(request, _found(credential_id))


def _found(credential_id: UUID) -> Credential:
    found = selectors.public_credential(credential_id)
    if found is None:
        raise Http404
    return found


def _erased(request: HttpRequest) -> HttpResponse:
    """Say that the record was erased, for good (RFC 9110 §15.5.11)."""
    response = render(request, "issuing/erased.html", status=410)
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _html(request: HttpRequest, credential: Credential) -> HttpResponse:
    version, organisation = credential.achievement_version, credential.organisation
    address = credential_url(credential.pk)
    chain = selectors.chain(credential)
    if credential.state == CredentialState.SUPERSEDED and STAY not in request.GET:
        successor = selectors.last_in_place_of(credential)
        if successor is not None:
            return _lead_on(request, credential, successor)
    now = timezone.now()
    context = {
        "chain": chain,
        "came_from": _came_from(request, credential),
        "expired": credential.is_expired,
        "renewal": _renewal(credential, now),
        "panels": places.CREDENTIAL_PAGE.panels(credential, request),
        "proof_panels": places.CREDENTIAL_PROOFS.panels(credential, request),
        "share_panels": places.CREDENTIAL_SHARE.panels(credential, request),
        "credential": credential,
        "version": version,
        "issuer": organisation,
        "award": credential.award,
        "person": credential.award.recipient_name,
        "fields": credential.award.fields,
        "works": _works(credential),
        "achieved_on": credential.award.achieved_on,
        "narrative": text.markdown(credential.award.fields.get("narrative") or ""),
        "command": _command(address),
        "address": address,
        "path": f"/c/{credential.pk}",
        "badge": f"/a/{version.pk}.svg",
        "issuer_path": f"/i/{organisation.slug}",
        "answer": checking.answer_of(credential, at=now),
        "file_name": f"{version.achievement.slug}-{str(credential.pk)[-6:]}",
    }
    response = render(request, "issuing/public.html", context)
    credential_seen.send_robust(Credential, request=request, credential=credential)
    response["Cache-Control"] = "no-cache"  # a revocation shows at once
    response["X-Robots-Tag"] = "noindex"
    response["Link"] = f'<{address}.json>; rel="alternate"; type="application/vc"'
    return response


def _command(address: str) -> str:
    """Return what checks it in a terminal; a site without TLS has to be allowed by name."""
    command = f"skillmark verify {address}.json"
    parts = urlsplit(address)
    if parts.scheme == "https":
        return command
    return f"{command} --allow-origin {parts.scheme}://{parts.netloc}"


def _data(request: HttpRequest, credential: Credential) -> HttpResponse:
    return web.document(
        request,
        bytes(credential.document),
        media_types=web.CREDENTIAL_TYPES,
        max_age_s=BYTES_MAX_AGE_S,
        digest=credential.digest,
    )


def _png(request: HttpRequest, credential: Credential) -> HttpResponse:
    return _picture(request, pictures.png(credential), "image/png")


def _svg(request: HttpRequest, credential: Credential) -> HttpResponse:
    return _picture(request, pictures.svg(credential), "image/svg+xml")


def _picture(request: HttpRequest, content: bytes, kind: str) -> HttpResponse:
    return web.document(request, content, media_types=(kind,), max_age_s=BYTES_MAX_AGE_S)


def _works(credential: Credential) -> list[tuple[str, str]]:
    """Return the evidence shown: each piece as its address and its rendered text."""
    return [
        (work.url or "", text.markdown(work.narrative or ""))
        for work in intent.works_of(credential.award.fields)
    ]


def _lead_on(request: HttpRequest, old: Credential, new: Credential) -> HttpResponse:
    """Send whoever follows an old link to the credential that counts; never for good."""
    query = {FROM: str(old.pk)} | {
        name: value for name, value in request.GET.items() if name not in {FROM, STAY}
    }
    response = HttpResponseRedirect(f"/c/{new.pk}?{urlencode(query)}")
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _came_from(request: HttpRequest, credential: Credential) -> Credential | None:
    """Return the replaced credential whose link was followed, if it truly led here."""
    try:
        old = selectors.public_credential(UUID(request.GET.get(FROM, "")))
    except (ValueError, ErasedError):
        return None
    if old is None or old.state != CredentialState.SUPERSEDED:
        return None
    return old if selectors.last_in_place_of(old) == credential else None


def _renewal(credential: Credential, now: datetime) -> str:
    """Say how far a renewal is: ``open``, ``over`` or nothing to say."""
    if credential.state != CredentialState.ACTIVE or credential.valid_until is None:
        return ""
    if credential.valid_until <= now:
        return "over"
    opens = credential.renewal_opens_at
    return "open" if opens is not None and opens <= now else ""


_ANSWERS: Final[dict[str, _Answer]] = {
    _HTML: _html,
    "image/png": _png,
    "image/svg+xml": _svg,
}
