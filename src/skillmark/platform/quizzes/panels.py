"""What quizzes add to the pages of others: the names of questions and quizzes in the audit trail."""

from collections.abc import Callable, Collection
from typing import Any

from django.urls import reverse

from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import AUDIT_SUBJECTS, Subject
from skillmark.platform.quizzes.models import Attempt, Question, Quiz


def _named(
    model: type[Question] | type[Quiz], view: str
) -> Callable[[Organisation, Collection[str]], dict[str, Subject]]:
    def found(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
        rows: Any = model.objects.filter(pk__in=ids).values_list("pk", "title")
        return {
            str(pk): Subject(title, reverse(view, args=[organisation.slug, pk]))
            for pk, title in rows
        }

    return found


def attempts_named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return the quiz of each attempt, never who tried it."""
    rows = Attempt.objects.filter(pk__in=ids).values_list("pk", "quiz_id", "quiz__title")
    return {
        str(pk): Subject(
            title, reverse("quizzes:result", args=[organisation.slug, quiz_id, pk])
        )
        for pk, quiz_id, title in rows
    }


AUDIT_SUBJECTS.register("question", _named(Question, "quizzes:question"))
AUDIT_SUBJECTS.register("quiz", _named(Quiz, "quizzes:quiz"))
AUDIT_SUBJECTS.register("attempt", attempts_named)
