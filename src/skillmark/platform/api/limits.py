"""How many requests one caller may make: fixed windows of a minute, counted in the cache.

A caller is an API key, or an address for those without one. The count lives in Django's cache;
with several processes and a cache in memory, each process counts for itself, so the true limit is
the limit times the processes.
"""

import time
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

WINDOW_S: Final = 60  # seconds
_KEPT_S: Final = 2 * WINDOW_S


class PerMinute(BaseThrottle):
    """Allows `requests` a minute to each caller.

    Attributes:
        requests: how many.
        name: keeps the counts of two limits apart.
    """

    def __init__(self, requests: int, *, name: str) -> None:
        self.requests = requests
        self.name = name

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request and tell whether it is within the limit."""
        window = int(time.time()) // WINDOW_S
        key = f"throttle:{self.name}:{window}:{caller(request)}"
        cache.add(key, 0, _KEPT_S)
        try:
            return cache.incr(key) <= self.requests
        except ValueError:  # the count fell out of the cache just now
            return True

    def wait(self) -> float:
        """Return the seconds until the window ends."""
        return WINDOW_S - time.time() % WINDOW_S


def caller(request: HttpRequest) -> str:
    """Return who makes a request: ``key:<id>``, or ``address:<ip>``."""
    key = getattr(request, "auth", None)
    identity = getattr(key, "pk", None)
    return f"key:{identity}" if identity is not None else f"address:{client_address(request)}"


def client_address(request: HttpRequest) -> str:
    """Return the address of the client, as the outermost trusted proxy saw it."""
    proxies = settings.SKILLMARK.trusted_proxies
    forwarded = request.headers.get("X-Forwarded-For", "")
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    if proxies and len(hops) >= proxies:
        return hops[-proxies][:64]
    return str(request.META.get("REMOTE_ADDR", ""))
