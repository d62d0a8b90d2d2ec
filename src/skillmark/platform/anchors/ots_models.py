"""What each calendar did with a time stamp."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skillmark.platform.anchors.models import HASH_DIGITS, Anchor
from skillmark.platform.events.ids import uuid7


class CalendarState(models.TextChoices):
    """How far one calendar has come."""

    ASKED = "asked", _("Not reached yet")
    PROMISED = "promised", _("Waiting for a block")
    IN_BLOCK = "in_block", _("In a block")


class CalendarStamp(models.Model):
    """One calendar and one time stamp.

    Attributes:
        anchor: of kind ``ots``, whose `proof` holds what all calendars said.
        url: of the calendar, as it was configured when the time stamp was begun.
        height: the block of Bitcoin that it names.
        header: of that block, 80 bytes, once an explorer has shown it.
        block_hash: of that block, hexadecimal as people write it.
        problem_code: why it does not go on; empty while all is well.
        problem: the sentence of that code, in English.
        failures: tries in a row that failed.
        retry_at: not asked again before.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    anchor = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="calendars")
    url = models.CharField(max_length=500)
    state = models.CharField(
        max_length=10, choices=CalendarState.choices, default=CalendarState.ASKED
    )
    height = models.PositiveIntegerField(null=True)
    header = models.BinaryField(null=True)
    block_hash = models.CharField(max_length=HASH_DIGITS, blank=True)
    problem_code = models.CharField(max_length=80, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "anchors"
        ordering = ["url"]
        constraints = [
            models.UniqueConstraint(fields=["anchor", "url"], name="anchors_calendar_once")
        ]

    def __str__(self) -> str:
        return f"{self.url} {self.state}"
