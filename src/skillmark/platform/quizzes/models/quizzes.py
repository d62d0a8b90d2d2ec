"""A quiz: sections of questions to draw from, and the rules of an attempt.

A quiz may change once it is published. What holds for somebody who has begun was copied into their
attempt when they began.
"""

from typing import Any, ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.quizzes.models.bank import Question
from skillmark.platform.quizzes.vocabulary import Feedback, QuizState

MAX_TITLE: Final = 200  # characters
MAX_MINUTES: Final = 24 * 60
MAX_ATTEMPTS: Final = 100
MAX_GRACE: Final = 600  # seconds
USUAL_GRACE: Final = 30  # seconds: what a slow line takes


class Quiz(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """Questions to draw, and the rules by which they are asked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=12, choices=QuizState.choices, default=QuizState.DRAFT)
    title = models.CharField(_("title"), max_length=MAX_TITLE)
    instructions = models.TextField(_("instructions"), blank=True)  # Markdown
    # whoever has a place in it may try; without one, whoever is signed in and has the address
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quizzes",
    )
    achievement = models.ForeignKey(  # whose criterion a result fills
        "catalog.Achievement", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    criterion = models.CharField(max_length=20, blank=True)  # an id of the achievement's rubric
    time_limit = models.PositiveSmallIntegerField(  # minutes; empty: none
        _("time limit"), null=True, blank=True
    )
    grace = models.PositiveSmallIntegerField(  # seconds after the end that a slow line may take
        _("grace"), default=USUAL_GRACE
    )
    attempts_allowed = models.PositiveSmallIntegerField(  # empty: no limit
        _("attempts"), null=True, blank=True, default=1
    )
    pass_mark = models.DecimalField(  # per cent; empty: nobody passes or fails
        _("pass mark"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    thresholds = models.JSONField(default=list, blank=True)  # [{level, at_least}], per cent
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)  # for showing the two again
    feedback = models.CharField(
        _("what learners see afterwards"),
        max_length=14,
        choices=Feedback.choices,
        default=Feedback.SCORE,
    )
    shuffle_options = models.BooleanField(_("options in another order each time"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["organisation", "-updated_at", "-id"], name="quiz_changed"),
            models.Index(fields=["organisation", "title", "id"], name="quiz_by_title"),
            models.Index(fields=["programme", "state"], name="quizzes_of_programme"),
            models.Index(fields=["achievement", "state"], name="quizzes_of_achievement"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="quiz_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Section(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """A part of a quiz that draws from some questions of the bank."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=MAX_TITLE, blank=True)
    draw = models.PositiveSmallIntegerField(  # empty: all of them
        _("questions to draw"), null=True, blank=True
    )

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["quiz", "position"], name="quiz_sections_in_order")]

    def __str__(self) -> str:
        return self.title or f"section {self.position}"


class SectionQuestion(models.Model):
    """A question that a section may draw."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="chosen")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="sections")

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["section", "question"], name="question_once_per_section"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} in {self.section_id}"
