"""Marks: one assessor's judgement of one submission. Finished once, kept for ever."""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.assessment.errors import FrozenError
from skillmark.platform.assessment.models.submissions import Submission
from skillmark.platform.assessment.vocabulary import (
    TO_DO,
    CheckKind,
    MarkState,
    Method,
    Outcome,
    ResultSource,
    Round,
)
from skillmark.platform.events.ids import uuid7

MAX_COMMENT: Final = 4_000  # characters
MAX_REASONS: Final = 4_000  # characters
MAX_LINE: Final = 500  # characters


class Mark(models.Model):
    """What one assessor finds; a draft until it is finished, then never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="marks")
    round = models.CharField(max_length=10, choices=Round.choices, default=Round.FIRST)
    state = models.CharField(
        max_length=10, choices=MarkState.choices, default=MarkState.WAITING
    )
    marker = models.ForeignKey(  # nobody has begun yet
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    levels = models.JSONField(default=dict, blank=True)  # {criterion id: level id}
    comments = models.JSONField(default=dict, blank=True)  # {criterion id: text}
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)  # the learner reads them
    queued_at = models.DateTimeField(default=timezone.now)  # the queue goes by this
    saved_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["queued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(state__in=TO_DO),
                name="one_mark_to_do",
            ),
            models.UniqueConstraint(
                fields=["submission", "marker"],
                condition=~Q(state=MarkState.VOID),
                name="marked_once_by_one_person",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "queued_at", "id"], name="mark_queue")
        ]

    def __str__(self) -> str:
        return f"{self.round} mark {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, but never one that is finished.

        Raises:
            FrozenError: the stored mark is finished.
        """
        if not self._state.adding:
            rows = type(self).objects.with_scopes_disabled()
            stored = rows.filter(pk=self.pk).values_list("state", flat=True).first()
            if stored == MarkState.FINISHED:
                raise FrozenError("A finished mark never changes.", mark=str(self.pk))
        super().save(*args, **kwargs)


class Conflict(models.Model):
    """An assessor's word that they must not judge a submission. Stands for good."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=MAX_LINE)
    declared_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "user"], name="conflict_once")
        ]

    def __str__(self) -> str:
        return f"conflict at {self.submission_id}"


class Check(models.Model):
    """A note on supervision or identity; the newest of a kind counts, the others stay."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=12, choices=CheckKind.choices)
    method = models.CharField(max_length=14, choices=Method.choices)
    note = models.CharField(_("note"), max_length=MAX_LINE, blank=True)
    checked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["checked_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.method}"


class GivenResult(models.Model):
    """A level for one criterion that came from elsewhere: a file, a quiz, a program."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    plan = models.ForeignKey(
        "assessment.Plan", on_delete=models.CASCADE, related_name="results"
    )
    email = models.EmailField(max_length=254)  # in small letters
    criterion = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    score = models.CharField(max_length=20, blank=True)  # as it was given
    achieved_on = models.DateField()
    source = models.CharField(max_length=8, choices=ResultSource.choices)
    reference = models.CharField(max_length=200, blank=True)  # the file or the quiz
    given_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["achieved_on", "given_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "email", "criterion", "level", "score", "achieved_on"],
                name="result_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"
