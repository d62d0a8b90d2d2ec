"""Attempts at quizzes: the marks stay counted, the answers and whose they were go."""

from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, Subject, everywhere, register

_ANSWERS: Final = _("Answers in quizzes")


def _attempts(whom: Subject) -> QuerySet[Any]:
    rows = whom.own(everywhere("quizzes.Attempt"))
    return rows.none() if whom.person is None else rows.filter(person=whom.person)


def _asked(whom: Subject) -> QuerySet[Any]:
    rows = everywhere("quizzes.AskedQuestion")
    return rows.filter(attempt__in=_attempts(whom).values("pk"), answer__isnull=False)


def _late(whom: Subject) -> QuerySet[Any]:
    rows = everywhere("quizzes.LateAnswer")
    return rows.filter(asked__attempt__in=_attempts(whom).values("pk"))


register(Part(model="quizzes.LateAnswer", kind=_ANSWERS, find=_late, order=40))
register(
    Part(
        model="quizzes.AskedQuestion",
        kind=_ANSWERS,
        find=_asked,
        blank={"answer": None},
        keeps=frozenset({"section_title", "order"}),
        order=41,
    )
)
register(
    Part(
        model="quizzes.Attempt",
        kind=_("Attempts at quizzes"),
        find=_attempts,
        blank={"person": lambda whom: whom.erasure},
        keeps=frozenset({"state", "seed", "terms", "ending", "level"}),
        order=42,
    )
)
