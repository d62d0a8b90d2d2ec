"""What the console's pages of quizzes share: finding things, drawing, who may do what."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.orgs.access import StudioRequest, allowed
from skillmark.platform.orgs.models import Role
from skillmark.platform.quizzes import selectors
from skillmark.platform.quizzes.models import Attempt, Question, QuestionFile, Quiz, Section
from skillmark.platform.ui.answers import there

WRITERS: Final = Role.DESIGNER
"""Who writes questions, and so sees what is right."""

READERS: Final = (Role.DESIGNER, Role.ISSUER, Role.APPROVER)
"""Who reads results."""

PER_PAGE: Final = 25
INVALID: Final = 422


def item(item_id: UUID) -> Question:
    """Return a question of the current organisation.

    Raises:
        Http404: it has none of that id.
    """
    return there(selectors.question(item_id))


def quiz(quiz_id: UUID) -> Quiz:
    """Return a quiz of the current organisation.

    Raises:
        Http404: it has none of that id.
    """
    return there(selectors.quiz(quiz_id))


def section(of: Quiz, section_id: UUID) -> Section:
    """Return a section of a quiz.

    Raises:
        Http404: it has none of that id.
    """
    return there(selectors.section(of, section_id))


def attempt(of: Quiz, attempt_id: UUID) -> Attempt:
    """Return an attempt at a quiz.

    Raises:
        Http404: it has none of that id.
    """
    return there(selectors.attempt(of, attempt_id))


def file(file_id: UUID) -> QuestionFile:
    """Return a file of questions.

    Raises:
        Http404: there is none of that id.
    """
    return there(selectors.file(file_id))


def draw(
    request: StudioRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return a page of the console, with what the person may do."""
    role = request.membership.role
    shared = {
        "organisation": request.organisation,
        "may_write": role in allowed(WRITERS),
        "may_read": role in allowed(READERS),
    }
    return render(request, template, shared | context, status=status)


def to(request: StudioRequest, view: str, *ids: UUID) -> HttpResponse:
    """Lead to another page of quizzes in the console."""
    return redirect(f"quizzes:{view}", request.organisation.slug, *ids)


def achievements() -> list[tuple[str, str]]:
    """Return what the organisation awards, by name, for a list to choose from."""
    rows = catalog.issuable().values_list("achievement_id", "name")
    return [(str(pk), name) for pk, name in rows]
