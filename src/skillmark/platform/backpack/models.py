"""What a person keeps from elsewhere: credentials of other systems that were verified here.

They belong to the account alone, so they stand outside the organisations, and go with it.
"""

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.ids import uuid7
from skillmark.platform.people.models import User

MAX_NAME: Final = 300  # characters
MAX_IRI: Final = 2_000  # characters


class ImportedState(models.TextChoices):
    """What the issuer last said of it."""

    ACTIVE = "active", _("Valid")
    EXPIRED = "expired", _("Expired")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    INVALID = "invalid", _("Not valid")


class Imported(models.Model):
    """One credential issued elsewhere, with the bytes as they came."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="imported")
    name = models.CharField(max_length=MAX_IRI)  # the credential's own ``id``
    digest = models.CharField(max_length=64)  # SHA-256 of `document`, hexadecimal
    document = models.BinaryField()  # the credential, letter by letter
    original = models.BinaryField(default=bytes)  # the picture it came in, if it came in one
    reading = models.BinaryField(default=bytes)  # in the words of 3.0, when `document` is not
    kind = models.CharField(max_length=8)  # json, jwt, png, svg
    issuer = models.CharField(max_length=MAX_IRI)  # a DID, or the address of a profile
    issuer_name = models.CharField(max_length=MAX_NAME, blank=True)  # its own word
    issuer_domain = models.CharField(max_length=MAX_NAME, blank=True)  # proven
    achievements = models.JSONField(default=list)  # [IRI]
    title = models.CharField(max_length=MAX_NAME)
    holder = models.CharField(max_length=MAX_NAME, blank=True)
    credits = models.JSONField(default=dict)  # {unit: "15"}
    achieved_on = models.DateField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    proven_by = models.CharField(
        max_length=254, blank=True
    )  # the address it names; else nobody
    state = models.CharField(
        max_length=10, choices=ImportedState.choices, default=ImportedState.ACTIVE
    )
    report = models.JSONField(default=dict)  # of the last check that could be made
    checked_at = models.DateTimeField()  # when the issuer's word was last had
    next_check = models.DateTimeField(null=True)  # none for what is revoked for ever
    failures = models.PositiveSmallIntegerField(default=0)  # checks in a row without an answer
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="imported_once_an_account"),
        ]
        indexes = [
            models.Index(fields=["user", "-added_at"], name="imported_list"),
            models.Index(
                fields=["next_check"], condition=Q(removed_at=None), name="imported_due"
            ),
            models.Index(fields=["removed_at"], name="imported_removed"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def end(self) -> str:
        """What the name of a file of `document` ends with."""
        return "json" if bytes(self.document).lstrip().startswith(b"{") else "jwt"

    @property
    def shown_state(self) -> str:
        """The state with its dates: what is active and over is expired."""
        over = self.valid_until is not None and self.valid_until <= timezone.now()
        expired = self.state == ImportedState.ACTIVE and over
        return ImportedState.EXPIRED if expired else self.state


class Evidence(models.Model):
    """A document of the issuer that the last check used, so that a stack goes into one file."""

    id = models.BigAutoField(primary_key=True)
    imported = models.ForeignKey(Imported, on_delete=models.CASCADE, related_name="evidence")
    url = models.CharField(max_length=MAX_IRI)
    body = models.BinaryField()
    fetched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["imported", "url"], name="evidence_once"),
        ]
        indexes = [models.Index(fields=["url", "-fetched_at"], name="evidence_newest")]

    def __str__(self) -> str:
        return self.url
