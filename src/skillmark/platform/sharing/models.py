"""How often a credential was shown and looked at: a number a day, and nothing about anybody."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.sharing.channels import Channel


class Deed(models.TextChoices):
    """What is counted."""

    SHARED = "shared", _("Shared")
    VISITED = "visited", _("Visited")


class Tally(models.Model):
    """How often one thing happened to one credential on one day (UTC)."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    credential = models.ForeignKey(
        "issuing.Credential", on_delete=models.CASCADE, related_name="+"
    )
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.CASCADE, related_name="+"
    )
    day = models.DateField()
    deed = models.CharField(max_length=8, choices=Deed.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    count = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["credential", "day", "deed", "channel"], name="one_tally_a_day"
            )
        ]
        indexes = [models.Index(fields=["organisation", "day"], name="tallies_by_day")]

    def __str__(self) -> str:
        return f"{self.count} {self.deed} by {self.channel} on {self.day}"


class LinkedInPage(models.Model):
    """The number LinkedIn knows an organisation by; with it a profile shows the logo."""

    organisation = models.OneToOneField(
        "orgs.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.CharField(max_length=20)  # digits

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return self.number
