"""A programme: what a provider offers, the achievements it leads to, and what it asks for before.

A programme may lead to achievements of another organisation: several providers offer the same one.
Unlike an achievement it may change once it is published; what a learner was told of its cost stays
with the enrolment.
"""

from typing import Any, ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.catalog.european import MAX_EQF, MIN_EQF, Participation
from skillmark.platform.catalog.vocabulary import LANGUAGES
from skillmark.platform.events.ids import uuid7
from skillmark.platform.programmes.vocabulary import Mode, State, UnitRole

MAX_TITLE: Final = 200  # characters
MAX_SUMMARY: Final = 400  # characters
MAX_LINE: Final = 200  # characters of a place or a level
MAX_URI: Final = 2_000  # characters of the address of a skill


class Programme(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """An offering of achievements by a provider."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="programmes"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=MAX_TITLE)
    summary = models.CharField(_("in a sentence or two"), max_length=MAX_SUMMARY, blank=True)
    description = models.TextField(_("description"), blank=True)  # Markdown
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGES, default="en")
    eqf_level = models.PositiveSmallIntegerField(
        _("EQF level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(MIN_EQF), MaxValueValidator(MAX_EQF)],
    )
    national_level = models.CharField(_("national level"), max_length=MAX_LINE, blank=True)
    hours = models.DecimalField(
        _("hours"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    # in the smallest unit of the currency; 0 costs nothing, empty is not said yet
    cost_minor = models.PositiveBigIntegerField(_("cost"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)  # ISO 4217
    participation = models.CharField(
        _("form of participation"), max_length=24, choices=Participation.choices, blank=True
    )
    place = models.CharField(_("place"), max_length=MAX_LINE, blank=True)
    recognition = models.CharField(_("recognised by"), max_length=400, blank=True)
    entry_notes = models.TextField(_("what to bring"), blank=True)  # Markdown
    goals = models.JSONField(_("goals and occupations"), default=list, blank=True)  # [str]
    mode = models.CharField(
        _("what learners get"), max_length=8, choices=Mode.choices, default=Mode.UNITS
    )
    # title, summary, goals, provider, units and skills in small letters, for searching
    search_text = models.TextField(blank=True, default="", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-updated_at"]
        indexes = [
            models.Index(
                fields=["organisation", "-updated_at", "-id"], name="programme_changed"
            ),
            models.Index(fields=["organisation", "title", "id"], name="programme_by_title"),
            models.Index(
                fields=["title", "id"],
                name="programme_offered",
                condition=Q(state=State.PUBLISHED),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_minor=None) | Q(cost_minor=0) | ~Q(currency=""),
                name="programme_cost_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Unit(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """One achievement that a programme leads to; it may be another organisation's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(  # the provider, not who awards the achievement
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="units")
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=8, choices=UnitRole.choices, default=UnitRole.UNIT)
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "achievement"], name="programme_unit_once"
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(role=UnitRole.FINAL),
                name="one_final_per_programme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.achievement_id}"


class Prerequisite(models.Model):
    """An achievement that a learner has to hold before; it may be another organisation's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="prerequisites"
    )
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "achievement"], name="programme_prerequisite_once"
            ),
        ]

    def __str__(self) -> str:
        return f"asks for {self.achievement_id}"


class ProgrammeSkill(models.Model):
    """A skill that the achievements of a programme point to, kept here for searching."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="skills")
    uri = models.CharField(max_length=MAX_URI)
    uri_digest = models.CharField(max_length=64)  # SHA-256, hexadecimal: an index holds it
    name = models.CharField(max_length=400)
    framework = models.CharField(max_length=200, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "uri_digest"], name="programme_skill_once"
            ),
        ]
        indexes = [models.Index(fields=["uri_digest"], name="programme_skills_by_uri")]

    def __str__(self) -> str:
        return self.name
