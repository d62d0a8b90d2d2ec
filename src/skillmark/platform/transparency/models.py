"""What is kept of the log in the database: intents, places in batches, published checkpoints.

The log itself is its files. These rows say what is still to be logged, and where in the log each
thing is; all but the salts is public, and the salts can be erased one by one.
"""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.core.log import Kind
from skillmark.platform.transparency.monitor_models import MonitorAlarm  # noqa: F401 - found here

WRITER: Final = 1  # there is one log, so one row


class EntryKind(models.IntegerChoices):
    """What was logged, as `skillmark.core.log.Kind` numbers it."""

    ISSUE_BATCH = Kind.ISSUE_BATCH.value, _("Credentials issued")
    STATUS_LIST = Kind.STATUS_LIST.value, _("Status list published")
    KEY_EVENT = Kind.KEY_EVENT.value, _("Key changed")
    DEFINITION = Kind.DEFINITION.value, _("Achievement published")
    RULE = Kind.RULE.value, _("Pathway rule published")
    AUDIT_HEAD = Kind.AUDIT_HEAD.value, _("State of the audit trail")


class LogEntry(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """One entry: an intent until it is signed, waiting until it has an index, then in the log."""

    id = models.BigAutoField(primary_key=True)
    organisation = (
        models.ForeignKey(  # none: found in the log after an older database came back
            "orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
        )
    )
    did = models.CharField(max_length=500)  # of the issuer; empty when only its hash is known
    issuer = models.BinaryField(max_length=32)  # hash of the DID, as the entry has it
    kind = models.PositiveSmallIntegerField(choices=EntryKind.choices)
    body = models.BinaryField(max_length=32)
    said = models.JSONField(
        null=True
    )  # the document that `body` is the hash of; none for a batch
    made_at = models.DateTimeField(default=timezone.now)
    sequence = models.PositiveBigIntegerField(null=True)  # 1, 2, 3 … of the issuer
    time = models.PositiveBigIntegerField(null=True)  # POSIX seconds, as signed
    leaf = models.BinaryField(null=True)  # the signed entry, at most 200 bytes
    index = models.PositiveBigIntegerField(null=True, unique=True)  # in the log, from 0
    dropped = models.CharField(max_length=60, blank=True)  # why it can never be signed

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "sequence"], name="log_sequence_once"),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(index=None, dropped=""), name="log_entries_waiting"
            ),
            models.Index(fields=["organisation", "kind", "-index"], name="log_entries_listed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.index if self.index is not None else '…'}"


class LogBatch(models.Model):
    """The leaves of a batch of credentials: hashes, and random ones up to a power of two."""

    entry = models.OneToOneField(
        LogEntry, primary_key=True, on_delete=models.CASCADE, related_name="batch"
    )
    count = models.PositiveIntegerField()  # credentials; the other leaves are padding
    leaves = models.BinaryField()  # commitments and padding, 32 bytes each

    def __str__(self) -> str:
        return f"batch of entry {self.entry_id}"


class LoggedCredential(models.Model):
    """A credential, or the record of learning around it, on its way into the log; then its place."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    credential_id = models.UUIDField()
    record = models.BooleanField(
        default=False
    )  # the record of learning (CLR) of that credential
    did = models.CharField(max_length=500)  # of its issuer
    commitment = models.BinaryField(max_length=32)
    salt = models.BinaryField(null=True)  # 32 bytes; erased with the record
    entry = models.ForeignKey(
        LogEntry, null=True, on_delete=models.PROTECT, related_name="credentials"
    )
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["credential_id", "record"], name="logged_once"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(entry=None), name="logged_waiting"),
        ]

    def __str__(self) -> str:
        return f"credential {self.credential_id} in the log"


class PublishedCheckpoint(models.Model):
    """A checkpoint that was published, with the cosignatures it has by now."""

    size = models.PositiveBigIntegerField(primary_key=True)
    origin = models.CharField(max_length=200)
    root = models.BinaryField(max_length=32)
    note = models.TextField()  # the signed note
    published_at = models.DateTimeField()
    complete = models.BooleanField(default=False)  # as many witnesses as the policy asks for
    witnessed_at = models.DateTimeField(null=True)  # when they had seen it, by their clocks

    class Meta:
        ordering = ["size"]
        indexes = [
            models.Index(fields=["size"], condition=Q(complete=True), name="log_complete"),
        ]

    def __str__(self) -> str:
        return f"checkpoint {self.size} of {self.origin}"


class LogWriter(models.Model):
    """Who writes the log now, and what keeps it from being written."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=WRITER)
    origin = models.CharField(max_length=200, blank=True)  # empty: the log was never begun
    holder = models.CharField(max_length=40, blank=True)
    host = models.CharField(max_length=200, blank=True)
    held_until = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=80, blank=True)
    error = models.CharField(max_length=500, blank=True)
    failed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"writer of {self.origin or 'no log'}"
