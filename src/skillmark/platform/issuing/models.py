"""Awards, credentials, batches and their delivery as rows.

An `Award` is the intent: who gets what, from which source, exactly once. A `Credential` holds
the signed bytes; they are written once and never again (the manager, `save` and a database
trigger each refuse). Writing happens in the services, reading in `selectors`.
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.issuing.errors import CredentialFrozenError

FROZEN_FIELDS = frozenset({"id", "award", "award_id", "document", "digest"})


class Source(models.TextChoices):
    """Where an award came from."""

    FORM = "form", _("Form")
    CSV = "csv", _("File")
    API = "api", _("API")


class AwardState(models.TextChoices):
    """How far an award is."""

    APPROVED = "approved", _("Approved")
    ISSUED = "issued", _("Issued")


class CredentialState(models.TextChoices):
    """What the issuer says of the credential today; expiry follows from the date."""

    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")


class BatchState(models.TextChoices):
    """How far a batch is."""

    PREVIEW = "preview", _("To check")
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")


class RowState(models.TextChoices):
    """What happened to one row of a batch."""

    READY = "ready", _("Ready")
    PROBLEM = "problem", _("Has a problem")
    DUPLICATE = "duplicate", _("Issued before")
    ISSUED = "issued", _("Issued")
    FAILED = "failed", _("Failed")


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

    def __str__(self) -> str:
        return f"award {self.pk}"

    @property
    def achieved_on(self) -> date | None:
        """The day it was earned, if it was given."""
        written = self.fields.get("achieved_on")
        return date.fromisoformat(written) if written else None


class CredentialQuerySet(models.QuerySet["Credential"]):
    """Refuses to touch the bytes of what is issued."""

    def update(self, **kwargs: Any) -> int:
        """Change columns that may change.

        Raises:
            CredentialFrozenError: a frozen column is named.
        """
        _refuse(FROZEN_FIELDS & kwargs.keys())
        return super().update(**kwargs)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        """Change columns that may change, as `update`."""
        _refuse(FROZEN_FIELDS & set(fields))
        return super().bulk_update(objs, fields, batch_size)


class Credential(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """A signed credential: its exact bytes, and beside them what the issuer says today."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="credential")
    achievement_version = models.ForeignKey(
        "catalog.AchievementVersion", on_delete=models.PROTECT, related_name="+"
    )
    document = models.BinaryField()  # exactly the bytes that were signed and handed out
    digest = models.CharField(max_length=64)  # SHA-256 of the bytes, hexadecimal
    state = models.CharField(
        max_length=10, choices=CredentialState.choices, default=CredentialState.ACTIVE
    )
    reason = models.CharField(max_length=500, blank=True)
    state_changed_at = models.DateTimeField(null=True, blank=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(
        models.Manager.from_queryset(CredentialQuerySet), organisation="organisation_id"
    )

    class Meta:
        ordering = ["-issued_at", "-id"]
        indexes = [
            models.Index(
                fields=["organisation", "-issued_at", "-id"], name="credentials_newest"
            ),
            models.Index(fields=["organisation", "state"], name="credentials_by_state"),
        ]

    def __str__(self) -> str:
        return f"credential {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row, or change what may change.

        Raises:
            CredentialFrozenError: the row exists and its bytes would be written again.
        """
        if not self._state.adding:
            fields = kwargs.get("update_fields")
            if fields is None:
                raise CredentialFrozenError(
                    "An issued credential is never saved as a whole: name the fields that change."
                )
            _refuse(FROZEN_FIELDS & set(fields))
        super().save(*args, **kwargs)

    @property
    def is_expired(self) -> bool:
        """Whether the validity is over now."""
        return self.valid_until is not None and self.valid_until <= timezone.now()

    @property
    def shown_state(self) -> str:
        """``revoked``, ``suspended``, ``expired`` or ``active``, the gravest that holds."""
        if self.state == CredentialState.ACTIVE and self.is_expired:
            return "expired"
        return self.state


class Batch(models.Model):
    """One file (or one API call) of recipients for one achievement version."""

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
    send_mail = models.BooleanField(default=True)
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
        indexes = [models.Index(fields=["organisation", "-created_at"], name="batches_newest")]

    def __str__(self) -> str:
        return self.filename or f"batch {self.pk}"

    @property
    def to_mend(self) -> int:
        """How many rows could not be issued."""
        return self.problems + self.failed

    @property
    def shown_state(self) -> str:
        """How far the batch is; while it is at work its job knows best."""
        if self.state in {BatchState.QUEUED, BatchState.RUNNING} and self.job is not None:
            return str(self.job.state)
        return self.state


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
    source_key = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=RowState.choices)
    problems = models.JSONField(default=list)  # [{column, code, message, value}]

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "line"], name="batch_line_once"),
        ]
        indexes = [models.Index(fields=["batch", "state", "line"], name="batch_rows_by_state")]

    def __str__(self) -> str:
        return f"row {self.line}"


class ClaimLink(models.Model):
    """A secret link in a mail by which its reader takes a credential; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    credential = models.ForeignKey(
        Credential, on_delete=models.CASCADE, related_name="claim_links"
    )
    token_digest = models.CharField(max_length=64, unique=True)  # SHA-256, hexadecimal
    email = models.CharField(max_length=254)  # to whom the link went
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"claim link {self.pk}"


class DeliveryKind(models.TextChoices):
    """Why a mail was sent."""

    ISSUED = "issued", _("Issued")
    RESENT = "resent", _("Sent again")
    REVOKED = "revoked", _("Revoked")
    SUSPENDED = "suspended", _("Suspended")
    LIFTED = "lifted", _("Valid again")


class Delivery(models.Model):
    """One mail about a credential; the outbox message says whether it left."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=DeliveryKind.choices)
    address = models.CharField(max_length=254)
    outbox_id = models.UUIDField(null=True, blank=True)  # events.OutboxMessage
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"


class IdempotentRequest(models.Model):
    """The first answer to an API request with an Idempotency-Key, kept for 24 hours."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=200)
    operation = models.CharField(max_length=200)
    body_digest = models.CharField(max_length=64)  # SHA-256, hexadecimal
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"], name="idempotency_key_once"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "created_at"], name="idempotent_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.key}"


def _refuse(frozen: frozenset[str] | set[str]) -> None:
    if frozen:
        raise CredentialFrozenError(
            "The bytes of an issued credential never change.", fields=", ".join(sorted(frozen))
        )
