"""What the monitor keeps: how far it looked, lists as it saw them, and what it found.

Its own memory, apart from what it watches: whoever rewrites the one does not rewrite the other.
"""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7

MONITOR: Final = 1  # there is one monitor, so one row
MAX_REASON: Final = 500  # characters


class AlarmCode(models.TextChoices):
    """What can be wrong."""

    REWRITTEN = "monitor.rewritten", _("The log is not the one seen before")
    GAP = "monitor.gap", _("A number is missing")
    UNKNOWN = "monitor.unknown_entry", _("Something was logged that is not known here")
    FOREIGN_KEY = "monitor.foreign_key", _("An entry is signed with another key")
    TIME_BACK = "monitor.time_backwards", _("Time runs backwards")
    UNREVOKED = "monitor.unrevoked", _("A revocation was silently undone")
    UNLOGGED_LIST = (
        "monitor.list_unlogged",
        _("A status list is published that was never logged"),
    )
    OLDER_LIST = "monitor.list_older", _("An older status list was put back")
    WITNESS = "monitor.witness", _("A witness disagrees")


class MonitorState(models.Model):
    """How far the log was looked at."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=MONITOR)
    origin = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    root = models.BinaryField(max_length=32, default=bytes)
    looked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"monitor at {self.size}"


class WatchedIssuer(models.Model):
    """An issuer's last number and time, as the monitor read them in the log."""

    issuer = models.CharField(max_length=64, primary_key=True)  # hash of the DID, hexadecimal
    sequence = models.PositiveBigIntegerField(default=0)
    time = models.PositiveBigIntegerField(default=0)  # POSIX seconds

    def __str__(self) -> str:
        return f"issuer {self.issuer[:8]} at {self.sequence}"


class SeenList(models.Model):
    """A status list as the monitor saw it last."""

    url = models.CharField(max_length=500, primary_key=True)
    digest = models.CharField(max_length=64)  # SHA-256 of the signed bytes, hexadecimal
    valid_from = models.DateTimeField(null=True)
    packed = models.BinaryField()  # the bits, compressed
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.url


class WaitingList(models.Model):
    """A status list whose entry was not in the log yet when the monitor looked."""

    url = models.CharField(max_length=500, primary_key=True)
    since = models.DateTimeField()  # by the monitor's clock, whatever versions came since

    def __str__(self) -> str:
        return f"{self.url} waits"


class MonitorAlarm(models.Model):
    """Something that is wrong; told once, shown until an owner says that it was looked at."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(  # none: it concerns the whole log
        "orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    code = models.CharField(max_length=40, choices=AlarmCode.choices)
    about = models.CharField(max_length=300)  # what it is about; with the code it is one alarm
    reason = models.CharField(max_length=MAX_REASON)
    index = models.PositiveBigIntegerField(null=True)  # of the entry in the log
    found_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=MAX_REASON, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "about"],
                condition=Q(settled_at=None),
                name="one_open_alarm_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "settled_at"], name="alarms_open"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.about}"
