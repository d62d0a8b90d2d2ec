"""The words of quizzes: kinds of questions, states, what learners see afterwards."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """How a question is answered."""

    SINGLE = "single", _("One choice")
    MULTIPLE = "multiple", _("Several choices")
    TRUE_FALSE = "true_false", _("True or false")
    NUMERIC = "numeric", _("Number")
    TEXT = "text", _("Short text")
    ORDERING = "ordering", _("Putting in order")
    MATCHING = "matching", _("Matching")


CHOICES: Final = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE)
"""Kinds whose answer is some of the options."""

PARTIAL: Final = (Kind.MULTIPLE, Kind.ORDERING, Kind.MATCHING)
"""Kinds of which a part can be right."""


class QuestionState(models.TextChoices):
    """Whether a question is drawn."""

    ACTIVE = "active", pgettext_lazy("question", "Active")
    ARCHIVED = "archived", _("Archived")


class QuizState(models.TextChoices):
    """Where a quiz stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Feedback(models.TextChoices):
    """What learners see once an attempt is over."""

    NOTHING = "nothing", _("That it was handed in")
    SCORE = "score", _("The score")
    ANSWERS = "answers", _("The score, and the right answers at once")
    ANSWERS_LATER = "answers_later", _("The score; the right answers when the quiz has closed")


class AttemptState(models.TextChoices):
    """Where an attempt stands."""

    RUNNING = "running", _("Under way")
    FINISHED = "finished", _("Finished")


class Ending(models.TextChoices):
    """What ended an attempt."""

    SUBMITTED = "submitted", _("Handed in")
    TIME = "time", _("Time was up")
