"""Open claim links: a link or QR code on a wall by which people ask for a credential themselves."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7


class LinkState(models.TextChoices):
    """Whether an open link gives anything."""

    WAITING = "waiting", _("Waits for approval")
    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


class OpenLink(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """An offer of one achievement version to whoever opens the link, within its bounds.

    The token stands on paper for many to see; it is no one person's secret, and kept readable so
    that it can be printed again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    achievement_version = models.ForeignKey(
        "catalog.AchievementVersion", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120)  # for the organisation only: "Course of 3 May"
    token = models.CharField(max_length=43, unique=True)  # base64url, 256 bits
    state = models.CharField(max_length=8, choices=LinkState.choices, default=LinkState.OPEN)
    capacity = models.PositiveIntegerField(null=True, blank=True)  # empty means unlimited
    taken = models.PositiveIntegerField(default=0)  # places given or held for approval
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)  # in which both were said
    domains = models.CharField(max_length=500, blank=True)  # space between, lower case
    code_word = models.CharField(max_length=60, blank=True)
    needs_approval = models.BooleanField(default=False)
    achieved_on = models.DateField(null=True, blank=True)  # the same for everyone
    created_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="open_links_newest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def places_left(self) -> int | None:
        """How many can still take it; none when there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    def state_at(self, now: datetime) -> str:
        """Return a `LinkState`, or ``early``, ``over`` or ``full`` when that stops it."""
        if self.state != LinkState.OPEN:
            return self.state
        if self.closes_at is not None and now >= self.closes_at:
            return "over"
        if self.places_left == 0:
            return "full"
        if self.opens_at is not None and now < self.opens_at:
            return "early"
        return LinkState.OPEN

    @property
    def shown_state(self) -> str:
        """What `state_at` says now."""
        return self.state_at(timezone.now())


class AskState(models.TextChoices):
    """How far somebody is who asked at an open link."""

    ASKED = "asked", _("Address not confirmed")
    WAITING = "waiting", _("Waits for you")
    ISSUED = "issued", _("Issued")
    DECLINED = "declined", _("Declined")


class OpenClaim(models.Model):
    """Somebody who asked at an open link: once for each address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    link = models.ForeignKey(OpenLink, on_delete=models.CASCADE, related_name="claims")
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    mailbox = models.CharField(max_length=320)  # the address without case
    language = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=8, choices=AskState.choices, default=AskState.ASKED)
    token_digest = models.CharField(max_length=64, unique=True)  # of the mail, SHA-256
    token_until = models.DateTimeField()
    source_key = models.CharField(max_length=64, blank=True)  # of its award, once confirmed
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)  # why it was declined

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["link", "mailbox"], name="open_claim_once"),
        ]
        indexes = [
            models.Index(fields=["link", "state", "-asked_at"], name="open_claims_by_state"),
            models.Index(fields=["state", "token_until"], name="open_claims_stale"),
        ]

    def __str__(self) -> str:
        return f"asked at {self.link_id}"
