"""Frameworks of skills, their skills, the index of each, and files on their way in.

A framework belongs to everybody (``organisation`` is empty) or to one organisation. What belongs
to everybody is read everywhere; an organisation's own is read inside its scope. A skill is never
deleted once it was there, because credentials point to it: it is withdrawn.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager, get_scope

from skillmark.platform.events.ids import uuid7
from skillmark.platform.jobs.models import Job
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.skills.vocabulary import (
    MAX_CODE,
    MAX_DESCRIPTION,
    MAX_LABEL,
    MAX_URI,
    Kind,
)


class VisibleManager(models.Manager[Any]):
    """Reads what belongs to everybody and what belongs to the organisation in scope, no more.

    Without a scope only what belongs to everybody is there: it fails closed.
    """

    path: ClassVar[str] = "organisation_id"

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return the rows that may be seen now."""
        current = get_scope()
        rows = super().get_queryset()
        if not current.get("_enabled", True):
            return rows
        allowed = models.Q(**{self.path: None})
        if organisation := current.get("organisation"):
            allowed |= models.Q(**{self.path: organisation})
        return rows.filter(allowed)

    def everywhere(self) -> models.QuerySet[Any]:
        """Return every organisation's rows; for public addresses and the program itself."""
        return super().get_queryset()


class VisibleSkills(VisibleManager):
    """The same for the skills of frameworks."""

    path = "framework__organisation_id"


class Framework(models.Model):  # type: ignore[django-manager-missing] # scoped managers
    """A list of skills by one publisher.

    ``revision`` grows with every change of its skills, so that whoever keeps an index knows that
    it is old. ``digest`` names what was imported last.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="skills_frameworks",
    )
    key = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    version = models.CharField(_("version"), max_length=60, blank=True)
    language = models.CharField(max_length=12, default="en")
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    licence_url = models.CharField(max_length=MAX_URI, blank=True)
    attribution = models.CharField(_("attribution"), max_length=600, blank=True)
    source_url = models.CharField(_("web address"), max_length=MAX_URI, blank=True)
    uri = models.CharField(max_length=MAX_URI, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the last import, hex
    packaged = models.BooleanField(default=False)  # as it came with the program
    revision = models.PositiveIntegerField(default=0)
    skill_count = models.PositiveIntegerField(default=0)  # current ones
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = VisibleManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"], name="skills_framework_own"
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(organisation=None),
                name="skills_framework_for_all",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Skill(models.Model):
    """One entry of a framework.

    ``translations`` holds other languages: ``{"de": {"label": …, "alternatives": […],
    "description": …}}``. ``label_rebuilt`` marks a name that was pieced together from a source
    that runs the names together; the address is certain, the name may be off by a word.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="skills")
    uri = models.CharField(max_length=MAX_URI)
    code = models.CharField(max_length=MAX_CODE, blank=True)
    label = models.CharField(_("name"), max_length=MAX_LABEL)
    alternatives = models.JSONField(default=list)
    description = models.TextField(_("description"), max_length=MAX_DESCRIPTION, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, blank=True)
    language = models.CharField(max_length=12, default="en")
    translations = models.JSONField(default=dict)
    label_rebuilt = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = VisibleSkills()

    class Meta:
        ordering = ["label", "id"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "uri"], name="skill_once"),
        ]
        indexes = [
            models.Index(fields=["uri"], name="skill_uri"),
            models.Index(fields=["framework", "label", "id"], name="skill_by_label"),
            models.Index(fields=["framework", "code", "id"], name="skill_by_code"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def withdrawn(self) -> bool:
        """Say whether the publisher no longer has the skill."""
        return self.withdrawn_at is not None


class FrameworkIndex(models.Model):
    """The search index of one framework, as bytes of `engine.segment`."""

    framework = models.OneToOneField(
        Framework, on_delete=models.CASCADE, primary_key=True, related_name="index"
    )
    revision = models.PositiveIntegerField()
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"index {self.revision} of {self.framework_id}"


class UploadState(models.TextChoices):
    """Where a file of skills stands."""

    PREVIEW = "preview", _("Checked")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")


class FrameworkUpload(models.Model):
    """A file of skills that a member sent: checked first, imported when they say so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="skills_uploads"
    )
    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, null=True, related_name="uploads"
    )
    filename = models.CharField(max_length=200)
    layout = models.CharField(max_length=20)
    data = models.BinaryField()
    facts = models.JSONField(default=dict)  # the framework's own facts as they will be kept
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    state = models.CharField(
        max_length=10, choices=UploadState.choices, default=UploadState.PREVIEW
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True)
    created_by = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.filename} {self.state}"
