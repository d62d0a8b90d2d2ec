"""Every error of the API as an RFC 9457 problem document.

`skillmark.platform.events.problems` says what a domain error is to somebody on the web; this adds
what only HTTP knows: bodies of the wrong kind or size, methods, parameters, throttling.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, Throttled
from ninja.errors import ValidationError as InputError

from skillmark.core.errors import SkillmarkError
from skillmark.platform.catalog.checks import NotReadyError
from skillmark.platform.catalog.content import ContentError
from skillmark.platform.events import problems
from skillmark.platform.events.problems import Problem

MEDIA_TYPE: Final = "application/problem+json"
MAX_LISTED: Final = 50  # problems of one input
_NO_CONTENT: Final[Mapping[str, str]] = {}


def install(api: NinjaAPI) -> None:
    """Make `api` answer every error as a problem document."""
    handlers = {
        SkillmarkError: _domain,
        InputError: _input,
        HttpError: _http,
        Http404: _missing,
        RequestDataTooBig: _too_large,
        PermissionDenied: _forbidden,
        SuspiciousOperation: _malformed,
        BadRequest: _malformed,
        MultiPartParserError: _malformed,
        UnreadablePostError: _malformed,
        Exception: _unforeseen,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def answer(
    problem: Problem, *, headers: Mapping[str, str] = _NO_CONTENT, **more: Any
) -> HttpResponse:
    """Return `problem` as a response; `more` are extension members of the document."""
    return JsonResponse(
        problem.to_json() | more,
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=dict(headers),
    )


def method_not_allowed(allowed: str) -> HttpResponse:
    """Return 405 with the methods that this address knows."""
    problem = Problem(
        code="api.method_not_allowed",
        status=405,
        title=_("This address does not know that method"),
        detail=_("Allowed here: %(methods)s.") % {"methods": allowed or "GET"},
        next_step=_("Look the operation up in the API reference."),
    )
    return answer(problem, headers={"Allow": allowed})


def not_found() -> HttpResponse:
    """Return 404, the same for what is missing and what is somebody else's."""
    return answer(problems.known("http.not_found"))


def too_large(limit: int) -> HttpResponse:
    """Return 413 for a body of more than `limit` bytes."""
    problem = Problem(
        code="api.too_large",
        status=413,
        title=_("That is too large"),
        detail=_("At most %(limit)s MiB can be sent.") % {"limit": f"{limit / 1_048_576:g}"},
        next_step=_("Send less at once."),
        facts={"limit": limit},
    )
    return answer(problem)


def unsupported_media(error: SkillmarkError) -> HttpResponse:
    """Return 415 for a body of a kind that the operation does not read."""
    problem = Problem(
        code=error.code,
        status=415,
        title=_("A body of this kind is not read here"),
        detail=error.message,
        next_step=_("Send the body with the content type of the API reference."),
        facts=dict(error.facts),
    )
    return answer(problem)


def _domain(_request: HttpRequest, error: Any) -> HttpResponse:
    if error.code == "api.unsupported_media":
        return unsupported_media(error)
    if error.code == "verifying.too_large":
        return too_large(error.facts["limit"])
    if isinstance(error, ContentError):
        return answer(problems.of(error), errors=_listed(error.problems.items()))
    if isinstance(error, NotReadyError):
        told = [(finding.field, finding.advice) for finding in error.findings]
        return answer(problems.of(error), errors=_listed(told))
    problem = problems.of(error)
    if problem.status == 401:  # noqa: PLR2004
        return answer(problem, headers={"WWW-Authenticate": "Bearer"})
    return answer(problem)


def _input(_request: HttpRequest, error: Any) -> HttpResponse:
    told = [
        (".".join(str(part) for part in one["loc"]), str(one["msg"])) for one in error.errors
    ]
    problem = Problem(
        code="api.invalid_input",
        status=422,
        title=_("Some values cannot be taken"),
        detail="; ".join(f"{where}: {words}" for where, words in told[:3]),
        next_step=_("Correct the input and send it again."),
    )
    return answer(problem, errors=_listed(told))


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    cause = error.__cause__
    if isinstance(cause, SkillmarkError):
        return _domain(request, cause)
    if isinstance(cause, RequestDataTooBig):
        return _too_large(request, cause)
    if isinstance(error, AuthenticationError):
        return answer(
            problems.known("http.unauthorised"), headers={"WWW-Authenticate": "Bearer"}
        )
    if isinstance(error, Throttled):
        return answer(problems.known("http.too_many"))
    if isinstance(error, AuthorizationError):
        return _forbidden(request, error)
    return _malformed(request, error)


def _missing(_request: HttpRequest, _error: Any) -> HttpResponse:
    return not_found()


def _forbidden(_request: HttpRequest, _error: Any) -> HttpResponse:
    return answer(problems.known("http.forbidden"))


def _malformed(_request: HttpRequest, _error: Any) -> HttpResponse:
    return answer(problems.known("http.bad_request"))


def _too_large(_request: HttpRequest, _error: Any) -> HttpResponse:
    return too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _unforeseen(_request: HttpRequest, error: Any) -> HttpResponse:
    raise error  # Django logs it and answers with the last page of all, as a problem too


def _listed(told: Any) -> list[dict[str, str]]:
    return [{"where": where, "message": words} for where, words in list(told)[:MAX_LISTED]]
