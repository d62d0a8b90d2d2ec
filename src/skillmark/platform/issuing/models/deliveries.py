"""How a credential reaches its holder: the secret link to take it, and the mails about it."""

from typing import Any, ClassVar

from django.db import models
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
    REPLACED = "replaced", _("Replaced")
    RENEWED = "renewed", _("Renewed")
    DUE = "due", _("Ends soon")
    ENDED = "ended", _("Has ended")


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
