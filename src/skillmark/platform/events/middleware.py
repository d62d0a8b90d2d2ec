"""Domain errors that a view let through, as their page or problem document."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import pages


class ProblemMiddleware:
    """Turn a domain error that a view let through into its page or problem document."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Return the answer for a `SkillmarkError`, nothing for anything else."""
        if isinstance(exception, SkillmarkError):
            return pages.domain_error(request, exception)
        return None
