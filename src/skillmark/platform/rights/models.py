"""Signed definitions, grants and endorsements as rows, with the exact bytes that were signed.

A grant belongs to who gives it, an endorsement to who signs it; the other side reads it outside
the scope, by its own name only. Writing happens in `services`.
"""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7

MAX_NOTE: Final = 500  # characters
MAX_COMMENT: Final = 1_000  # characters


_PILLS: Final = {
    "offered": "pending",
    "asked": "pending",
    "coming": "pending",
    "active": "valid",
    "given": "valid",
    "ended": "expired",
    "revoked": "revoked",
}
_DATED: Final = {"ended": _("Ended"), "coming": _("Begins later")}


class Definition(models.Model):
    """A published version as its owner signed it; written once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    version = models.OneToOneField(
        "catalog.AchievementVersion", on_delete=models.PROTECT, related_name="definition"
    )
    document = models.BinaryField()  # exactly the bytes that were signed
    digest = models.CharField(max_length=64)  # SHA-256 of the bytes, hexadecimal
    named = models.CharField(max_length=60)  # the same as credentials name it, digestMultibase
    signed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-signed_at"]

    def __str__(self) -> str:
        return f"definition {self.version_id}"


class GrantState(models.TextChoices):
    """How far a grant is; that it ended follows from the date."""

    OFFERED = "offered", _("Offered")
    ACTIVE = "active", _("In force")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")
    REVOKED = "revoked", _("Revoked")


class Grant(models.Model):
    """An organisation lets another one issue one of its achievements for a time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(  # whose achievement it is
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    grantee = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=10, choices=GrantState.choices, default=GrantState.OFFERED
    )
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=MAX_NOTE, blank=True)
    offered_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=MAX_NOTE, blank=True)
    document = models.BinaryField(null=True)  # exactly the bytes that were signed
    ended_document = models.BinaryField(null=True)  # the same with an earlier end, once revoked

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["grantee", "achievement"],
                condition=Q(state="offered"),
                name="one_offer_per_grantee",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-offered_at", "-id"], name="grants_given"),
            models.Index(fields=["grantee", "state", "achievement"], name="grants_held"),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"

    @property
    def data(self) -> bytes:
        """The bytes that were signed; empty while it is only offered."""
        return bytes(self.document or b"")

    @property
    def end(self) -> Any:
        """When it ended or will end: the earlier of its end and its revocation."""
        return self.revoked_at or self.valid_until

    @property
    def shown_state(self) -> str:
        """A value of `GrantState`, or ``ended`` or ``coming`` by the date."""
        now = timezone.now()
        if self.state == GrantState.ACTIVE and self.valid_until and self.valid_until <= now:
            return "ended"
        if self.state == GrantState.ACTIVE and self.valid_from > now:
            return "coming"
        return self.state

    @property
    def pill(self) -> tuple[str, str]:
        """The status key that shows the state, and the state in words."""
        return _pill(self.shown_state, self.get_state_display())


class EndorsementState(models.TextChoices):
    """How far an endorsement is; that it ended follows from the date."""

    ASKED = "asked", _("Asked for")
    GIVEN = "given", _("In force")
    REFUSED = "refused", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")
    REVOKED = "revoked", _("Revoked")


class Endorsement(models.Model):
    """A third party stands by an organisation or by one of its achievements."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(  # who endorses and signs
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    subject = models.ForeignKey(  # who asked, and is endorsed
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(  # none: the organisation itself
        "catalog.AchievementVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(
        max_length=10, choices=EndorsementState.choices, default=EndorsementState.ASKED
    )
    note = models.CharField(max_length=MAX_NOTE, blank=True)  # why it is asked for
    title = models.CharField(max_length=120, blank=True)
    comment = models.CharField(max_length=MAX_COMMENT, blank=True)  # what the endorser says
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=MAX_NOTE, blank=True)
    document = models.BinaryField(null=True)  # exactly the bytes that were signed

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["organisation", "state", "-asked_at"], name="endorsing"),
            models.Index(fields=["subject", "state", "-asked_at"], name="endorsed"),
        ]

    def __str__(self) -> str:
        return f"endorsement {self.pk}"

    @property
    def data(self) -> bytes:
        """The bytes that were signed; empty while it is only asked for."""
        return bytes(self.document or b"")

    @property
    def shown_state(self) -> str:
        """A value of `EndorsementState`, or ``ended`` by the date."""
        over = self.valid_until is not None and self.valid_until <= timezone.now()
        return "ended" if self.state == EndorsementState.GIVEN and over else self.state

    @property
    def pill(self) -> tuple[str, str]:
        """The status key that shows the state, and the state in words."""
        return _pill(self.shown_state, self.get_state_display())


def _pill(shown: str, word: str) -> tuple[str, str]:
    return _PILLS.get(shown, "cancelled"), str(_DATED.get(shown, word))
