"""A plan: how one achievement is assessed, by whom, and how strictly.

There is one plan an achievement, and it belongs to who awards it: providers that teach the same
unit share it, so the unit means the same everywhere.
"""

from __future__ import annotations

import secrets
from typing import Any, ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.assessment.vocabulary import Part
from skillmark.platform.events.ids import uuid7

SECRET_BYTES: Final = 32
SAMPLE_PERCENT: Final = 10
APPEAL_DAYS: Final = 14
MAX_ATTEMPTS: Final = 50
MAX_DAYS: Final = 1_000


def new_secret() -> bytes:
    """Return fresh random bytes."""
    return secrets.token_bytes(SECRET_BYTES)


class Secret(models.Model):
    """What an organisation's samples are drawn with and its assessors' keys are made from.

    Never shown. Who reads the rows beside it knows the assessors anyway; it protects against
    those who hold a credential and would like to guess whose key is in it.
    """

    organisation = models.OneToOneField(
        "orgs.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    sampling = models.BinaryField(default=new_secret)
    naming = models.BinaryField(default=new_secret)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return f"secret of {self.organisation_id}"


def _days(label: Any, **more: Any) -> models.PositiveSmallIntegerField[Any, Any]:
    rules = [MinValueValidator(1), MaxValueValidator(MAX_DAYS)]
    return models.PositiveSmallIntegerField(label, validators=rules, **more)


class Plan(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """How one achievement is assessed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    achievement = models.OneToOneField(
        "catalog.Achievement", on_delete=models.PROTECT, related_name="assessment_plan"
    )
    is_open = models.BooleanField(_("work can be handed in"), default=True)
    # {criterion id: id of the lowest level that is enough}; without one any level is
    required_levels = models.JSONField(default=dict, blank=True)
    evidence_wanted = models.TextField(_("what to show"), blank=True)  # Markdown
    attempts = models.PositiveSmallIntegerField(  # empty: as many as it takes
        _("attempts"),
        null=True,
        blank=True,
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_ATTEMPTS)],
    )
    deadline_days = _days(_("days for an attempt"), null=True, blank=True)
    appeal_days = _days(_("days for an appeal"), default=APPEAL_DAYS)
    sample_percent = models.PositiveSmallIntegerField(
        _("second mark, in per cent"),
        default=SAMPLE_PERCENT,
        validators=[MaxValueValidator(100)],
    )
    needs_supervision = models.BooleanField(_("supervision has to be noted"), default=False)
    needs_identity = models.BooleanField(_("identity has to be checked"), default=False)
    takes_prior_learning = models.BooleanField(_("prior learning counts"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-updated_at"]
        indexes = [
            models.Index(fields=["organisation", "-updated_at", "-id"], name="plans_changed")
        ]

    def __str__(self) -> str:
        return f"plan of {self.achievement_id}"


class Assignment(models.Model):
    """Somebody who marks, or moderates, the work for a plan."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "user", "part"], name="assigned_once")
        ]
        indexes = [models.Index(fields=["user", "part"], name="assignments_of_user")]

    def __str__(self) -> str:
        return f"{self.part} of {self.plan_id}"


class OfferedAssignment(models.Model):
    """A unit that somebody will mark, or moderate, once they accept their invitation."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    invitation = models.ForeignKey(
        "orgs.Invitation", on_delete=models.CASCADE, related_name="+"
    )
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="offers")
    part = models.CharField(max_length=10, choices=Part.choices)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "plan", "part"], name="offered_once")
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.plan_id}, offered"


class Notice(models.Model):
    """What an assessor was last told of by mail: everything in the queue up to one mark."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
    newest = models.UUIDField()  # id of the newest mark that was counted; ids go by time

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_notice_each")
        ]

    def __str__(self) -> str:
        return f"notice to {self.user_id}"
