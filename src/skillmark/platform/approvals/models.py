"""A request for a second person's yes, and what was decided."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7


class ApprovalState(models.TextChoices):
    """Where a request stands."""

    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Approval(models.Model):
    """One act that waits for a second person, and the decision on it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=60)  # a registered kind, "issuing.batch"
    subject_id = models.UUIDField()  # what it is about: a batch, a version, a bulk change
    title = models.CharField(max_length=300)  # one plain sentence, without personal data
    href = models.CharField(max_length=300, blank=True)  # where the approver looks first
    facts = models.JSONField(default=dict)  # what the kind needs to act, plain JSON
    state = models.CharField(
        max_length=10, choices=ApprovalState.choices, default=ApprovalState.WAITING
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_through = models.CharField(max_length=80, blank=True)  # the actor, see events.audit
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=1_000, blank=True)  # the approver's reason

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-asked_at"]
        indexes = [
            models.Index(
                fields=["organisation", "state", "-asked_at"], name="approvals_waiting"
            ),
            models.Index(fields=["organisation", "-asked_at"], name="approvals_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state=ApprovalState.WAITING),
                name="one_waiting_approval_per_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
