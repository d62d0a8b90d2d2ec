"""How far each person is on a pathway, and whom to look at again.

`Recheck` is the queue: a row is added in the transaction that issues or changes a credential, so
none is lost, and adding it waits for nobody. Whoever works it off takes the person's `Learner`
row, looks at what they hold now, and deletes the rows it has seen.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.pathways.models.pathways import Pathway


class Cause(models.TextChoices):
    """Why somebody is looked at again."""

    ISSUED = "issued", _("A credential was issued")
    CHANGED = "changed", _("A credential changed")
    TIME = "time", _("A date has come")
    PUBLISHED = "published", _("A rule was published")
    JOINED = "joined", _("They joined")
    DECISION = "decision", _("A decision on recognition")


class Learner(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """One person on one pathway."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="learners")
    key = models.CharField(max_length=64)  # SHA-256 of the address, see `people`
    email = models.CharField(max_length=254)  # in small letters
    name = models.CharField(max_length=200, blank=True)
    # set once the person says: count what others have awarded me as well
    joined_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    joined_at = models.DateTimeField(null=True, blank=True)
    satisfied = models.BooleanField(default=False)
    have = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    need = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    verdict = models.JSONField(default=dict)  # as `RuleVerdict.to_json`
    problem = models.CharField(max_length=300, blank=True)  # why no final could be issued
    looked_at = models.DateTimeField(null=True, blank=True)
    next_look = models.DateTimeField(null=True, blank=True)  # when time alone changes it

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pathway", "key"], name="pathway_learner_once"),
        ]
        indexes = [
            models.Index(fields=["pathway", "satisfied", "name"], name="pathway_learners_list"),
            models.Index(fields=["next_look"], name="pathway_learners_due"),
            models.Index(fields=["email"], name="pathway_learners_email"),
        ]

    def __str__(self) -> str:
        return f"learner {self.pk}"


class Recheck(models.Model):
    """Somebody is to be looked at again; repeated rows are worked off at once."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="+")
    email = models.CharField(max_length=254)
    cause = models.CharField(max_length=12, choices=Cause.choices)
    due_at = models.DateTimeField(default=timezone.now)  # later again when it did not work

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="pathway_rechecks_due"),
            models.Index(fields=["pathway", "email"], name="pathway_rechecks_of"),
        ]

    def __str__(self) -> str:
        return f"recheck {self.pk}"
