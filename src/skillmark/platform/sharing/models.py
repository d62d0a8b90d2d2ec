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


class DayTally(models.Model):
    """The tallies of all credentials of an achievement on one day (UTC): figures come from here."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
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
        verbose_name_plural = "day tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "day", "deed", "channel"], name="one_day_tally"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "day", "deed", "channel", "achievement", "count"],
                name="day_tallies_listed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.deed} by {self.channel} on {self.day}"


class Reach(models.Model):
    """That a credential was shared or visited at all, beside the day it was issued."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    credential = models.ForeignKey(
        "issuing.Credential", on_delete=models.CASCADE, related_name="+"
    )
    deed = models.CharField(max_length=8, choices=Deed.choices)
    issued_on = models.DateField()

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        verbose_name_plural = "reaches"
        constraints = [
            models.UniqueConstraint(fields=["credential", "deed"], name="reached_once")
        ]
        indexes = [
            models.Index(fields=["organisation", "deed", "issued_on"], name="reached_of_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.deed}"


class LinkedInPage(models.Model):
    """The number LinkedIn knows an organisation by; with it a profile shows the logo."""

    organisation = models.OneToOneField(
        "orgs.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.CharField(max_length=20)  # digits

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return self.number
