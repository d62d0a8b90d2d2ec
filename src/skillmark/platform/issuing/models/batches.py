"""A batch: one file, API call or form of recipients; its rows with what became of each."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.issuing.models.awards import Source


class BatchState(models.TextChoices):
    """How far a batch is."""

    READING = "reading", _("Being read")
    PREVIEW = "preview", _("To check")
    WAITING = "waiting", _("Waits for approval")
    SCHEDULED = "scheduled", _("Scheduled")
    DECLINED = "declined", _("Declined")
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")


AT_WORK = frozenset({BatchState.READING, BatchState.QUEUED, BatchState.RUNNING})
"""States in which the batch's job knows best how far it is."""


class RowState(models.TextChoices):
    """What happened to one row of a batch."""

    READY = "ready", _("Ready")
    PROBLEM = "problem", _("Has a problem")
    DUPLICATE = "duplicate", _("Issued before")
    ISSUED = "issued", _("Issued")
    FAILED = "failed", _("Failed")


class Batch(models.Model):
    """One file (or one API call, or one form) of recipients for one achievement version."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    achievement_version = models.ForeignKey(
        "catalog.AchievementVersion", on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.CSV)
    filename = models.CharField(max_length=200, blank=True)
    file_digest = models.CharField(max_length=64)  # SHA-256, hexadecimal
    header = models.JSONField(default=list)  # the column names as they stood in the file
    state = models.CharField(
        max_length=10, choices=BatchState.choices, default=BatchState.PREVIEW
    )
    reading = models.JSONField(default=dict)  # how the file was read, see `intake.how`
    not_before = models.DateField(null=True, blank=True)  # first day of the course
    send_mail = models.BooleanField(default=True)
    issue_at = models.DateTimeField(null=True, blank=True)  # not before; empty means at once
    time_zone = models.CharField(max_length=64, blank=True)  # in which `issue_at` was said
    note = models.CharField(max_length=1_000, blank=True)  # why it was declined or failed
    total = models.PositiveIntegerField(default=0)  # rows in the file
    ready = models.PositiveIntegerField(default=0)  # rows to issue
    problems = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)  # issued before
    issued = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    job = models.ForeignKey(
        "jobs.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_by = models.CharField(max_length=200, blank=True)
    started_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "batches"
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="batches_newest"),
            models.Index(
                fields=["organisation", "state", "-created_at"], name="batches_by_state"
            ),
            models.Index(
                fields=["issue_at"], condition=Q(state="scheduled"), name="batches_scheduled"
            ),
        ]

    def __str__(self) -> str:
        return self.filename or f"batch {self.pk}"

    @property
    def is_single(self) -> bool:
        """Whether it is one person from the form."""
        return self.source == Source.FORM

    @property
    def to_mend(self) -> int:
        """How many rows could not be issued."""
        return self.problems + self.failed

    @property
    def shown_state(self) -> str:
        """How far the batch is; while it is at work its job knows best."""
        if self.state not in AT_WORK or self.job is None:
            return self.state
        return self.state if self.job.open and self.state == "reading" else str(self.job.state)


class BatchRow(models.Model):
    """One row of a batch, with what was wrong with it or what came of it.

    Its credential is found through the source key, which the award shares: one update settles a
    whole chunk of rows. `selectors.with_credentials` fills in ``credential_id``.
    """

    credential_id: UUID | None = None

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="+")
    line = models.PositiveIntegerField()  # of the file, the header being line 1
    raw = models.JSONField(default=list)  # the cells as they stood in the file
    recipient = models.JSONField(default=dict)  # the parsed fields of a good row
    # of the recipient; of a row that is none, what stands there: lists sort and search by it
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    source_key = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=RowState.choices)
    column = models.CharField(max_length=20, blank=True)  # of the first problem
    problems = models.JSONField(default=list)  # [{column, code, message, value}]

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "line"], name="batch_line_once"),
        ]
        indexes = [
            models.Index(fields=["batch", "state", "line"], name="batch_rows_by_state"),
            # These hold all that a search reads: it never opens the rows with their cells.
            models.Index(
                fields=["batch", "state", "name", "email", "line"], name="batch_rows_by_name"
            ),
            models.Index(
                fields=["batch", "state", "email", "line"], name="batch_rows_by_email"
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.line}"


class BatchFile(models.Model):
    """The bytes of a file while it is checked: read again when somebody says how, then gone."""

    batch = models.OneToOneField(
        Batch, on_delete=models.CASCADE, primary_key=True, related_name="file"
    )
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    data = models.BinaryField()

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return f"file of batch {self.pk}"


class ColumnMapping(models.Model):
    """What the columns of a list meant the last time somebody said it, by their titles."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    titles_digest = models.CharField(max_length=64)  # SHA-256 of the folded titles
    columns = models.JSONField(default=list)  # a field's name, or "", for each column
    date_order = models.CharField(max_length=3, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "titles_digest"], name="column_mapping_once"
            ),
        ]

    def __str__(self) -> str:
        return f"columns {self.titles_digest[:8]}"
