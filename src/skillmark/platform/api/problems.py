"""Every error of the API as an RFC 9457 problem document.

`skillmark.platform.events.problems` says what a domain error is to somebody on the web; this adds
what only HTTP knows: bodies of the wrong kind or size, methods, parameters, throttling.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import structlog
from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import DataError
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
from skillmark.platform.programmes.errors import InvalidError
from skillmark.platform.ui.saying import said

log = structlog.get_logger("skillmark.api")
MEDIA_TYPE: Final = "application/problem+json"
MAX_LISTED: Final = 50  # problems of one input
_NO_HEADERS: Final[Mapping[str, str]] = {}


def install(api: NinjaAPI) -> None:
    """Make `api` answer every error as a problem document."""
    handlers = {
        SkillmarkError: _domain,
        InputError: _input,
        HttpError: _http,
        Http404: _missing,
        ObjectDoesNotExist: _missing,  # gone between a look and a lock
        RequestDataTooBig: _too_large,
        PermissionDenied: _forbidden,
        SuspiciousOperation: _malformed,
        BadRequest: _malformed,
        MultiPartParserError: _malformed,
        UnreadablePostError: _malformed,
        DataError: _unkeepable,
        Exception: _unforeseen,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def answer(
    problem: Problem, *, headers: Mapping[str, str] = _NO_HEADERS, **more: Any
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
        detail=said(error.message),
        next_step=_("Send the body with the content type of the API reference."),
        facts=dict(error.facts),
    )
    return answer(problem)


def malformed(error: SkillmarkError) -> HttpResponse:
    """Return 400 for a request that says something no operation can read."""
    known = problems.known("http.bad_request")
    told = Problem(
        code=error.code,
        status=known.status,
        title=known.title,
        detail=said(error.message),
        next_step=_("Correct the input and send it again."),
    )
    return answer(told)


def _domain(_request: HttpRequest, error: Any) -> HttpResponse:
    if special := _SPECIAL.get(error.code):
        return special(error)
    told: list[tuple[str, str]] = []
    if isinstance(error, ContentError | InvalidError):
        told = list(error.problems.items())
    elif isinstance(error, NotReadyError):
        told = [(finding.field, finding.advice) for finding in error.findings]
    problem = problems.of(error)
    more = {"errors": _listed(told)} if told else {}
    asks_who = problem.status == 401  # noqa: PLR2004
    headers = {"WWW-Authenticate": "Bearer"} if asks_who else _NO_HEADERS
    return answer(problem, headers=headers, **more)


def _input(_request: HttpRequest, error: Any) -> HttpResponse:
    told = [(_place(one["loc"]), str(one["msg"])) for one in error.errors]
    problem = Problem(
        code="api.invalid_input",
        status=422,
        title=_("Some values cannot be taken"),
        detail="; ".join(f"{where}: {words}" for where, words in told[:3]),
        next_step=_("Correct the input and send it again."),
    )
    return answer(problem, errors=_listed(told))


def _place(parts: Sequence[Any]) -> str:
    """Return where a value stands; Ninja says ``body`` twice, for itself and for its argument."""
    once = parts[1:] if tuple(parts[:2]) == ("body", "body") else parts
    return ".".join(str(part) for part in once)


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


def _unkeepable(request: HttpRequest, error: Any) -> HttpResponse:
    """Return 400 for a value that passed every check and yet fits no column: a net, not a plan."""
    log.warning("value fits no column", exc_info=error)
    return _malformed(request, error)


def _too_large(_request: HttpRequest, _error: Any) -> HttpResponse:
    return too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _unforeseen(_request: HttpRequest, error: Any) -> HttpResponse:
    raise error  # Django logs it and answers with the last page of all, as a problem too


def _listed(told: Any) -> list[dict[str, str]]:
    return [{"where": where, "message": words} for where, words in list(told)[:MAX_LISTED]]


_SPECIAL: Final[Mapping[str, Callable[[Any], HttpResponse]]] = {
    "api.nul": malformed,
    "api.unsupported_media": unsupported_media,
    "verifying.too_large": lambda error: too_large(error.facts["limit"]),
}
"""What only this module knows the status of."""
