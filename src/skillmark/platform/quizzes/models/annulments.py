"""Questions that were taken out after they had been asked, and what attempts were worth before.

Nothing is edited: each result of an attempt that was scored anew is a row, the newest of them stands
on the attempt itself.
"""

from typing import Any, ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.quizzes.errors import FrozenError
from skillmark.platform.quizzes.models.attempts import Attempt
from skillmark.platform.quizzes.models.bank import QuestionVersion

MAX_REASON: Final = 500  # characters


class Annulment(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """A version of a question that counts no more, wherever it was asked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    version = models.OneToOneField(
        QuestionVersion, on_delete=models.PROTECT, related_name="annulment"
    )
    reason = models.CharField(_("reason"), max_length=MAX_REASON)
    annulled_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    annulled_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)  # every attempt is scored anew

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["annulled_at", "id"]
        indexes = [
            models.Index(
                fields=["annulled_at"],
                condition=models.Q(settled_at=None),
                name="annulments_to_settle",
            )
        ]

    def __str__(self) -> str:
        return f"annulment of {self.version_id}"


class AttemptResult(models.Model):
    """What an attempt was found to be worth, once: written once, never changed."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="results")
    number = models.PositiveSmallIntegerField()  # 1 is the first; the highest counts
    annulment = models.ForeignKey(  # empty: as it was scored when it ended
        Annulment, on_delete=models.PROTECT, null=True, blank=True, related_name="results"
    )
    score = models.DecimalField(max_digits=10, decimal_places=4)
    out_of = models.DecimalField(max_digits=10, decimal_places=2)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    passed = models.BooleanField(null=True, blank=True)
    level = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="result_number_once"),
            models.UniqueConstraint(
                fields=["attempt", "annulment"], name="scored_anew_once_an_annulment"
            ),
        ]

    def __str__(self) -> str:
        return f"result {self.number} of attempt {self.attempt_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row.

        Raises:
            FrozenError: it is stored already.
        """
        if not self._state.adding:
            raise FrozenError("A result never changes; another supersedes it.")
        super().save(*args, **kwargs)
