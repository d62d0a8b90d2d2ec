"""What is stored of events: messages waiting to leave, the audit chain, mail kept in the app."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events.ids import uuid7


class OutboxState(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Given up")


class Urgency(models.IntegerChoices):
    """Who goes first when many messages wait."""

    AWAITED = 0, _("Somebody waits for it")
    USUAL = 1, _("Usual")
    BULK = 2, _("One of many")


class OutboxMessage(models.Model):
    """Something that must leave once the transaction that wrote it has committed.

    Delivered at least once: a crash between sending and noting it sends it again, with the same
    ``message_id``, so that the receiver can tell.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField(null=True, editable=False)
    kind = models.CharField(max_length=40)
    payload = models.JSONField()
    message_id = models.CharField(max_length=200, unique=True)
    dedupe_key = models.CharField(  # noqa: DJ001 - many messages have none, and none is unique
        max_length=200, unique=True, null=True
    )
    state = models.CharField(
        max_length=10, choices=OutboxState.choices, default=OutboxState.WAITING
    )
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.USUAL)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "urgency", "next_attempt_at"],
                condition=models.Q(state="waiting"),
                name="outbox_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"


class ChannelState(models.Model):
    """A way out that is down; without a row it is up."""

    name = models.CharField(primary_key=True, max_length=200)  # kind and host
    failures = models.PositiveIntegerField(default=0)  # in a row
    down_since = models.DateTimeField()
    retry_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.name} down since {self.down_since:%Y-%m-%d %H:%M}"


class AuditImmutableError(SkillmarkError):
    """An entry of the audit trail is written once and never changed or removed."""

    code = "audit.immutable"


class AuditEntry(models.Model):
    """One act, chained to the one before it in the same organisation.

    ``actor`` is a reference (``user:<id>``, ``key:<id>``, ``system:<part>``), never a name, and
    ``before`` and ``after`` hold no personal data: the chain must survive a person's erasure.
    ``words`` repeats what the entry says in small letters; everything else is in its hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField(editable=False)
    sequence = models.PositiveBigIntegerField(editable=False)
    at = models.DateTimeField(editable=False)
    actor = models.CharField(max_length=80, editable=False)
    action = models.CharField(max_length=80, editable=False)
    object_kind = models.CharField(max_length=40, editable=False)
    object_id = models.CharField(max_length=80, editable=False)
    label = models.CharField(max_length=200, blank=True, editable=False)
    words = models.TextField(blank=True, editable=False)  # what search looks through
    before = models.JSONField(null=True, editable=False)
    after = models.JSONField(null=True, editable=False)
    previous_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "sequence"], name="audit_sequence"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "action", "sequence"], name="audit_by_action"
            ),
            models.Index(
                fields=["organisation_id", "actor", "sequence"], name="audit_by_actor"
            ),
            models.Index(
                fields=["organisation_id", "object_kind", "object_id", "sequence"],
                name="audit_by_object",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} #{self.sequence} {self.action}"

    def save(self, *_args: object, **_kwargs: object) -> None:
        """Insert, never update."""
        if not self._state.adding:
            raise AuditImmutableError("An audit entry cannot be changed.", entry=str(self.pk))
        super().save(force_insert=True)

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse."""
        raise AuditImmutableError("An audit entry cannot be removed.", entry=str(self.pk))


class AuditWords(models.Model):
    """Words that somebody typed for an act: the chain holds a salted digest, see `told`."""

    id = models.BigAutoField(primary_key=True)
    organisation_id = models.UUIDField(editable=False)
    entry_id = models.UUIDField(editable=False)
    fact = models.CharField(max_length=20, editable=False)  # "after.reason"
    salt = models.CharField(max_length=32, editable=False)
    text = models.TextField(editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry_id", "fact"], name="audit_words_once")
        ]
        indexes = [models.Index(fields=["organisation_id"], name="audit_words_of")]

    def __str__(self) -> str:
        return f"{self.fact} of {self.entry_id}"


class AuditHead(models.Model):
    """The end of an organisation's chain; locked while an entry is added."""

    organisation_id = models.UUIDField(primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.organisation_id} #{self.sequence}"


class StoredMail(models.Model):
    """A mail kept in the app instead of being sent, for development and demo."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message_id = models.CharField(max_length=200, unique=True)
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320, db_index=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    raw = models.BinaryField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return self.subject
