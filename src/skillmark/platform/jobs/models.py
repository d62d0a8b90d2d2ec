"""What people see of a job: what it does, how far it is, how it ended."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.orgs.models import Organisation


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class Job(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """One piece of durable work of an organisation.

    ``done`` and ``failed`` count items of ``total``; both are written by each finished step.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="jobs"
    )
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200, blank=True)
    arguments = models.JSONField(default=dict)
    started_by = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    error_code = models.CharField(max_length=80, blank=True)
    cancel_requested = models.BooleanField(default=False)
    run = models.PositiveIntegerField(default=1)  # counts resumptions; names the workflow
    enqueued_run = models.PositiveIntegerField(default=0)  # the last run handed to the engine
    chunks = models.PositiveIntegerField(default=0)
    next_chunk = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["organisation", "state"], name="job_state"),
            models.Index(fields=["organisation", "-created_at", "-id"], name="job_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def open(self) -> bool:
        """Say whether the job still has work to do."""
        return self.state in OPEN_STATES

    @property
    def percent(self) -> int:
        """Return the share of handled items, 0 to 100."""
        if not self.total:
            return 100 if self.state == JobState.DONE else 0
        return min(100, (self.done + self.failed) * 100 // self.total)


class JobWorker(models.Model):
    """A process that runs jobs; one that has not been seen for a while is dead."""

    executor = models.CharField(primary_key=True, max_length=40)
    host = models.CharField(max_length=255)
    process = models.PositiveIntegerField()
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.host} {self.process}"


class PeriodicRound(models.Model):
    """When a periodic task is due next; whoever moves the time forward runs the round."""

    name = models.CharField(primary_key=True, max_length=80)
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} due {self.due_at}"
