"""The public record of a credential: page, data, picture. No account, no cookie, no tracking."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from skillmark.platform.catalog import text
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing import checking, pictures, selectors
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.signals import credential_seen
from skillmark.platform.trust import web

BYTES_MAX_AGE_S: Final = 300  # the bytes never change, but they may be erased
_HTML: Final = "text/html"
_LINKEDIN: Final = "https://www.linkedin.com/profile/add?"

type _Answer = Callable[[HttpRequest, Credential], HttpResponse]


@require_safe
def page(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Show a credential in the form that the client prefers: page, data or picture."""
    found = _found(credential_id)
    offered = [_HTML, *web.CREDENTIAL_TYPES, "image/png", "image/svg+xml"]
    wanted = web.preferred(request, offered)
    answer = _ANSWERS.get(wanted, _data)
    response = answer(request, found)
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


def _html(request: HttpRequest, credential: Credential) -> HttpResponse:
    version, organisation = credential.achievement_version, credential.organisation
    address = credential_url(credential.pk)
    context = {
        "credential": credential,
        "version": version,
        "issuer": organisation,
        "award": credential.award,
        "person": credential.award.recipient_name,
        "fields": credential.award.fields,
        "achieved_on": credential.award.achieved_on,
        "narrative": text.markdown(credential.award.fields.get("narrative") or ""),
        "command": _command(address),
        "address": address,
        "path": f"/c/{credential.pk}",
        "badge": f"/a/{version.pk}.svg",
        "issuer_path": f"/i/{organisation.slug}",
        "answer": checking.answer_of(credential, at=timezone.now()),
        "linkedin_url": _linkedin(credential, version, address),
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


def _linkedin(credential: Credential, version: AchievementVersion, address: str) -> str:
    """Return the address that adds the credential to a LinkedIn profile, fields filled in."""
    fields: dict[str, str | int] = {
        "startTask": "CERTIFICATION_NAME",
        "name": version.name,
        "organizationName": credential.organisation.name,
        "issueYear": credential.issued_at.year,
        "issueMonth": credential.issued_at.month,
        "certUrl": address,
        "certId": str(credential.pk),
    }
    if credential.valid_until is not None:
        fields["expirationYear"] = credential.valid_until.year
        fields["expirationMonth"] = credential.valid_until.month
    return _LINKEDIN + urlencode(fields)


_ANSWERS: Final[dict[str, _Answer]] = {
    _HTML: _html,
    "image/png": _png,
    "image/svg+xml": _svg,
}
