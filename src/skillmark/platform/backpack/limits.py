"""How often somebody may ask: a count in the shared cache, by caller and by what is asked."""

import hashlib
import time
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW_S: Final = 600


def within(request: HttpRequest, what: str, most: int) -> bool:
    """Count one more of `what` by this caller, and say whether it is within `most` a window."""
    return count(f"{what}:{_caller(request)}", most)


def count(what: str, most: int) -> bool:
    """Count one more of `what`, whoever does it, and say whether it is within `most` a window."""
    window = int(time.time()) // WINDOW_S
    key = f"limit:{hashlib.sha256(what.encode()).hexdigest()[:32]}:{window}"
    cache.add(key, 0, 2 * WINDOW_S)
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:  # the count fell out of the cache just now
        return True


def _caller(request: HttpRequest) -> str:
    """Return the address of the client, as the outermost trusted proxy saw it."""
    proxies = settings.SKILLMARK.trusted_proxies
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    hops = [hop for hop in hops if hop]
    if proxies and len(hops) >= proxies:
        return hops[-proxies][:64]
    return str(request.META.get("REMOTE_ADDR", ""))
