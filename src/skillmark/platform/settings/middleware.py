"""Middleware of the whole site: access log and headers."""

import secrets
import time
from collections.abc import Callable
from typing import Final

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY: Final = "camera=(self), geolocation=(), microphone=(), browsing-topics=()"
log = structlog.get_logger("skillmark.access")


class AccessLogMiddleware:
    """Write one line a request: route, method, status, milliseconds."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request under a fresh request id and log it."""
        structlog.contextvars.clear_contextvars()
        request_id = secrets.token_hex(16)
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        response.headers.setdefault("X-Request-Id", request_id)
        match = request.resolver_match
        log.info(
            "request",
            route=match.route if match else None,
            method=request.method,
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        return response


class HeadersMiddleware:
    """Add the headers Django has no setting for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; a view's own value of a header wins."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
