"""The signer's journal: what it was asked to sign, what it signed, which keys it made.

Rows are only added. They name organisations and keys by id and hold no foreign keys, so that they
can lie in a database of their own, and outlive what they speak of. No document and no name of a
person is among them: documents stand as SHA-256, sealed keys too. The one table that is no journal
is `HeldKey`: what lies there for minutes is removed again (`making.tidy`).
"""

from django.db import models
from django.utils import timezone


class SignerIntent(models.Model):
    """What the signer was about to sign, written before it signed."""

    id = models.UUIDField(primary_key=True, editable=False)  # of the order, the caller's choice
    at = models.DateTimeField(default=timezone.now, editable=False)
    organisation_id = models.UUIDField()
    key_id = models.UUIDField()
    task = models.CharField(max_length=12)
    created = models.DateTimeField()  # the time in the proofs; a repetition gets the same
    count = models.PositiveIntegerField()  # documents
    digest = models.CharField(max_length=64)  # SHA-256 of the order with its documents
    approval_id = models.UUIDField(null=True)  # a second person's yes
    asked_by = models.CharField(max_length=80, blank=True)  # account and process of the caller

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["key_id", "at", "count"], name="signer_intents_of_key"),
            models.Index(fields=["approval_id", "count"], name="signer_intents_approved"),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.task}"


class SignerOutcome(models.Model):
    """What came of an intent, written before the bytes are handed out."""

    intent_id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    digests = models.BinaryField()  # SHA-256 of each signed document, in order, 32 bytes each
    refused = models.PositiveIntegerField(default=0)
    # Of keys whose signatures differ from time to time: the signed documents themselves.
    kept = models.JSONField(null=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.intent_id}: {len(bytes(self.digests)) // 32}"


class MadeKey(models.Model):
    """A key that the signer made and sealed; the platform keeps the same row as `IssuerKey`.

    It lets the signer sign with a key whose row the caller has not committed yet. There are three
    rows of a key: that it was asked for, that it was made, and what it was made for.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    organisation_id = models.UUIDField()
    did = models.CharField(max_length=500)
    facts = models.JSONField()  # the open columns of `IssuerKey`; SHA-256 of the sealed bytes

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.did


class HeldKey(models.Model):
    """The sealed bytes of a `MadeKey`, until the caller's own row has them; minutes at most."""

    id = models.UUIDField(primary_key=True, editable=False)  # of the `MadeKey`
    at = models.DateTimeField(default=timezone.now, editable=False)
    key_id = models.UUIDField()  # of the `IssuerKey` that it becomes
    encryption = models.PositiveIntegerField()  # the generation that seals it
    wrapped_key = models.BinaryField()
    ciphertext = models.BinaryField()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["key_id"], name="signer_held_of_key")]

    def __str__(self) -> str:
        return str(self.key_id)
