"""Every address of the site as the URL resolver knows it, and how to fill one in."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_REGEX = {  # what the account app writes as regular expressions
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": "accounts/confirm-email/no-such-key/",
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": (
        "accounts/password/reset/key/1-no-such-key/"
    ),
    "api/v1/^.*$": "api/v1/nothing-here",
}


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each route with its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def parameters(route: str) -> set[str]:
    """Return the names of a route's parameters."""
    return set() if route in _REGEX else set(_PARAMETER.findall(route))


def address(route: str, values: Mapping[str, str]) -> str:
    """Return the address of a route with its parameters filled in."""
    if route in _REGEX:
        return "/" + _REGEX[route]
    return "/" + _PARAMETER.sub(lambda found: values[found[1]], route)


def operations() -> Iterator[tuple[str, str, Any]]:
    """Yield method, route and operation of everything the REST API does."""
    from skillmark.platform.api import api

    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, "api/v1" + path.replace("{uuidstr:", "{uuid:"), operation
