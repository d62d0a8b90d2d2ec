"""What is kept of exports: who wants them, each one, and the place of each credential in it."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7

KEY_BYTES = 65


class BlockcertsSetting(models.Model):
    """Whether an organisation wants the export.

    Attributes:
        is_on: new exports may be begun.
        public_key: of the account that sends, 0x04 and 64 bytes, as it was when switched on.
        changed_at: when somebody switched it last.
    """

    organisation = models.OneToOneField(
        "orgs.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    is_on = models.BooleanField(default=False)
    public_key = models.BinaryField(max_length=KEY_BYTES)
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return "on" if self.is_on else "off"


class BlockcertsExport(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """One export: credentials of a batch under one root in one transaction.

    Attributes:
        chain: CAIP-2, of the network that the root is sent to.
        public_key: of the account that sends; the DID document names it for ever.
        fragment: of its verification method.
        total: credentials.
        anchor: the transaction, once the tree is built.
        job: that builds it.
        created_at: what the proofs have as ``created``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    batch = models.ForeignKey("issuing.Batch", on_delete=models.CASCADE, related_name="+")
    chain = models.CharField(max_length=80)
    public_key = models.BinaryField(max_length=KEY_BYTES)
    fragment = models.CharField(max_length=40)
    total = models.PositiveIntegerField()
    anchor = models.ForeignKey(
        "anchors.Anchor", on_delete=models.PROTECT, null=True, related_name="+"
    )
    job = models.ForeignKey(
        "jobs.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["batch", "-created_at"], name="blockcerts_of_batch")]

    def __str__(self) -> str:
        return f"export {self.pk}"


class BlockcertsLeaf(models.Model):
    """One credential in an export; its copy is named after the id.

    Attributes:
        place: of the credential in the tree, the first is 0.
        target: SHA-256 of the canonical copy; empty until it has been computed.
        path: from there to the root, 33 bytes a step: 0 for left or 1 for right, then the hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    export = models.ForeignKey(
        BlockcertsExport, on_delete=models.CASCADE, related_name="leaves"
    )
    credential = models.OneToOneField(
        "issuing.Credential", on_delete=models.CASCADE, related_name="+"
    )
    place = models.PositiveIntegerField()
    target = models.BinaryField(default=bytes)
    path = models.BinaryField(default=bytes)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["export", "place"], name="blockcerts_place_once")
        ]

    def __str__(self) -> str:
        return f"leaf {self.place}"
