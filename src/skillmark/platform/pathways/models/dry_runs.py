"""A dry run: a draft rule held against everybody, before anybody is awarded anything."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.pathways.models.pathways import PathwayVersion


class DryRunState(models.TextChoices):
    """How far a dry run is."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")


class Effect(models.TextChoices):
    """What publishing the draft would do for one person."""

    GAIN = "gain", _("Would gain it")
    LOSE = "lose", _("Would no longer qualify")
    CHANGE = "change", _("Would stand differently")


class DryRun(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """One run over the population, with its counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    version = models.ForeignKey(
        PathwayVersion, on_delete=models.CASCADE, related_name="dry_runs"
    )
    rule = models.JSONField()  # the draft as it was when the run was asked for
    digest = models.CharField(max_length=100)
    job = models.ForeignKey(
        "jobs.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        max_length=8, choices=DryRunState.choices, default=DryRunState.RUNNING
    )
    cursor = models.CharField(max_length=254, blank=True)  # the last address looked at
    people = models.PositiveIntegerField(default=0)  # looked at
    fulfilled = models.PositiveIntegerField(default=0)
    gain = models.PositiveIntegerField(default=0)
    lose = models.PositiveIntegerField(default=0)
    change = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"dry run {self.pk}"


class DryRunRow(models.Model):
    """One person for whom the draft would change something."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    dry_run = models.ForeignKey(DryRun, on_delete=models.CASCADE, related_name="rows")
    email = models.CharField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    effect = models.CharField(max_length=8, choices=Effect.choices)
    before = models.CharField(max_length=40)  # "2 / 4"
    after = models.CharField(max_length=40)
    holds = models.BooleanField(default=False)  # the final, which they keep

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dry_run", "email"], name="dry_run_row_once"),
        ]
        indexes = [models.Index(fields=["dry_run", "effect", "name"], name="dry_run_rows_list")]

    def __str__(self) -> str:
        return f"row {self.pk}"
