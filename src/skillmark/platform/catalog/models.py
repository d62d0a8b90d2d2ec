"""Achievements and their versions.

An achievement is the lasting thing an organisation awards ("Fire Prevention"); a version is what
exactly it meant at one time. A published version never changes: people hold credentials that name
it. Editing a published achievement makes the next draft. Writing happens in `services`, reading in
`selectors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.catalog.errors import VersionFrozenError
from skillmark.platform.catalog.european import (
    MAX_EQF,
    MIN_EQF,
    Participation,
    QualityAssurance,
    Stackability,
    Supervision,
)
from skillmark.platform.catalog.models_quality import QualityAim  # noqa: F401 - found here
from skillmark.platform.catalog.vocabulary import (
    LANGUAGES,
    AchievementType,
    State,
    Validity,
    kind_of,
)
from skillmark.platform.events.ids import uuid7

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MAX_NAME: Final = 200  # characters
MAX_DESCRIPTION: Final = 1_000  # characters
MAX_CRITERIA: Final = 20_000  # characters

MAX_TYPE: Final = 80  # characters
MAX_LINE: Final = 200  # characters of a name or a level
MAX_NOTE: Final = 2_000  # characters of a describing paragraph

_MUTABLE_AFTER_PUBLISHING: Final = frozenset({"state", "archived_at", "updated_at"})
_SET_ON_PUBLISHING: Final = frozenset(
    {"published_at", "published_by_id", "design_key", "design_colour"}
)


class Reminder(models.TextChoices):
    """Which reminder of a review date was sent."""

    NONE = "", _("None")
    SOON = "soon", _("Soon")
    OVERDUE = "overdue", _("Overdue")


def _amount(label: StrPromise, *, max_digits: int) -> models.DecimalField[Any, Any]:
    return models.DecimalField(
        label,
        max_digits=max_digits,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )


def _months(label: StrPromise) -> models.PositiveSmallIntegerField[Any, Any]:
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1_200)],
    )


def _code(label: StrPromise, words: type[models.TextChoices]) -> models.CharField[Any, Any]:
    return models.CharField(label, max_length=24, choices=words.choices, blank=True)


class Achievement(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """Something an organisation awards, through all its versions."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="achievements"
    )
    slug = models.SlugField(max_length=80)  # unique in its organisation; the CSV names it
    # name, kind and own code are those of the newest version, for lists
    name = models.CharField(max_length=MAX_NAME)
    achievement_type = models.CharField(max_length=MAX_TYPE, blank=True)
    human_code = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    # until when somebody has looked whether it is still right; never frozen, in no credential
    review_by = models.DateField(_("look at it again by"), null=True, blank=True)
    review_reminder = models.CharField(  # the last reminder sent for this `review_by`
        max_length=8, choices=Reminder.choices, default=Reminder.NONE
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-updated_at"]
        indexes = [
            models.Index(fields=["organisation", "state", "-updated_at"]),
            models.Index(
                fields=["organisation", "-updated_at", "-id"], name="achievement_changed"
            ),
            models.Index(fields=["organisation", "name", "id"], name="achievement_by_name"),
            models.Index(fields=["organisation", "achievement_type"], name="achievement_kind"),
            models.Index(
                fields=["organisation", "review_by"],
                name="achievement_review_due",
                condition=Q(review_by__isnull=False) & ~Q(state=State.ARCHIVED),
            ),
        ]
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
    # a value of `AchievementType`, or a term of its own that begins with "ext:"
    achievement_type = models.CharField(
        _("kind"), max_length=MAX_TYPE, default=AchievementType.MICRO_CREDENTIAL
    )
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGES, default="en")
    # {language: {name, description, criteria_markdown, outcomes: [str]}}
    translations = models.JSONField(_("other languages"), default=dict, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)  # [str]
    human_code = models.CharField(_("own code"), max_length=60, blank=True)

    criteria_markdown = models.TextField(_("how it is earned"), blank=True)
    outcomes = models.JSONField(_("learning outcomes"), default=list, blank=True)  # [str]
    # [{id, name, description, levels: [{id, name, description, points}]}], low to high
    rubric = models.JSONField(_("rubric"), default=list, blank=True)
    prerequisites = models.TextField(_("prerequisites"), blank=True)  # Markdown
    # [{target_name, target_url, target_framework, target_code, target_type}], see `alignments`
    alignments = models.JSONField(_("skills and frameworks"), default=list, blank=True)
    # nobody can have earned it before; rows of a file with an earlier date are mistakes
    course_start = models.DateField(_("first day"), null=True, blank=True)

    workload_hours = _amount(_("workload in hours"), max_digits=7)
    credits = _amount(_("credits"), max_digits=6)
    credit_unit = models.CharField(_("credit system"), max_length=40, blank=True)
    cpd_points = _amount(_("CPD points"), max_digits=6)
    eqf_level = models.PositiveSmallIntegerField(
        _("EQF level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(MIN_EQF), MaxValueValidator(MAX_EQF)],
    )
    national_level = models.CharField(_("national level"), max_length=MAX_LINE, blank=True)
    field_of_study = models.CharField(_("field of study"), max_length=120, blank=True)

    assessment_types = models.JSONField(  # [a value of `european.AssessmentType`]
        _("type of assessment"), default=list, blank=True
    )
    assessment_description = models.TextField(_("about the assessment"), blank=True)
    participation = _code(_("form of participation"), Participation)
    supervision = _code(_("supervision and identity check"), Supervision)
    grading = models.TextField(_("grading"), blank=True)
    quality_assurance = _code(_("quality assurance"), QualityAssurance)
    quality_assurance_body = models.CharField(
        _("quality assured by"), max_length=MAX_LINE, blank=True
    )
    quality_assurance_url = models.CharField(
        _("proof of quality assurance"), max_length=2_000, blank=True
    )
    awarding_body = models.CharField(  # "" means the organisation itself
        _("awarding body"), max_length=MAX_LINE, blank=True
    )
    awarding_country = models.CharField(  # ISO 3166-1 alpha-2; "" means the organisation's
        _("country of the awarding body"), max_length=2, blank=True
    )
    stackability = _code(_("stackability"), Stackability)
    stacks_into = models.CharField(_("counts towards"), max_length=400, blank=True)

    validity = models.CharField(
        _("validity"), max_length=8, choices=Validity.choices, default=Validity.NONE
    )
    validity_months = _months(_("valid for, in months"))
    validity_until = models.DateField(_("valid until"), null=True, blank=True)
    renewal_days = models.PositiveSmallIntegerField(  # before the end; null: no renewal
        _("renewable in the last days"), null=True, blank=True
    )
    inner_months = _months(_("shorter clock, in months"))
    inner_name = models.CharField(_("name of the shorter clock"), max_length=120, blank=True)

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
        indexes = [
            models.Index(
                fields=["organisation", "state", "-updated_at"], name="version_by_state"
            ),
            models.Index(fields=["organisation", "state", "name"], name="version_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "number"], name="version_number_once_per_achievement"
            ),
            models.UniqueConstraint(
                fields=["achievement"],
                condition=Q(state__in=[State.DRAFT, State.REVIEW]),
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
            VersionFrozenError: the stored row is in review, published or archived, and more
                than its state would change.
        """
        stored = (
            type(self).objects.with_scopes_disabled().filter(pk=self.pk).values().first()
            if not self._state.adding
            else None
        )
        if stored is not None and stored["state"] != State.DRAFT:
            open_fields = _MUTABLE_AFTER_PUBLISHING
            if stored["state"] == State.REVIEW and self.state == State.PUBLISHED:
                open_fields |= _SET_ON_PUBLISHING
            changed = [
                name
                for name, value in stored.items()
                if name not in open_fields and getattr(self, name) != value
            ]
            if changed:
                raise VersionFrozenError(
                    "This version is in review; its content cannot change now."
                    if stored["state"] == State.REVIEW
                    else "This version is published; its content can no longer change.",
                    version=str(self.pk),
                    field=changed[0],
                )
        super().save(*args, **kwargs)

    def get_achievement_type_display(self) -> str:
        """Return what people call its kind, also one of the issuer's own."""
        return kind_of(self.achievement_type)
