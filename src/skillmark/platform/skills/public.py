"""The public record of a skill: a page, and a CASE item. Credentials point to it."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from skillmark.core import jsonio
from skillmark.platform.skills import selectors
from skillmark.platform.skills.models import Skill
from skillmark.platform.trust import web

CACHE_S: Final = 300  # seconds
_JSON_TYPES: Final = ("application/json",)


@require_safe
def page(request: HttpRequest, skill_id: UUID) -> HttpResponse:
    """Show a skill, in the form that the client prefers."""
    found = _found(skill_id)
    if request.get_preferred_type(["text/html", *_JSON_TYPES]) in _JSON_TYPES:
        return _json(request, found)
    context = {
        "skill": found,
        "framework": found.framework,
        "address": selectors.address(found),
        "issuer": found.framework.organisation,
    }
    response = render(request, "skills/public.html", context)
    patch_vary_headers(response, ["Accept"])
    patch_cache_control(response, public=True, max_age=CACHE_S)
    return response


@require_safe
def data(request: HttpRequest, skill_id: UUID) -> HttpResponse:
    """Return a skill as a CASE 1.1 CFItem."""
    return _json(request, _found(skill_id))


def _json(request: HttpRequest, found: Skill) -> HttpResponse:
    body = jsonio.dumps(dict(selectors.as_case_item(found)))
    return web.document(request, body, media_types=_JSON_TYPES, max_age_s=CACHE_S)


def _found(skill_id: UUID) -> Skill:
    found = selectors.public_skill(skill_id)
    if found is None:
        raise Http404
    return found
