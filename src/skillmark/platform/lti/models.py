"""Platforms an organisation has registered, logins and launches, accounts, courses, results.

Every row has its organisation. Tokens and states are kept as SHA-256 only.
"""

from typing import Any, ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7

URL_LENGTH: Final = 1_000  # characters
NAME_LENGTH: Final = 255  # characters


class RegistrationState(models.TextChoices):
    """Whether launches of a platform are taken."""

    ACTIVE = "active", pgettext_lazy("platform", "Active")
    SUSPENDED = "suspended", pgettext_lazy("platform", "Suspended")


class Scale(models.TextChoices):
    """How a score of the platform becomes points of a criterion."""

    POINTS = "points", _("The score is the points")
    PERCENT = "percent", _("The score in per cent of the most possible is the points")


def _owner(**more: Any) -> Any:
    return models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+", **more
    )


class Registration(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """A learning platform whose launches an organisation takes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = _owner()
    name = models.CharField(_("name"), max_length=120)
    issuer = models.CharField(_("issuer"), max_length=NAME_LENGTH)
    client_id = models.CharField(_("client id"), max_length=NAME_LENGTH)
    deployments = models.JSONField(default=list)  # ids; launches of others are refused
    auth_url = models.CharField(_("authentication address"), max_length=URL_LENGTH)
    token_url = models.CharField(_("token address"), max_length=URL_LENGTH)
    jwks_url = models.CharField(_("address of its keys"), max_length=URL_LENGTH)
    audience = models.CharField(max_length=URL_LENGTH, blank=True)  # of our token requests
    state = models.CharField(
        max_length=10, choices=RegistrationState.choices, default=RegistrationState.ACTIVE
    )
    keys = models.JSONField(default=list)  # the platform's, as last fetched
    keys_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    checked_code = models.CharField(max_length=80, blank=True)  # empty: it worked
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "issuer", "client_id"], name="platform_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class RegistrationLink(models.Model):
    """An owner's link with which one platform may register itself, once."""

    digest = models.CharField(max_length=64, primary_key=True)  # of the secret in it
    organisation = _owner()
    made_by = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return f"registration link of {self.organisation_id}"


class LoginState(models.Model):
    """A login that was begun; it answers one launch, within minutes."""

    digest = models.CharField(max_length=64, primary_key=True)  # of the state
    organisation = _owner()
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=64)
    binder = models.CharField(max_length=64)  # digest of what the browser keeps
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return f"login at {self.registration_id}"


class Launch(models.Model):
    """A launch that was proven, for the browser that began it."""

    digest = models.CharField(max_length=64, primary_key=True)  # of the token in its address
    organisation = _owner()
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    binder = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)  # the message; gone with the row
    expires_at = models.DateTimeField(db_index=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return f"launch from {self.registration_id}"


class AccountLink(models.Model):
    """Which account a person of a platform said is theirs, with an address that it has proven."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = _owner()
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=NAME_LENGTH)
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["linked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "subject"], name="platform_person_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} at {self.registration_id}"


class Course(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """A course of a platform, known since its first launch."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = _owner()
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="courses"
    )
    deployment = models.CharField(max_length=NAME_LENGTH)
    context = models.CharField(max_length=NAME_LENGTH)
    title = models.CharField(max_length=200, blank=True)
    line_items_url = models.CharField(max_length=URL_LENGTH, blank=True)
    members_url = models.CharField(max_length=URL_LENGTH, blank=True)
    scopes = models.JSONField(default=list)  # of the grade services, as the launch says
    seen_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "deployment", "context"], name="course_once"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.context


class Feed(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """A line of a course's grade book whose results fill a criterion."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = _owner()
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="feeds")
    plan = models.ForeignKey("assessment.Plan", on_delete=models.CASCADE, related_name="+")
    criterion = models.CharField(max_length=20)
    line_item = models.CharField(max_length=URL_LENGTH)
    label = models.CharField(max_length=200, blank=True)
    scale = models.CharField(max_length=8, choices=Scale.choices, default=Scale.POINTS)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    read_at = models.DateTimeField(null=True)
    read_code = models.CharField(max_length=80, blank=True)  # empty: it worked
    counts = models.JSONField(default=dict)  # new, known, nobody, unfit
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "plan", "criterion", "line_item"], name="feed_once"
            )
        ]

    def __str__(self) -> str:
        return self.label or self.line_item


class FedResult(models.Model):
    """The newest score of a person that a feed has kept: results carry no date of their own."""

    id = models.BigAutoField(primary_key=True)
    organisation = _owner()
    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="results")
    subject = models.CharField(max_length=NAME_LENGTH)
    score = models.CharField(max_length=20)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "subject"], name="fed_once")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.score}"


class Placement(models.Model):
    """A link in a course that leads to a unit, and the line that decisions are written back to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = _owner()
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="placements")
    resource = models.CharField(max_length=NAME_LENGTH)
    plan = models.ForeignKey("assessment.Plan", on_delete=models.CASCADE, related_name="+")
    line_item = models.CharField(max_length=URL_LENGTH, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["course", "resource"], name="placement_once")
        ]

    def __str__(self) -> str:
        return f"{self.resource} in {self.course_id}"
