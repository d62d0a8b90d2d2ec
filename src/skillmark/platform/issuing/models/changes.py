"""Changes to many credentials at once, and how much one person has changed of late.

A bulk change keeps what was chosen as packed ids in one column: a hundred thousand of them are
1.6 MB, and what was confirmed is exactly what is done.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7

_ID_BYTES: Final = 16


class BulkAction(models.TextChoices):
    """What can be done to many credentials."""

    REVOKE = "revoke", _("Revoke")
    SUSPEND = "suspend", _("Suspend")
    LIFT = "lift", _("Lift the suspension")
    RENEW = "renew", _("Renew")
    RESEND = "resend", _("Send again")


class BulkState(models.TextChoices):
    """How far a bulk change is; while it is at work, its job knows more."""

    DRAFT = "draft", _("To confirm")
    WAITING = "waiting", _("Waits for a second person")
    STARTED = "started", _("Started")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Not done")


class BulkChange(models.Model):  # type: ignore[django-manager-missing] # scoped managers
    """One act on many credentials: chosen, confirmed, maybe approved, then done by a job."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(max_length=8, choices=BulkAction.choices)
    state = models.CharField(max_length=8, choices=BulkState.choices, default=BulkState.DRAFT)
    selection = models.BinaryField(default=b"", editable=False)  # ids, 16 bytes each
    count = models.PositiveIntegerField(default=0)  # ids in it
    expected = models.PositiveIntegerField(default=0)  # that would change when it was confirmed
    reason = models.CharField(max_length=500, blank=True)
    notify = models.BooleanField(default=True)
    options = models.JSONField(default=dict)  # of a renewal: its dates and evidence
    unknown = models.JSONField(default=list)  # lines of an uploaded list that name nothing here
    changed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    failures = models.JSONField(default=list)  # [{id, code, message}], the first of them
    undoes = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="undone_by"
    )
    job = models.ForeignKey(
        "jobs.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_by = models.CharField(max_length=200, blank=True)  # an actor, see events
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    turned_at = models.DateTimeField(null=True, blank=True)  # written into every row it turned
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="bulk_changes_newest")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.count}"

    @property
    def ids(self) -> list[UUID]:
        """The credentials chosen, in order."""
        return self.ids_between(0, self.count)

    def ids_between(self, start: int, end: int) -> list[UUID]:
        """Return a part of the credentials chosen, by their places."""
        packed = bytes(self.selection)[start * _ID_BYTES : end * _ID_BYTES]
        return [
            UUID(bytes=packed[place : place + _ID_BYTES])
            for place in range(0, len(packed), _ID_BYTES)
        ]


def pack(ids: Iterable[UUID]) -> bytes:
    """Return ids as `BulkChange.selection` keeps them."""
    return b"".join(one.bytes for one in ids)


class FuseCount(models.Model):
    """How many credentials one act took from their holders; the fuse adds them up."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    count = models.PositiveIntegerField()
    approved = models.BooleanField(default=False)  # by a second person: weighs nothing

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        indexes = [models.Index(fields=["organisation", "at"], name="fuse_counts_of_late")]

    def __str__(self) -> str:
        return f"{self.count} at {self.at}"
