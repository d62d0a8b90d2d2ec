"""Keys, identities, kill switches and status lists as rows.

An `IssuerIdentity` is a DID under which an organisation signs; its `IssuerKey` rows are sealed
by the vault. A `StatusList` is one published bit array of one identity and purpose; a
`StatusSlot` is the place in it that one credential holds. Writing happens in `keys`, `signing`
and `status`; nothing here opens a key.
"""

from typing import Any, ClassVar, Final, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.trust.identity_models import (
    Compromise,
    CompromiseState,
    HeadKind,
    IdentityLog,
    LogHead,
)
from skillmark.platform.trust.vault import Label, Sealed

__all__ = [
    "LIST_LENGTH",
    "PLATFORM",
    "SEALED",
    "Compromise",
    "CompromiseState",
    "HeadKind",
    "IdentityLog",
    "IssuerIdentity",
    "IssuerKey",
    "KeyBackup",
    "KeyEncryption",
    "KeyHome",
    "KeyPurpose",
    "KeyState",
    "KillSwitch",
    "LogHead",
    "SealedSecret",
    "StatusList",
    "StatusPurpose",
    "StatusSlot",
]

SEALED: Final = "sealed:"  # where a key lies whose private half is sealed in its own row
PLATFORM: Final = "platform"  # the tenant of the installation's own secrets
LIST_LENGTH: Final = 131_072  # entries, the herd-privacy floor of Bitstring Status List §6.1


class KeyPurpose(models.TextChoices):
    """What a key signs; a key of one purpose never signs for another."""

    CREDENTIAL = "credential", _("Credentials")
    STATUS = "status", _("Status lists")
    LOG = "log", _("Entries in the public log")


class KeyState(models.TextChoices):
    """How far a key is through its life."""

    ACTIVE = "active", _("In use")
    RETIRED = "retired", _("Retired: old signatures stay valid")
    REVOKED = "revoked", _("Revoked: not to be trusted")


class StatusPurpose(models.TextChoices):
    """What a set bit means, Bitstring Status List §2.2."""

    REVOCATION = "revocation", _("Revoked")
    SUSPENSION = "suspension", _("Suspended")


class KeyEncryption(models.Model):
    """A generation of the key-encryption key: where it lies and a value that recognises it."""

    version = models.PositiveIntegerField(primary_key=True)
    uri = models.CharField(
        max_length=500, blank=True, default=""
    )  # no secret; empty: passphrase
    salt = models.BinaryField()  # 16 bytes for scrypt; empty for keys that need no passphrase
    check_value = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["version"]

    def __str__(self) -> str:
        return f"key encryption {self.version}"


class IssuerIdentity(models.Model):
    """A DID of an organisation. One is current; older ones keep their credentials alive."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    did = models.CharField(max_length=500, unique=True)
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_current=True),
                name="one_current_identity_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.did


class IssuerKey(models.Model):
    """A signing key: its public half in the open, its private half sealed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    identity = models.ForeignKey(IssuerIdentity, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=KeyPurpose.choices)
    version = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    algorithm = models.CharField(max_length=12)
    public_multikey = models.CharField(max_length=200)
    verification_method = models.CharField(max_length=700)  # the key's full DID URL
    state = models.CharField(max_length=8, choices=KeyState.choices, default=KeyState.ACTIVE)
    location = models.CharField(max_length=500, default=SEALED)  # a URI without secrets
    encryption = models.ForeignKey(KeyEncryption, on_delete=models.PROTECT, related_name="+")
    wrapped_key = models.BinaryField()
    ciphertext = models.BinaryField()  # seals the private half, or its location elsewhere
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity", "purpose", "version"], name="key_version_once"
            ),
            models.UniqueConstraint(
                fields=["identity", "purpose"],
                condition=Q(state="active"),
                name="one_active_key_per_purpose",
            ),
        ]

    def __str__(self) -> str:
        return self.verification_method

    def __repr__(self) -> str:
        return f"<IssuerKey {self.verification_method} {self.state}>"

    @property
    def is_elsewhere(self) -> bool:
        """Say whether the private half lies in a module or a key service."""
        return self.location != SEALED

    @property
    def label(self) -> Label:
        """What the seal of this key is bound to."""
        return Label(
            tenant=str(self.organisation_id),
            key_id=str(self.pk),
            purpose=self.purpose,
            version=self.version,
        )

    @property
    def sealed(self) -> Sealed:
        """The private half as it lies in the row."""
        return Sealed(bytes(self.wrapped_key), bytes(self.ciphertext))

    def with_sealed(self, sealed: Sealed) -> Self:
        """Put a sealed private half into the row and return the row, unsaved."""
        self.wrapped_key = sealed.wrapped_key
        self.ciphertext = sealed.ciphertext
        return self


