"""The bank of questions of an organisation.

A question lasts through its versions. A version that somebody was asked never changes: attempts
point to it, and what was right then stays right. Editing such a question makes its next version.
"""

from decimal import Decimal
from typing import Any, ClassVar, Final

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.quizzes import questions
from skillmark.platform.quizzes.errors import FrozenError
from skillmark.platform.quizzes.reading import MAX_CODE, MAX_OUTCOME
from skillmark.platform.quizzes.vocabulary import Kind, QuestionState

MAX_TITLE: Final = 160  # characters of the first line of a prompt
_FREE_ONCE_ASKED: Final = frozenset({"first_asked_at"})


class Question(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """A question through all its versions."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=10, choices=QuestionState.choices, default=QuestionState.ACTIVE
    )
    code = models.CharField(_("own code"), max_length=MAX_CODE, blank=True)
    # kind and title are those of the newest version, for lists
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=MAX_TITLE)
    tags = models.JSONField(_("tags"), default=list, blank=True)  # [str]
    achievement = models.ForeignKey(
        "catalog.Achievement",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    outcome = models.CharField(_("learning outcome"), max_length=MAX_OUTCOME, blank=True)
    # title, code, tags and outcome in small letters, for searching
    search_text = models.TextField(blank=True, default="", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(
                fields=["organisation", "-updated_at", "-id"], name="question_changed"
            ),
            models.Index(fields=["organisation", "title", "id"], name="question_by_title"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                condition=~Q(code=""),
                name="question_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class QuestionVersion(models.Model):  # type: ignore[django-manager-missing] # scoped managers
    """What exactly was asked, and what is right. Frozen once it was asked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()  # 1, 2, 3 … in its question
    kind = models.CharField(max_length=12, choices=Kind.choices)
    prompt = models.TextField(_("question"))  # Markdown
    key = models.JSONField(default=dict)  # see `questions.Question.to_json`
    points = models.DecimalField(
        _("points"),
        max_digits=6,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    explanation = models.TextField(_("explanation"), blank=True)  # Markdown
    digest = models.CharField(max_length=64)  # SHA-256 of what it says, hexadecimal
    first_asked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["organisation", "digest"], name="question_by_digest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="question_version_once"
            ),
            models.CheckConstraint(
                condition=Q(points__gt=0), name="question_is_worth_something"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of question {self.question_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, but never what a version says that was asked.

        Raises:
            FrozenError: it was asked, and more than that would change.
        """
        rows = type(self).objects.with_scopes_disabled()
        stored = None if self._state.adding else rows.filter(pk=self.pk).values().first()
        if stored is not None and stored["first_asked_at"] is not None:
            for name, value in stored.items():
                if name not in _FREE_ONCE_ASKED and getattr(self, name) != value:
                    raise FrozenError(
                        "This version was asked; it can no longer change.",
                        version=str(self.pk),
                        field=name,
                    )
        super().save(*args, **kwargs)

    @property
    def content(self) -> questions.Question:
        """What it says, as a value."""
        return questions.Question.of_json(
            self.key,
            kind=self.kind,
            prompt=self.prompt,
            points=self.points,
            explanation=self.explanation,
        )


class QuestionFile(models.Model):
    """A file of questions, read and shown before anything of it is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=120)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)  # hexadecimal
    # {new, changed, same, problems}: how many rows
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)  # [{line, column, reason}]
    sent_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    imported_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="question_files_newest"),
        ]

    def __str__(self) -> str:
        return self.file_name
