"""The public record of an achievement: a page, its data, its picture. No account, no cookie."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from skillmark.core import jsonio
from skillmark.core.design import DesignError
from skillmark.platform.catalog import badge, logged, pictures, selectors, words
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.trust import addresses, web

CACHE_S: Final = 300  # seconds; archiving shows within five minutes
_HTML: Final = "text/html"
_SIGNED: Final = "application/vc"
_JSON_TYPES: Final = ("application/ld+json", "application/json")


@require_safe
def page(request: HttpRequest, some_id: UUID) -> HttpResponseBase:
    """Show an achievement, in the form that the client prefers."""
    found = _found(some_id)
    wanted = request.get_preferred_type(
        [_HTML, *_JSON_TYPES, "image/svg+xml", "image/png", _SIGNED]
    )
    answers: dict[str | None, Callable[[HttpRequest, AchievementVersion], HttpResponse]] = {
        "application/json": _json,
        "application/ld+json": _json,
        "image/svg+xml": _svg,
        "image/png": _png,
        "application/vc": _definition,
    }
    response = answers.get(wanted, _html)(request, found)
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return _cached(response)


@require_safe
def data(request: HttpRequest, some_id: UUID) -> HttpResponse:
    """Return an achievement as Open Badges 3.0 JSON-LD."""
    return _json(request, _found(some_id))


@require_safe
def picture_svg(request: HttpRequest, some_id: UUID) -> HttpResponse:
    """Return the badge as SVG."""
    return _cached(_svg(request, _found(some_id)))


@require_safe
def picture_png(request: HttpRequest, some_id: UUID) -> HttpResponse:
    """Return the badge as PNG."""
    return _cached(_png(request, _found(some_id)))


@require_safe
def design_sample(_request: HttpRequest, key: str) -> HttpResponse:
    """Return an example of a design, for choosing one."""
    try:
        drawn = pictures.sample(key)
    except DesignError as error:
        raise Http404 from error
    return _cached(_picture(drawn.encode(), "image/svg+xml"))


def _found(some_id: UUID) -> AchievementVersion:
    found = selectors.public_version(some_id)
    if found is None:
        raise Http404
    return found


def _html(request: HttpRequest, version: AchievementVersion) -> HttpResponse:
    current = selectors.public_version(version.achievement_id)
    newer = current is not None and current.state == State.PUBLISHED and current != version
    said = words.of(version, words.wanted_by(request))
    context = {
        "version": version,
        "said": said,
        "said_here": True,
        "earlier": selectors.published_before(version),
        "issuer": version.organisation,
        "issuer_url": addresses.issuer_page(version.organisation.slug),
        "address": badge.address(version),
        "address_path": reverse("catalog:public", args=[version.pk]),
        "current": current if newer else None,
    }
    return render(request, "catalog/public.html", context)


def _json(request: HttpRequest, version: AchievementVersion) -> HttpResponse:
    data = jsonio.dumps(logged.document(version))
    return web.document(request, data, media_types=_JSON_TYPES, max_age_s=CACHE_S)


def _definition(_request: HttpRequest, version: AchievementVersion) -> HttpResponse:
    """Lead to the signed definition, which an app above serves."""
    return HttpResponseRedirect(f"/a/{version.pk}/definition")


def _svg(_request: HttpRequest, version: AchievementVersion) -> HttpResponse:
    return _picture(pictures.svg(version).encode(), "image/svg+xml")


def _png(_request: HttpRequest, version: AchievementVersion) -> HttpResponse:
    return _picture(pictures.png(version), "image/png")


def _picture(content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # shown on other people's pages
    return response


def _cached[R: HttpResponseBase](response: R) -> R:
    patch_cache_control(response, public=True, max_age=CACHE_S)
    return response
