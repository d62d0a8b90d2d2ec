"""Error pages in plain words: what happened, what it means, what to do next.

A program (``/api/…`` or ``Accept: application/problem+json``) gets an RFC 9457 problem document
with the same code instead of a page.
"""

from typing import Final

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist, loader
from django.utils.translation import gettext as _

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import problems
from skillmark.platform.events.problems import Problem

log = structlog.get_logger("skillmark.errors")
PROBLEM_JSON: Final = "application/problem+json"
SERVER_ERROR: Final = 500


def domain_error(request: HttpRequest, error: SkillmarkError) -> HttpResponse:
    """Return the page of a domain error."""
    problem = problems.of(error)
    if problem.status >= SERVER_ERROR:
        log.error("domain error", code=error.code, exc_info=error)
    return render_problem(request, problem)


def render_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return `problem` as a page, or as a problem document for a program."""
    if request.path.startswith("/api/") or PROBLEM_JSON in request.headers.get("Accept", ""):
        return JsonResponse(problem.to_json(), status=problem.status, content_type=PROBLEM_JSON)
    context = {
        "status": problem.status,
        "title": problem.title,
        "message": problem.detail,
        "next_step": problem.next_step,
        "code": problem.code,
    }
    try:
        body = loader.render_to_string("ui/error.html", context, request=request)
    except TemplateDoesNotExist:
        text = f"{problem.title}\n\n{problem.detail}\n{problem.next_step}\n"
        return HttpResponse(text, status=problem.status, content_type="text/plain")
    return HttpResponse(body, status=problem.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer 400."""
    return render_problem(request, problems.known("http.bad_request"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer 403."""
    return render_problem(request, problems.known("http.forbidden"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer 404: the same for what is missing and for what is somebody else's."""
    return render_problem(request, problems.known("http.not_found"))


def csrf_failure(request: HttpRequest, **_: str) -> HttpResponse:
    """Answer 403 for a form that did not come from our page, or came too late."""
    return render_problem(request, problems.known("http.csrf"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database or the session."""
    title = _("Something broke on our side")
    problem = problems.known("http.server_error")
    if request.path.startswith("/api/"):
        return JsonResponse(problem.to_json(), status=SERVER_ERROR, content_type=PROBLEM_JSON)
    try:
        context = {
            "status": SERVER_ERROR,
            "title": title,
            "message": problem.detail,
            "next_step": problem.next_step,
            "code": problem.code,
        }
        return HttpResponse(
            loader.render_to_string("ui/error.html", context), status=SERVER_ERROR
        )
    except Exception:  # noqa: BLE001 - the last page of all must always come
        return HttpResponse(
            f"{title}\n\n{problem.detail}\n", status=SERVER_ERROR, content_type="text/plain"
        )
