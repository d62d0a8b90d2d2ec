"""Rows of identities that have a history, and of keys that fell: no service, no key is here.

`skillmark.platform.trust.models` names them too, so that the framework finds them; others import
them from there.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7


class IdentityLog(models.Model):
    """The did:webvh beside a did:web: its log as it is published, and the version that waits.

    A version waits while too few witnesses have approved it; what is published never does.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    identity = models.OneToOneField(  # the did:web of the same place
        "trust.IssuerIdentity", on_delete=models.PROTECT, related_name="+"
    )
    did = models.CharField(max_length=500, unique=True)
    log = models.BinaryField(default=bytes)  # did.jsonl as published; empty before the first
    witness_file = models.BinaryField(default=bytes)  # did-witness.json; empty without any
    waiting = models.BinaryField(default=bytes)  # the log with a version that waits
    waiting_since = models.DateTimeField(null=True, blank=True)
    next_secret = models.ForeignKey(  # the key that was promised; none is kept after its use
        "trust.SealedSecret", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.did

    @property
    def newest(self) -> bytes:
        """Return the log with the newest version that was written, published or not."""
        return bytes(self.waiting or self.log)


class HeadKind(models.TextChoices):
    """Why a head is kept."""

    SEEN = "seen", _("Seen by a verification")
    APPROVED = "approved", _("Approved as a witness")


class LogHead(models.Model):
    """The newest version of somebody's log that this site has seen, or approved as a witness."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8, choices=HeadKind.choices)
    scid = models.CharField(max_length=46)
    number = models.PositiveIntegerField()
    version_id = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "scid"], name="one_head_a_log"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.scid} {self.number}"


class CompromiseState(models.TextChoices):
    """How far the answer to a stolen key is."""

    HALTED = "halted", _("Halted: a second person has to confirm")
    RECOVERING = "recovering", _("Key revoked and replaced; credentials are being renewed")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped: the second person said no")


class Compromise(models.Model):
    """A key that is not to be trusted any more, and what was done about it, step by step."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    key = models.ForeignKey("trust.IssuerKey", on_delete=models.PROTECT, related_name="+")
    new_key = models.ForeignKey(
        "trust.IssuerKey", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    known_good_at = models.DateTimeField()  # Tc: up to then the key was the issuer's alone
    reason = models.CharField(max_length=300)
    state = models.CharField(
        max_length=10, choices=CompromiseState.choices, default=CompromiseState.HALTED
    )
    switch = models.ForeignKey(
        "trust.KillSwitch", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_by = models.CharField(max_length=80)  # a reference, as in the audit trail
    job_id = models.UUIDField(null=True, blank=True)
    halted_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    rotated_at = models.DateTimeField(null=True, blank=True)
    lists_at = models.DateTimeField(null=True, blank=True)  # every bit is set and signed
    finished_at = models.DateTimeField(null=True, blank=True)
    standing = models.PositiveIntegerField(default=0)  # proven older: they stay as they are
    reissued = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)  # revoked, with nothing to issue again
    failed = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-halted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~models.Q(state="dropped"),
                name="one_compromise_a_key",
            ),
        ]

    def __str__(self) -> str:
        return f"compromise of {self.key_id}"
