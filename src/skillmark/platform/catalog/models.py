"""Achievements and their versions.

An achievement is the lasting thing an organisation awards ("Fire Prevention"); a version is what
exactly it meant at one time. A published version never changes: people hold credentials that name
it. Editing a published achievement makes the next draft. Writing happens in `services`, reading in
`selectors`.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.catalog.errors import VersionFrozenError
from skillmark.platform.catalog.vocabulary import LANGUAGES, AchievementType, State
from skillmark.platform.events.ids import uuid7

MAX_NAME: Final = 200  # characters
MAX_DESCRIPTION: Final = 1_000  # characters
MAX_CRITERIA: Final = 20_000  # characters

_MUTABLE_AFTER_PUBLISHING: Final = frozenset({"state", "archived_at", "updated_at"})


class Achievement(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """Something an organisation awards, through all its versions."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="achievements"
    )
    slug = models.SlugField(max_length=80)  # unique in its organisation; the CSV names it
    name = models.CharField(max_length=MAX_NAME)  # of the newest version, for lists
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["organisation", "state", "-updated_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "slug"], name="achievement_slug_once_per_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AchievementVersion(models.Model):
    """What an achievement meant at one time. Frozen once published."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    achievement = models.ForeignKey(
        Achievement, on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField()  # 1, 2, 3 … in its achievement
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)

    name = models.CharField(_("name"), max_length=MAX_NAME)
    description = models.TextField(_("short description"), blank=True)
    achievement_type = models.CharField(
        _("kind"),
        max_length=40,
        choices=AchievementType.choices,
        default=AchievementType.MICRO_CREDENTIAL,
    )
    criteria_markdown = models.TextField(_("how it is earned"), blank=True)
    outcomes = models.JSONField(_("learning outcomes"), default=list, blank=True)  # [str]
    tags = models.JSONField(_("tags"), default=list, blank=True)  # [str]
    # [{target_name, target_url, target_framework, target_code, target_type}], see `alignments`
    alignments = models.JSONField(_("skills and frameworks"), default=list, blank=True)
    workload_hours = models.DecimalField(
        _("workload in hours"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    credits = models.DecimalField(
        _("credits"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    credit_unit = models.CharField(_("credit system"), max_length=40, blank=True)
    level = models.CharField(_("level"), max_length=60, blank=True)  # "EQF 4"
    field_of_study = models.CharField(_("field of study"), max_length=120, blank=True)
    human_code = models.CharField(_("own code"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGES, default="en")
    validity_months = models.PositiveSmallIntegerField(
        _("valid for, in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1_200)],
    )
    # nobody can have earned it before; rows of a file with an earlier date are mistakes
    course_start = models.DateField(_("first day"), null=True, blank=True)
    design_key = models.CharField(_("design"), max_length=40, blank=True)
    design_colour = models.CharField(  # "" means the organisation's brand colour
        _("colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"\A#[0-9a-fA-F]{6}\Z")],
    )

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "number"], name="version_number_once_per_achievement"
            ),
            models.UniqueConstraint(
                fields=["achievement"],
                condition=Q(state=State.DRAFT),
                name="one_draft_per_achievement",
            ),
            models.UniqueConstraint(
                fields=["achievement"],
                condition=Q(state=State.PUBLISHED),
                name="one_published_per_achievement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (version {self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, but never the content of a version that was published.

        Raises:
            VersionFrozenError: the stored row is published or archived and more than its
                state would change.
        """
        stored = (
            type(self).objects.with_scopes_disabled().filter(pk=self.pk).values().first()
            if not self._state.adding
            else None
        )
        if stored is not None and stored["state"] != State.DRAFT:
            changed = [
                name
                for name, value in stored.items()
                if name not in _MUTABLE_AFTER_PUBLISHING and getattr(self, name) != value
            ]
            if changed:
                raise VersionFrozenError(
                    "This version is published; its content can no longer change.",
                    version=str(self.pk),
                    field=changed[0],
                )
        super().save(*args, **kwargs)
