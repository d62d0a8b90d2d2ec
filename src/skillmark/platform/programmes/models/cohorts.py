"""A cohort: the people who go through a programme together, with its places and dates."""

from datetime import date
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.programmes.models.offers import Programme
from skillmark.platform.programmes.vocabulary import CohortState

MAX_CAPACITY: Final = 100_000


class Cohort(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """One run of a programme. Without days it is open-ended: people start when they like."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="cohorts")
    state = models.CharField(
        max_length=10, choices=CohortState.choices, default=CohortState.OPEN
    )
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    # both days count: the first and the last on which people can register
    registration_from = models.DateField(_("registration opens on"), null=True, blank=True)
    registration_until = models.DateField(_("registration closes on"), null=True, blank=True)
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True
    )  # empty: no limit
    place = models.CharField(_("place"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [
            models.Index(fields=["programme", "state", "starts_on"], name="cohorts_by_start"),
            models.Index(fields=["organisation", "state", "starts_on"], name="cohorts_of_all"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="cohort_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1), name="cohort_has_places"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def phase_at(self, today: date) -> str:
        """Return ``cancelled``, ``over``, ``closed``, ``early`` or ``open``: for registering."""
        if self.state == CohortState.CANCELLED:
            return "cancelled"
        if self.ends_on is not None and self.ends_on < today:
            return "over"
        if self.registration_until is not None and self.registration_until < today:
            return "closed"
        if self.registration_from is not None and self.registration_from > today:
            return "early"
        return "open"

    @property
    def phase(self) -> str:
        """What `phase_at` says today."""
        return self.phase_at(timezone.localdate())

    @property
    def takes_people(self) -> bool:
        """Whether places that come free are still given to those who wait."""
        return self.phase not in {"cancelled", "over"}
