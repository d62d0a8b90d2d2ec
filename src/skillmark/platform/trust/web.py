"""Answering with public, cacheable documents: media type by negotiation, ETag, open to all.

For documents that are the same for everybody and hold no session: DID documents, status lists,
credentials as JSON. No cookie is read or set.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

CREDENTIAL_TYPES: Final = ("application/vc", "application/ld+json", "application/json")
DID_TYPES: Final = (
    "application/did",
    "application/did+ld+json",
    "application/did+json",
    "application/ld+json",
    "application/json",
)


def preferred(request: HttpRequest, offered: Sequence[str]) -> str:
    """Return which of the offered media types the client likes best; the first if it is open."""
    if not request.headers.get("Accept"):
        return offered[0]
    return request.get_preferred_type(list(offered)) or offered[0]


def document(
    request: HttpRequest,
    data: bytes,
    *,
    media_types: Sequence[str],
    max_age_s: int,
    digest: str = "",
) -> HttpResponse:
    """Return the bytes, or 304 when the client holds them.

    Args:
        request: its ``Accept`` and ``If-None-Match`` are read.
        data: the exact bytes.
        media_types: what may be said of them, the usual one first.
        max_age_s: seconds a cache may keep them without asking.
        digest: their SHA-256 if known.
    """
    media_type = preferred(request, media_types)
    etag = f'"{digest or hashlib.sha256(data).hexdigest()}"'
    held = [tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")]
    response: HttpResponse
    if etag in held or f"W/{etag}" in held or "*" in held:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(data, content_type=media_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={max_age_s}"
    response["Vary"] = "Accept"
    open_to_all(response)
    return response


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Let pages of any origin read the response: it is a public record without session."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
