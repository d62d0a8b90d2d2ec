"""An enrolment: a person in a cohort, and how far through the modules they are."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.people.models import EMAIL_MAX_LENGTH
from skillmark.platform.programmes.models.cohorts import Cohort
from skillmark.platform.programmes.models.contents import Module
from skillmark.platform.programmes.models.offers import Programme
from skillmark.platform.programmes.vocabulary import LIVE, EnrolmentState


class Enrolment(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """A person in a cohort. Somebody who left and comes back gets a new one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="enrolments"
    )
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="enrolments"
    )
    # as they stand on what is issued later; the address is proven when it is given
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), max_length=EMAIL_MAX_LENGTH)
    state = models.CharField(max_length=12, choices=EnrolmentState.choices)
    language = models.CharField(max_length=12, blank=True)  # of mails to them
    queued_at = models.DateTimeField(default=timezone.now)  # the waiting list goes by this
    enrolled_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # completed, withdrawn or removed
    reason = models.CharField(max_length=500, blank=True)  # why it ended
    # what the person was told it costs; see `Programme.cost_minor`
    cost_minor = models.PositiveBigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    # [str]: ids of the credentials that met the prerequisites
    prerequisites_met = models.JSONField(default=list, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["queued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"],
                condition=Q(state__in=LIVE),
                name="enrolled_once_in_a_programme",
            ),
        ]
        indexes = [
            models.Index(fields=["cohort", "state", "queued_at", "id"], name="enrolment_queue"),
            models.Index(fields=["person", "-queued_at"], name="enrolments_of_person"),
            models.Index(fields=["programme", "state"], name="enrolments_by_state"),
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"

    @property
    def is_live(self) -> bool:
        """Whether the person has, or waits for, a place."""
        return self.state in LIVE


class ModuleProgress(models.Model):
    """A module that a learner has worked through."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="+")
    done_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "module"], name="module_done_once"),
        ]

    def __str__(self) -> str:
        return f"{self.module_id} done"
