"""What is stored of mail: addresses not to be written to, own words, links to unsubscribe."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7


class Cause(models.TextChoices):
    """Why an address is not written to."""

    BOUNCED = "bounced", _("Does not take mail")
    COMPLAINED = "complained", _("Marked our mail as spam")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed from reminders")


class Suppression(models.Model):
    """An address that an organisation must not write to, or, without one, nobody here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField(null=True, editable=False)
    address = models.CharField(max_length=254)  # lower case
    cause = models.CharField(max_length=12, choices=Cause.choices)
    evidence = models.CharField(max_length=300, blank=True)  # the server's words
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=80, blank=True)  # an actor, see events

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "address", "cause"],
                condition=Q(lifted_at=None, organisation_id__isnull=False),
                name="suppressed_once",
            ),
            models.UniqueConstraint(
                fields=["address", "cause"],
                condition=Q(lifted_at=None, organisation_id__isnull=True),
                name="suppressed_everywhere_once",
            ),
        ]
        indexes = [
            models.Index(fields=["address"], name="suppressed_address"),
            models.Index(fields=["organisation_id", "-at", "-id"], name="suppressed_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.pk}"


class Wording(models.Model):
    """An organisation's own words for one kind of letter in one language."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField(editable=False)
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=12)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    intro = models.TextField(_("text"), max_length=2000, blank=True)
    sign_off = models.TextField(_("sign-off"), max_length=2000, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "kind", "language"], name="wording_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.language}"


class Subscription(models.Model):
    """To whom a link to unsubscribe belongs; only the digest of its secret is kept."""

    token_digest = models.CharField(primary_key=True, max_length=64)  # SHA-256, hexadecimal
    organisation_id = models.UUIDField(editable=False)
    address = models.CharField(max_length=254)  # lower case
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "address"], name="subscription_of"),
        ]

    def __str__(self) -> str:
        return f"subscription to {self.organisation_id}"