class SealedSecret(models.Model):
    """A private key of a protocol, such as LTI: sealed as issuer keys are, never in a DID."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(  # none: the installation's own
        "orgs.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    purpose = models.CharField(max_length=20)
    public = models.JSONField(default=dict)  # the public half, as the protocol writes it
    encryption = models.ForeignKey(KeyEncryption, on_delete=models.PROTECT, related_name="+")
    wrapped_key = models.BinaryField()
    ciphertext = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["organisation", "purpose", "-created_at"], name="secrets_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.organisation_id or PLATFORM}"

    @property
    def label(self) -> Label:
        """What the seal is bound to."""
        return Label(str(self.organisation_id or PLATFORM), str(self.pk), self.purpose, 1)

    @property
    def sealed(self) -> Sealed:
        """The private half as it lies in the row."""
        return Sealed(bytes(self.wrapped_key), bytes(self.ciphertext))

    def with_sealed(self, sealed: Sealed) -> Self:
        """Put a sealed private half into the row and return the row, unsaved."""
        self.wrapped_key, self.ciphertext = sealed.wrapped_key, sealed.ciphertext
        return self


class KeyBackup(models.Model):
    """That an owner took a sealed copy of the organisation's keys; the copy itself is theirs."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.CharField(max_length=80)  # a reference, as in the audit trail
    holds = models.JSONField(default=list)  # verification methods of the keys inside

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["organisation", "-made_at"], name="key_backup_newest")]

    def __str__(self) -> str:
        return f"keys of {self.organisation_id} at {self.made_at:%Y-%m-%d}"


class KeyHome(models.Model):
    """Where an organisation's new keys shall live: one of the places the operator configured."""

    organisation = models.OneToOneField(
        "orgs.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    place = models.CharField(max_length=40)  # a name of SKILLMARK_KEY_PLACES
    chosen_at = models.DateTimeField(default=timezone.now, editable=False)
    chosen_by = models.CharField(max_length=80)  # a reference, as in the audit trail

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.place}"


class KillSwitch(models.Model):
    """While a row stands unlifted, the signer refuses: platform, organisation or one key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(  # none: the whole platform
        "orgs.Organisation",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    key = models.ForeignKey(  # none: every key of the organisation
        IssuerKey, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    issuing_only = models.BooleanField(default=False)  # status lists go on
    reason = models.CharField(max_length=500)
    set_by = models.CharField(max_length=200, blank=True)
    set_at = models.DateTimeField(default=timezone.now, editable=False)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-set_at"]

    def __str__(self) -> str:
        return self.reason


class StatusList(models.Model):
    """One published list: the exact bytes that /status/<id> serves."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    identity = models.ForeignKey(IssuerIdentity, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=StatusPurpose.choices)
    number = models.PositiveIntegerField()  # 1, 2, 3 … of this identity and purpose
    length = models.PositiveIntegerField(default=LIST_LENGTH)  # entries
    used = models.PositiveIntegerField(default=0)  # entries given out
    url = models.CharField(max_length=500, unique=True)
    document = models.BinaryField()  # the signed bytes
    digest = models.CharField(max_length=64)  # SHA-256 of the bytes, hexadecimal
    published_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity", "purpose", "number"], name="status_list_number_once"
            ),
        ]
        indexes = [models.Index(fields=["published_at"], name="status_list_oldest")]

    def __str__(self) -> str:
        return self.url


class StatusSlot(models.Model):
    """One place in one list, given to one credential for ever."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="+")
    index = models.PositiveIntegerField()
    subject_id = models.UUIDField()  # the credential that holds it
    purpose = models.CharField(max_length=12, choices=StatusPurpose.choices)
    value = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "index"], name="status_index_given_once"
            ),
            models.UniqueConstraint(
                fields=["subject_id", "purpose"], name="one_status_slot_per_purpose"
            ),
        ]
        indexes = [
            models.Index(
                fields=["status_list"], condition=Q(value=True), name="status_slots_set"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status_list_id}#{self.index}"
