"""Organisations, their members and their API keys.

An `Organisation` is the tenant. Every row that belongs to one is read through a manager scoped on
``organisation``; a query without an open scope raises.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator, validate_slug
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7

DEFAULT_COLOUR = "#1f6f5c"


class Organisation(models.Model):  # type: ignore[django-manager-missing] # scoped managers
    """A tenant: a training provider, a university, an employer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True, validators=[validate_slug])
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("about"), max_length=2000, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    email = models.EmailField(_("public e-mail address"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    domain = models.CharField(
        _("proven domain"), max_length=253, unique=True, null=True, blank=True
    )
    domain_proven_at = models.DateTimeField(null=True, blank=True)
    brand_colour = models.CharField(
        _("brand colour"),
        max_length=7,
        default=DEFAULT_COLOUR,
        validators=[RegexValidator(r"^#[0-9a-f]{6}\Z")],
    )
    logo = models.BinaryField(
        null=True, blank=True
    )  # PNG, at most 512 px a side, written by us
    parent = models.ForeignKey(  # a faculty's university; each is a tenant of its own
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    language = models.CharField(_("language of mails"), max_length=12, default="en")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Policy(models.Model):
    """What an organisation asks of its own work: second persons and reminders."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="policy"
    )
    review_definitions = models.BooleanField(
        _("a second person publishes achievements"), default=False
    )
    approve_issuing_from = models.PositiveIntegerField(  # people in one go; empty means never
        _("a second person approves issuing from"), null=True, blank=True
    )
    remind_after_days = models.PositiveSmallIntegerField(  # empty means never
        _("remind of an unclaimed credential after, in days"), null=True, blank=True, default=7
    )
    remind_times = models.PositiveSmallIntegerField(_("how often at most"), default=2)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return f"policy of {self.organisation}"


class Role(models.TextChoices):
    """What a member may do."""

    OWNER = "owner", _("Owner")
    DESIGNER = "designer", _("Designer")
    ISSUER = "issuer", _("Issuer")
    APPROVER = "approver", _("Approver")
    ASSESSOR = "assessor", _("Assessor")
    VIEWER = "viewer", _("Viewer")


class Membership(models.Model):
    """An account's place in an organisation: one, with one role."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Invitation(models.Model):
    """An offer of a place, sent to an address; only the token's digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token, hex
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"


class Scope(models.TextChoices):
    """What an API key may do."""

    CREDENTIALS_ISSUE = "credentials:issue", _("Issue credentials")
    CREDENTIALS_READ = "credentials:read", _("Read credentials")
    CREDENTIALS_REVOKE = "credentials:revoke", _("Revoke, suspend and reinstate credentials")
    ACHIEVEMENTS_READ = "achievements:read", _("Read achievements")
    ACHIEVEMENTS_WRITE = "achievements:write", _("Change achievements")


class ApiKey(models.Model):
    """A program's key: shown once, kept as a digest."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="api_keys"
    )
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the key, hex
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def audit_reference(self) -> str:
        """Return how the audit trail names this key."""
        return f"key:{self.pk}"

    @property
    def active(self) -> bool:
        """Say whether the key opens anything now."""
        expired = self.expires_at is not None and self.expires_at <= timezone.now()
        return self.revoked_at is None and not expired
