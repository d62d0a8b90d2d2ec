"""A learner's quizzes: what it is, beginning, answering question by question, handing in.

Works without JavaScript: every question is a form of its own. With it, an answer is kept as soon as
it is given. Nothing about what is right is sent before an attempt is over.
"""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.people.access import signed_in
from skillmark.platform.people.models import User
from skillmark.platform.quizzes import learning
from skillmark.platform.quizzes.errors import AnswerError, LateError, QuizError
from skillmark.platform.quizzes.learning import Step
from skillmark.platform.quizzes.models import Attempt, Quiz
from skillmark.platform.quizzes.services import attempts
from skillmark.platform.ui.paging import NarrowPaginator

PER_PAGE: Final = 20
INVALID: Final = 422


@never_cache
@login_required
@require_safe
def quizzes(request: HttpRequest) -> HttpResponse:
    """List the quizzes that somebody may try or has tried."""
    rows = learning.quizzes_of(signed_in(request))
    page = NarrowPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "quizzes/learning.html", {"page": page})


@never_cache
@login_required
@require_safe
def quiz(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """Show what a quiz is, what was tried, and how to begin."""
    user = signed_in(request)
    found = _quiz(user, quiz_id)
    tried = learning.attempts_at(found, user)
    running = next((one for one in tried if one.is_running), None)
    left = None
    if found.attempts_allowed is not None:
        left = max(found.attempts_allowed - len(tried), 0)
    context = {
        "quiz": found,
        "provider": found.organisation,
        "tried": tried,
        "running": running,
        "left": left,
        "closed": attempts.why_closed(found, timezone.now()),
        "scores": found.feedback != "nothing",
    }
    return render(request, "quizzes/learning_quiz.html", context)


@never_cache
@login_required
@require_POST
def begin(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """Begin an attempt, or go on with the one under way."""
    user = signed_in(request)
    found = _quiz(user, quiz_id)
    try:
        with organisation_scope(found.organisation_id):
            attempt = attempts.begin(found.pk, user)
    except QuizError as error:
        messages.error(request, error.message)
        return redirect("quizzes:learning-quiz", found.pk)
    return redirect("quizzes:question-of", attempt.pk, 1)


@never_cache
@login_required
@require_safe
def attempt(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Show an attempt under way with what is answered, or what came out of it."""
    found = _attempt(signed_in(request), attempt_id)
    if found.is_running:
        return render(request, "quizzes/attempt.html", _running(found))
    answers_shown = learning.shows_answers(found, timezone.now())
    context = {
        "attempt": found,
        "quiz": found.quiz,
        "scores": learning.shows_score(found),
        "reviewed": learning.reviewed(found) if answers_shown else [],
        "former": learning.former(found),
    }
    return render(request, "quizzes/result.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt_id: UUID, number: int) -> HttpResponse:
    """Show one question, and keep its answer; ``go`` says where to look next."""
    found = _attempt(signed_in(request), attempt_id)
    if request.method == "POST":
        return _answered(request, found, number)
    if not found.is_running:
        return redirect("quizzes:attempt", found.pk)
    return _question_page(request, found, number)


@never_cache
@login_required
@require_POST
def submit(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Hand an attempt in."""
    user = signed_in(request)
    found = _attempt(user, attempt_id)
    with organisation_scope(found.organisation_id):
        done = attempts.submit(found.pk, actor=user)
    if done.ending == "time":
        messages.info(request, _("Your time was up. What you had answered by then counts."))
    else:
        messages.success(request, _("Handed in."))
    return redirect("quizzes:attempt", found.pk)


def _answered(request: HttpRequest, found: Attempt, number: int) -> HttpResponse:
    sent = {name: [str(one) for one in values] for name, values in request.POST.lists()}
    try:
        with organisation_scope(found.organisation_id):
            attempts.answer(found.pk, number, sent)
    except LateError as error:
        if "autosave" in request.POST:
            response = HttpResponse(status=204)
            response["HX-Redirect"] = _result_url(found)
            return response
        messages.error(request, error.message)
        return redirect("quizzes:attempt", found.pk)
    except AnswerError as error:
        return _question_page(request, found, number, problem=error.message)
    if "autosave" in request.POST:
        return render(request, "quizzes/kept.html", {"now": timezone.now()})
    count = len(learning.steps(found))
    going = {"back": number - 1, "next": number + 1}.get(request.POST.get("go", "next"), 0)
    if not 1 <= going <= count:
        return redirect("quizzes:attempt", found.pk)
    return redirect("quizzes:question-of", found.pk, going)


def _question_page(
    request: HttpRequest, found: Attempt, number: int, *, problem: str = ""
) -> HttpResponse:
    context = _running(found)
    steps: list[Step] = context["steps"]
    if not 1 <= number <= len(steps):
        raise Http404
    context |= {
        "step": steps[number - 1],
        "number": number,
        "first": number == 1,
        "last": number == len(steps),
        "problem": problem,
    }
    status = INVALID if problem else 200
    return render(request, "quizzes/answer.html", context, status=status)


def _running(found: Attempt) -> dict[str, Any]:
    steps = learning.steps(found)
    left = found.deadline - timezone.now() if found.deadline else None
    return {
        "attempt": found,
        "quiz": found.quiz,
        "steps": steps,
        "answered": sum(one.answered for one in steps),
        "open": sum(not one.answered for one in steps),
        "minutes_left": None if left is None else max(int(left.total_seconds() // 60), 0),
    }


def _result_url(found: Attempt) -> str:
    return reverse("quizzes:attempt", args=[found.pk])


def _quiz(user: User, quiz_id: UUID) -> Quiz:
    found = learning.quiz_for(user, quiz_id)
    if found is None:
        raise Http404
    return found


def _attempt(user: User, attempt_id: UUID) -> Attempt:
    """Return one's own attempt; that of somebody else answers like one that is not there."""
    found = learning.attempt_of(user, attempt_id)
    if found is None:
        raise Http404
    return found
