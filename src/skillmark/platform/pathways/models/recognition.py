"""Decisions of an organisation: what a certificate of another issuer counts as.

A decision is never edited: it is withdrawn, and another one made. The document of all that stood
when a final was issued is kept as the bytes that the final carries the digest of.
"""

from typing import Any, ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7

MAX_IRI: Final = 2_000  # characters


class Equivalence(models.Model):
    """One decision: this achievement of that issuer counts as those, or is worth so much."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("what it is called"), max_length=200)
    achievement = models.CharField(_("address of the achievement"), max_length=MAX_IRI)
    issuer = models.CharField(_("issuer"), max_length=500)  # a DID
    counts_as = models.JSONField(_("counts as"), default=list, blank=True)  # [IRI]
    credits = models.JSONField(_("credits"), default=dict, blank=True)  # {unit: "15"}
    levels = models.JSONField(_("levels"), default=dict, blank=True)  # {framework: 6}
    reason = models.TextField(_("reason"), max_length=2_000)
    decided_on = models.DateField(_("day of the decision"))
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["organisation", "withdrawn_at", "-created_at"], name="equivalences_new"
            )
        ]

    def __str__(self) -> str:
        return self.title


class DecisionsDocument(models.Model):
    """The decisions that stood at some time, as the bytes that are served for ever."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    digest = models.CharField(max_length=100)  # multibase
    document = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "digest"], name="decisions_document_once"
            ),
        ]

    def __str__(self) -> str:
        return self.digest
