"""What is refused before any view, and domain errors that a view let through."""

from collections.abc import Callable
from typing import Final

import structlog
from django.core.exceptions import ObjectDoesNotExist, ObjectNotUpdated
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import pages, problems

log = structlog.get_logger("skillmark.errors")

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

GONE: Final = (ObjectDoesNotExist, ObjectNotUpdated)
MAX_BODY: Final = 34 * 1024 * 1024  # bytes: the largest list of recipients, and its form
METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
CHARSETS: Final = frozenset({"utf-8", "utf8", "us-ascii"})
_NUL: Final = "%00"


class GateMiddleware:
    """Refuse requests that no view of ours has a use for, before anything reads them.

    - A method that is no web page's or program's, such as TRACE.
    - A character set other than UTF-8: Django would decode query and form with any codec of
      Python's that the client names, ``hex`` and ``unicode_escape`` among them.
    - The character NUL in a path or query, which PostgreSQL keeps nowhere.
    - A body larger than any view takes; the check of forged requests would store all of it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or refuse it."""
        refusal = refusal_of(request)
        if refusal is None:
            return self.get_response(request)
        request.encoding = "utf-8"
        return pages.render_problem(request, problems.known(refusal))


def refusal_of(request: HttpRequest) -> str | None:
    """Return the code of the problem for which a request is refused, if it is."""
    if request.method not in METHODS:
        return "http.method_not_allowed"
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.strip("\"' ").lower() not in CHARSETS:
        return "http.bad_request"
    is_page = not request.path.startswith("/api/")  # the API names this refusal itself
    if is_page and ("\0" in request.path or _NUL in request.META.get("QUERY_STRING", "")):
        return "http.bad_request"
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced[:18]) > MAX_BODY:
        return "http.too_large"
    return None


class ProblemMiddleware:
    """Turn a domain error that a view let through into its page or problem document.

    An object that was there when the view looked, and is gone when the service locks it, is
    missing: somebody else has removed it in between.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Return the answer for a `SkillmarkError` or a lost object, nothing for others."""
        if isinstance(exception, SkillmarkError):
            return pages.domain_error(request, exception)
        if isinstance(exception, GONE):
            log.warning("object gone", exc_info=exception)
            return pages.not_found(request, exception)
        return None
