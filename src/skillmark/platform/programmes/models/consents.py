"""A consent: who awards an achievement lets another provider lead to it, or does not."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.programmes.models.offers import Programme
from skillmark.platform.programmes.vocabulary import ConsentState


class Consent(models.Model):
    """One achievement of another organisation that a programme leads to, and the owner's word."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(  # who awards the achievement, and decides
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="consents")
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=8, choices=ConsentState.choices, default=ConsentState.ASKED
    )
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "achievement"], name="programme_consent_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "state", "-asked_at"], name="consents_by_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.state}: {self.achievement_id}"
