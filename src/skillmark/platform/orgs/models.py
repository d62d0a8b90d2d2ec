"""Organisations, the tree they form, their members, proven domains and API keys.

An `Organisation` is the tenant. Every row that belongs to one is read through a manager scoped on
``organisation``; a query without an open scope raises.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
    validate_slug,
)
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.people import names

DEFAULT_COLOUR = "#1f6f5c"
NAME_LENGTH = 200  # characters
_COLOUR = RegexValidator(r"^#[0-9a-f]{6}\Z")


class Organisation(models.Model):  # type: ignore[django-manager-missing] # scoped managers
    """A tenant: a training provider, a university, an employer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True, validators=[validate_slug])
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    skeleton = models.CharField(  # what the name looks like, see `people.names.skeleton`
        max_length=NAME_LENGTH, default="", editable=False, db_index=True
    )
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
        validators=[_COLOUR],
    )
    second_colour = models.CharField(
        _("second colour"), max_length=7, blank=True, default="", validators=[_COLOUR]
    )
    logo = models.BinaryField(
        null=True, blank=True
    )  # PNG, at most 512 px a side, written by us
    parent = models.ForeignKey(  # a faculty's university; each is a tenant of its own
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    language = models.CharField(_("language of mails"), max_length=12, default="en")
    first_steps_dismissed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["parent", "name", "id"], name="organisation_parts")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what the name looks like beside it."""
        self.skeleton = names.skeleton(self.name)[:NAME_LENGTH]
        if (fields := kwargs.get("update_fields")) is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "skeleton"}
        super().save(*args, **kwargs)


class Policy(models.Model):
    """What an organisation asks of its own work: second persons and reminders."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="policy"
    )
    review_definitions = models.BooleanField(
        _("a second person publishes achievements"), default=False
    )
    approve_issuing_from = models.PositiveIntegerField(  # people in one go; empty means never
        _("a second person approves issuing from"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1_000_000)],
    )
    remind_after_days = models.PositiveSmallIntegerField(  # empty means never
        _("remind of an unclaimed credential after, in days"),
        null=True,
        blank=True,
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    remind_times = models.PositiveSmallIntegerField(
        _("how often at most"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return f"policy of {self.organisation}"


class ProposalState(models.TextChoices):
    """Where a proposal to become part of another organisation stands."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PartProposal(models.Model):
    """One organisation asks another to stand above or below it; both have to want it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(  # who is asked, and decides
        Organisation, on_delete=models.CASCADE, related_name="+"
    )
    asker = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    asker_is_parent = models.BooleanField()
    state = models.CharField(
        max_length=10, choices=ProposalState.choices, default=ProposalState.WAITING
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "asker"],
                condition=Q(state=ProposalState.WAITING),
                name="one_waiting_proposal_a_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asker} asks {self.organisation}: {self.state}"

    @property
    def parent(self) -> Organisation:
        """Return who would stand above."""
        return self.asker if self.asker_is_parent else self.organisation

    @property
    def part(self) -> Organisation:
        """Return who would stand below."""
        return self.organisation if self.asker_is_parent else self.asker


class DomainState(models.TextChoices):
    """Where the proof of a domain stands."""

    ASKED = "asked", _("Not proven yet")
    PROVEN = "proven", _("Proven")
    FAILING = "failing", _("Proven, but the last check failed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DomainMethod(models.TextChoices):
    """How a domain says that an organisation is its own."""

    WELL_KNOWN = "well_known", _("A file at the domain")
    DID_WEB = "did_web", _("A DID document at the domain")


STANDING_DOMAIN = (DomainState.PROVEN, DomainState.FAILING)


class DomainProof(models.Model):
    """What an organisation claims of a domain, and what the domain said to it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="domain_proofs"
    )
    domain = models.CharField(max_length=253)  # in ASCII, as it is fetched
    skeleton = models.CharField(max_length=253, db_index=True)  # what it looks like
    token = models.CharField(max_length=64)  # public: it stands in the file at the domain
    state = models.CharField(
        max_length=10, choices=DomainState.choices, default=DomainState.ASKED
    )
    method = models.CharField(max_length=10, choices=DomainMethod.choices, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    proven_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row, of a domain once proven
    findings = models.JSONField(default=list)  # of the last check: method, code, message
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state", "checked_at"], name="domain_proof_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state=DomainState.ASKED),
                name="one_asked_domain",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=STANDING_DOMAIN),
                name="one_proven_domain",
            ),
            models.UniqueConstraint(
                fields=["domain"],
                condition=Q(state__in=STANDING_DOMAIN),
                name="domain_proven_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.domain}: {self.state}"

    @property
    def stands(self) -> bool:
        """Say whether others see the domain with the organisation's name."""
        return self.state in STANDING_DOMAIN


class Role(models.TextChoices):
    """What a member may do."""

    OWNER = "owner", _("Owner")
    DESIGNER = "designer", _("Designer")
    ISSUER = "issuer", pgettext_lazy("role", "Issuer")
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
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="membership_newest")
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
    sent_at = models.DateTimeField(default=timezone.now)  # the mail whose link works
    sent_times = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    hands_over = models.BooleanField(default=False)  # accepting ends the inviter's membership

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="invitation_newest")
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"

    @property
    def state(self) -> str:
        """Return ``accepted``, ``withdrawn``, ``expired`` or ``open``."""
        if self.accepted_at is not None:
            return "accepted"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "expired" if self.expires_at <= timezone.now() else "open"


class Scope(models.TextChoices):
    """What an API key may do."""

    CREDENTIALS_ISSUE = "credentials:issue", _("Issue credentials")
    CREDENTIALS_READ = "credentials:read", _("Read credentials")
    CREDENTIALS_REVOKE = "credentials:revoke", _("Revoke, suspend and lift credentials")
    ACHIEVEMENTS_READ = "achievements:read", _("Read achievements")
    ACHIEVEMENTS_WRITE = "achievements:write", _("Change achievements")
    PROGRAMMES_READ = "programmes:read", _("Read programmes and their learners")
    PROGRAMMES_WRITE = "programmes:write", _("Change programmes and open groups")
    ASSESSMENT_READ = "assessment:read", _("Read assessments and what was decided")
    ASSESSMENT_WRITE = "assessment:write", _("Give results for criteria")


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

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "revoked_at", "-created_at"], name="api_key_newest"
            )
        ]

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
