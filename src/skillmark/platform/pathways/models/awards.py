"""A final that was awarded: once a pathway and person, with the credentials that earned it."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.pathways.models.learners import Learner
from skillmark.platform.pathways.models.pathways import Pathway, PathwayVersion
from skillmark.platform.pathways.models.recognition import DecisionsDocument


class AwardState(models.TextChoices):
    """Whether what earned the final still stands."""

    STANDS = "stands", _("Stands")
    LOST = "lost", _("A credential behind it is lost")


class PathwayAward(models.Model):  # type: ignore[django-manager-missing] # scoped managers
    """The final of one person on one pathway."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="awards")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="awards")
    version = models.ForeignKey(PathwayVersion, on_delete=models.PROTECT, related_name="awards")
    credential = models.OneToOneField(
        "issuing.Credential", on_delete=models.PROTECT, related_name="pathway_award"
    )
    decisions = models.ForeignKey(
        DecisionsDocument, on_delete=models.PROTECT, null=True, related_name="+"
    )
    verdict = models.JSONField(default=dict)  # as it was when the final was issued
    state = models.CharField(
        max_length=8, choices=AwardState.choices, default=AwardState.STANDS
    )
    suspended_by_us = models.BooleanField(default=False)  # so we may lift it again
    awarded_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-awarded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "learner"], name="pathway_award_once_a_person"
            ),
        ]
        indexes = [models.Index(fields=["pathway", "-awarded_at"], name="pathway_awards_new")]

    def __str__(self) -> str:
        return f"award {self.pk}"


class Transcript(models.Model):
    """The record of learning (CLR 2.0) of a final, as it was signed."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    credential = models.OneToOneField(
        "issuing.Credential", on_delete=models.PROTECT, related_name="+"
    )
    document = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return f"transcript {self.pk}"


class Constituent(models.Model):
    """A credential that counted when a final was issued."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    award = models.ForeignKey(
        PathwayAward, on_delete=models.CASCADE, related_name="constituents"
    )
    credential = models.ForeignKey(  # none when it was issued elsewhere
        "issuing.Credential", on_delete=models.PROTECT, null=True, related_name="+"
    )
    url = models.CharField(max_length=2_000)  # as the final names it
    title = models.CharField(max_length=300)
    external = models.BinaryField(default=bytes)  # exact bytes of one issued elsewhere
    position = models.PositiveSmallIntegerField()

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "position"], name="pathway_constituent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"constituent {self.pk}"
