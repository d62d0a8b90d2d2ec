"""How a credential reaches its holder: the secret link to take it, and the mails about it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.issuing.models.credentials import Credential


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
    followed_up_at = models.DateTimeField(null=True, blank=True)  # no reminder of it is due

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["organisation", "created_at"],
                condition=Q(claimed_at=None, withdrawn_at=None, followed_up_at=None),
                name="claim_links_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"claim link {self.pk}"


class DeliveryKind(models.TextChoices):
    """Why a mail was sent."""

    ISSUED = "issued", _("Issued")
    RESENT = "resent", _("Sent again")
    REMINDER = "reminder", _("Reminder")
    REVOKED = "revoked", _("Revoked")
    SUSPENDED = "suspended", _("Suspended")
    LIFTED = "lifted", _("Valid again")
    REPLACED = "replaced", _("Replaced")
    REISSUED = "reissued", _("Issued again")
    RENEWED = "renewed", _("Renewed")
    DUE = "due", _("Ends soon")
    ENDED = "ended", _("Has ended")
    PART_DUE = "part_due", _("A part ends soon")
    PART_ENDED = "part_ended", _("A part has ended")


class DeliveryState(models.TextChoices):
    """How far a mail is; for a person, the last three ask for something to be done."""

    WAITING = "waiting", _("Waiting")
    RETRYING = "retrying", _("Tried, will be tried again")
    SENT = "sent", _("Sent")
    BOUNCED = "bounced", _("Came back")
    COMPLAINED = "complained", _("Marked as spam")
    SUPPRESSED = "suppressed", _("Not sent")
    FAILED = "failed", _("Given up")


CAME_BACK = (DeliveryState.BOUNCED, DeliveryState.COMPLAINED, DeliveryState.FAILED)


class Delivery(models.Model):
    """One mail about a credential, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=DeliveryKind.choices)
    number = models.PositiveSmallIntegerField(null=True, blank=True)  # of a reminder, from 1
    address = models.CharField(max_length=254)
    outbox_id = models.UUIDField(null=True, blank=True, db_index=True)  # events.OutboxMessage
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    words = models.CharField(max_length=300, blank=True)  # what the mail server said last
    state_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)  # somebody did something about it
    # What lists sort by and search in: name, address and achievement, in small letters.
    search_text = models.TextField(blank=True, default="", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["credential", "kind", "number"],
                condition=Q(number__isnull=False),
                name="reminded_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-created_at", "-id", "search_text", "state"],
                name="deliveries_listed",
            ),
            models.Index(
                fields=["organisation", "search_text", "-id", "state"],
                name="deliveries_by_name",
            ),
            models.Index(
                fields=["organisation", "state", "-created_at", "-id"],
                name="deliveries_by_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def came_back(self) -> bool:
        """Whether the mail did not reach anybody, for good."""
        return self.state in CAME_BACK

    @property
    def status_key(self) -> str:
        """How the design system calls the state."""
        return f"mail_{self.state}"


class PartNotice(models.Model):
    """The holder of a credential with a shorter clock inside was told of it, or need not be."""

    id = models.BigAutoField(primary_key=True)
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=DeliveryKind.choices)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credential", "kind"], name="part_notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.credential_id}"
