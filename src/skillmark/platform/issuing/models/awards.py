"""An award: the intent that a person gets an achievement, from one source, exactly once."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7


class Source(models.TextChoices):
    """Where an award came from."""

    FORM = "form", _("Form")
    CSV = "csv", _("File")
    API = "api", _("API")
    LINK = "link", _("Claim link")
    RENEWAL = "renewal", _("Renewal")
    REPLACEMENT = "replace", _("Correction")
    ASSESSMENT = "assessed", _("Assessment")
    PATHWAY = "pathway", _("Pathway")


class AwardState(models.TextChoices):
    """How far an award is."""

    APPROVED = "approved", _("Approved")
    ISSUED = "issued", _("Issued")


class Award(models.Model):
    """The intent to award an achievement to a person, unique by its source key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    achievement_version = models.ForeignKey(
        "catalog.AchievementVersion", on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=8, choices=Source.choices)
    source_key = models.CharField(max_length=64)  # SHA-256, see `intent.source_key`
    recipient_name = models.CharField(max_length=200)
    recipient_email = models.CharField(max_length=254, blank=True)  # lower case
    fields = models.JSONField(default=dict)  # identifier, achieved_on, grade, … as given
    # what an assessment found, see `assessed.Assessed`; stands in the document as well
    assessed = models.JSONField(default=dict, blank=True)
    salt = models.CharField(max_length=64)  # of the hashed e-mail; erasing it hides the person
    state = models.CharField(
        max_length=8, choices=AwardState.choices, default=AwardState.APPROVED
    )
    created_by = models.CharField(max_length=200, blank=True)  # an actor, see events
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "source_key"], name="award_made_once"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient_email"], name="awards_by_address"),
            models.Index(  # everybody of one organisation, address by address
                fields=["organisation", "recipient_email", "achievement_version"],
                name="awards_of_people",
            ),
        ]

    def __str__(self) -> str:
        return f"award {self.pk}"

    @property
    def shown_name(self) -> str:
        """The recipient's name, or that it was erased."""
        return self.recipient_name or gettext("Erased learner")

    @property
    def achieved_on(self) -> date | None:
        """The day it was earned, if it was given."""
        written = self.fields.get("achieved_on")
        return date.fromisoformat(written) if written else None
