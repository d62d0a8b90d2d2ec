"""The log for everybody: pages to read, files to check (C2SP tlog-tiles). No account, no cookie."""

from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from skillmark.core import jsonio
from skillmark.core.log import Tile
from skillmark.core.log.errors import TilePathError
from skillmark.core.log.tiles import HEIGHT, WIDTH
from skillmark.logstore import folder_source
from skillmark.platform.transparency import places, reading, selectors
from skillmark.platform.transparency.models import EntryKind
from skillmark.platform.trust import web
from skillmark.platform.ui.paging import NarrowPaginator

TILE_MAX_AGE_S: Final = 31_536_000  # a tile never changes
POLICY_MAX_AGE_S: Final = 300
PER_PAGE: Final = 25
_TEXT: Final = "text/plain; charset=utf-8"


@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """Serve ``/log/checkpoint``: the newest one, signed and cosigned."""
    found = selectors.newest()
    if found is None:
        raise Http404
    response = HttpResponse(found.note.encode(), content_type=_TEXT)
    response["Cache-Control"] = "no-cache"
    return web.open_to_all(response)


@require_safe
def tile(_request: HttpRequest, rest: str) -> HttpResponse:
    """Serve a tile or a bundle of entries, exactly as it lies on the disk."""
    try:
        wanted = Tile.parse(f"tile/{rest}")
    except TilePathError as error:
        raise Http404 from error
    last = selectors.last_size()
    end = (wanted.index * WIDTH + wanted.width) << HEIGHT * (wanted.level or 0)
    data = folder_source(places.folder())(wanted.path) if end <= last else None
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type="application/octet-stream")
    patch_cache_control(response, public=True, max_age=TILE_MAX_AGE_S, immutable=True)
    return web.open_to_all(response)


@require_safe
def policy(_request: HttpRequest) -> HttpResponse:
    """Serve whom a verifier may believe about this log (C2SP tlog-policy)."""
    response = HttpResponse(selectors.policy().encode(), content_type=_TEXT)
    patch_cache_control(response, public=True, max_age=POLICY_MAX_AGE_S)
    return web.open_to_all(response)


@require_safe
def policy_json(_request: HttpRequest) -> HttpResponse:
    """Serve the same as a policy file of our verifier."""
    data = jsonio.dumps(selectors.policy_document())
    response = HttpResponse(data, content_type="application/json")
    patch_cache_control(response, public=True, max_age=POLICY_MAX_AGE_S)
    return web.open_to_all(response)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the newest checkpoint in plain words, its witnesses, and what is in the log."""
    newest = selectors.newest()
    kind = reading.kind_of(request.GET.get("kind", ""))
    did = request.GET.get("issuer", "").strip()[:500]
    rows = selectors.entries(did=did, kind=kind)
    page = NarrowPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "newest": newest,
        "cosigners": selectors.cosigners(newest) if newest else [],
        "standing": selectors.standing(),
        "late": selectors.standing().is_late(timezone.now()),
        "page": page,
        "lines": [reading.line(row) for row in page],
        "kinds": EntryKind.choices,
        "kind": kind,
        "issuer": did,
        "issuers": reading.issuers(),
        "query": urlencode({"issuer": did, "kind": kind or ""}),
        "panels": reading.CHECKPOINT_PLACE.panels(newest) if newest else [],
        "commands": reading.commands(),
    }
    response = render(request, "transparency/log.html", context)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def entry(request: HttpRequest, index: int) -> HttpResponse:
    """Show one entry: what it commits to, and how to check it without us."""
    row = selectors.entry(index)
    if row is None:
        raise Http404
    first = selectors.first_over(index)
    context = {
        "line": reading.line(row),
        "first": first,
        "cosigners": selectors.cosigners(first) if first else [],
        "panels": reading.CHECKPOINT_PLACE.panels(first) if first else [],
        "body": bytes(row.body).hex(),
        "leaf": bytes(row.leaf or b"").hex(),
        "said": jsonio.dumps(row.said).decode() if row.said else "",
        "command": reading.prove_command(index),
        "back": reverse("transparency:log"),
    }
    response = render(request, "transparency/entry.html", context)
    response["Cache-Control"] = "no-cache"
    return response
