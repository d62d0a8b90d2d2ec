"""An erasure: whom it is about while it goes on, and nothing of them afterwards."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7

_ID_BYTES: Final = 16
_SHOWN: Final = 10  # characters of the reference


class ErasureState(models.TextChoices):
    """How far an erasure is."""

    WAITING = "waiting", _("Can be undone")
    RUNNING = "running", _("Being erased")
    TELLING = "telling", _("Erased, the last mail is on its way")
    DONE = "done", _("Erased")
    UNDONE = "undone", _("Undone")


OPEN: Final = (ErasureState.WAITING, ErasureState.RUNNING, ErasureState.TELLING)
"""States in which the erasure still knows whom it is about."""


class Reason(models.TextChoices):
    """Why an organisation erases somebody; no free text, which could name them."""

    ASKED = "asked", _("The person asked for it")
    PERIOD = "period", _("The time for which it was kept is over")
    MISTAKE = "mistake", _("It should never have been stored")
    OTHER = "other", _("Another reason")


class Erasure(models.Model):
    """One person to erase: an account with all that is theirs, or an address at one organisation.

    Whom it is about stands here only until it is done; then the number, the times and the counts
    are left.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(  # none: the person asked, and all of it goes
        "orgs.Organisation", on_delete=models.CASCADE, null=True, related_name="+"
    )
    state = models.CharField(
        max_length=8, choices=ErasureState.choices, default=ErasureState.WAITING
    )
    reason = models.CharField(max_length=8, choices=Reason.choices, default=Reason.ASKED)
    asked_by = models.CharField(max_length=80, blank=True)  # an actor, see events
    addresses = models.JSONField(default=list)  # emptied when it is done; so are the next four
    names = models.JSONField(default=list)
    user_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    language = models.CharField(max_length=12, blank=True)  # of the last mail
    credentials = models.BinaryField(default=bytes)  # ids, 16 bytes each; they name nobody
    done_parts = models.JSONField(default=list)  # keys of what was erased
    counts = models.JSONField(default=dict)  # {part: rows}
    job = models.ForeignKey(
        "jobs.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # done or undone

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user_id"],
                condition=Q(organisation=None, state__in=OPEN),
                name="one_erasure_an_account",
            )
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="erasures_due"),
            models.Index(fields=["organisation", "-asked_at"], name="erasures_newest"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """How people and the audit trail call it."""
        return f"E-{self.pk.hex[-_SHOWN:].upper()}"

    @property
    def credential_ids(self) -> frozenset[UUID]:
        """The credentials that it erases."""
        data = bytes(self.credentials)
        places = range(0, len(data), _ID_BYTES)
        return frozenset(UUID(bytes=data[one : one + _ID_BYTES]) for one in places)

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self.state in OPEN

    @property
    def status_key(self) -> str:
        """How the design system calls the state."""
        return {"done": "valid", "undone": "draft"}.get(self.state, "pending")
