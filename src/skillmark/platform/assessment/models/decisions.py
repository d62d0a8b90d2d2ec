"""Decisions: what follows from the marks. Superseded by another row, never edited."""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.assessment.errors import FrozenError
from skillmark.platform.assessment.models.marking import Mark
from skillmark.platform.assessment.models.submissions import Submission
from skillmark.platform.assessment.vocabulary import AppealState, Basis, Outcome
from skillmark.platform.events.ids import uuid7

MAX_GROUNDS: Final = 4_000  # characters
_LATER: Final = frozenset({"credential", "credential_id"})
"""What is noted on a decision after it was made: what was issued on it."""


class Decision(models.Model):
    """What was decided on a submission; the one with the highest number counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="decisions"
    )
    number = models.PositiveSmallIntegerField()  # 1, 2, 3 … of the submission
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    levels = models.JSONField(default=dict)  # {criterion id: level id}
    comments = models.JSONField(default=dict, blank=True)  # {criterion id: text}
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(default=timezone.now)
    credential = models.ForeignKey(
        "issuing.Credential", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="decision_number_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "decided_at"],
                condition=Q(credential=None, outcome=Outcome.COMPETENT),
                name="decisions_to_issue",
            )
        ]

    def __str__(self) -> str:
        return f"decision {self.number} on {self.submission_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row, or note what was issued on it.

        Raises:
            FrozenError: anything else would change.
        """
        if not self._state.adding and not (
            set(kwargs.get("update_fields") or {"id"}) <= _LATER
        ):
            raise FrozenError("A decision never changes; another supersedes it.")
        super().save(*args, **kwargs)


class Appeal(models.Model):
    """A learner's word against a decision."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    grounds = models.TextField(_("why"))
    state = models.CharField(
        max_length=8, choices=AppealState.choices, default=AppealState.OPEN
    )
    made_at = models.DateTimeField(default=timezone.now)
    answer = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"appeal against {self.decision_id}"
