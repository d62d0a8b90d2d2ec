"""An attempt: what one person was asked, in which order, what they answered, what it was worth."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.quizzes.models.bank import QuestionVersion
from skillmark.platform.quizzes.models.quizzes import Quiz
from skillmark.platform.quizzes.vocabulary import AttemptState, Ending


class Attempt(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """One person's go at a quiz. The server's clock alone says when it ends."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="quiz_attempts"
    )
    enrolment = models.ForeignKey(  # by which they may try, where the quiz has a programme
        "programmes.Enrolment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="quiz_attempts",
    )
    number = models.PositiveSmallIntegerField()  # 1, 2, 3 … of this person at this quiz
    state = models.CharField(
        max_length=10, choices=AttemptState.choices, default=AttemptState.RUNNING
    )
    seed = models.CharField(max_length=64)  # hexadecimal; see `drawing`
    # the quiz's rules when it began: {pass_mark, thresholds}, numbers as texts
    terms = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=timezone.now)
    deadline = models.DateTimeField(null=True, blank=True)  # empty: no limit
    grace = models.PositiveSmallIntegerField(default=0)  # seconds
    finished_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    score = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    out_of = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)  # empty: the quiz had no pass mark
    level = models.CharField(max_length=60, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "person", "number"], name="quiz_attempt_number_once"
            ),
            models.UniqueConstraint(
                fields=["quiz", "person"],
                condition=Q(state=AttemptState.RUNNING),
                name="one_attempt_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["quiz", "-started_at", "-id"], name="quiz_attempts_newest"),
            models.Index(fields=["person", "-started_at"], name="quiz_attempts_of_person"),
            models.Index(
                fields=["deadline"],
                name="quiz_attempts_due",
                condition=Q(state=AttemptState.RUNNING, deadline__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} at quiz {self.quiz_id}"

    @property
    def is_running(self) -> bool:
        """Whether it is under way."""
        return self.state == AttemptState.RUNNING

    @property
    def last_moment(self) -> datetime | None:
        """Until when answers count: the deadline and the grace after it."""
        return None if self.deadline is None else self.deadline + timedelta(seconds=self.grace)

    def is_over_at(self, now: datetime) -> bool:
        """Say whether an answer that comes now is late."""
        last = self.last_moment
        return not self.is_running or (last is not None and now > last)


class AskedQuestion(models.Model):  # type: ignore[django-manager-missing] # scoped managers
    """A question in an attempt, with its answer so far."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="asked")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="asked")
    section_title = models.CharField(max_length=200, blank=True)
    number = models.PositiveSmallIntegerField()  # 1, 2, 3 … in the attempt
    order = models.JSONField(default=list)  # [int]: the author's indexes in the order shown
    answer = models.JSONField(null=True, blank=True)  # see `scoring`
    answered_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="asked_number_once"),
            models.UniqueConstraint(fields=["attempt", "version"], name="asked_once"),
        ]

    def __str__(self) -> str:
        return f"question {self.number} of {self.attempt_id}"


class LateAnswer(models.Model):
    """An answer that came after the end. It never counts; it is kept for whoever decides."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    asked = models.ForeignKey(AskedQuestion, on_delete=models.CASCADE, related_name="late")
    answer = models.JSONField(null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["received_at", "id"]

    def __str__(self) -> str:
        return f"late answer to {self.asked_id}"
