"""What learners hand in: a submission with its evidence, and claims of prior learning.

The bytes of a file are kept once an organisation, under their SHA-256, however often they are
shown as evidence.
"""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.assessment.models.plans import Plan
from skillmark.platform.assessment.vocabulary import (
    OPEN,
    EvidenceKind,
    Kind,
    Outcome,
    SubmissionState,
)
from skillmark.platform.events.ids import uuid7
from skillmark.platform.people.models import EMAIL_MAX_LENGTH

MAX_TITLE: Final = 200  # characters
MAX_TEXT: Final = 50_000  # characters
MAX_NOTE: Final = 2_000  # characters
MAX_URL: Final = 2_000  # characters
MAX_PIECES: Final = 30  # pieces of evidence of one submission


class Claim(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """A claim of prior learning: several units at once, each decided on its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["person", "-created_at"], name="claims_of_person")]

    def __str__(self) -> str:
        return f"claim {self.pk}"


class Submission(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """One attempt of one person at one achievement."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(  # who awards the achievement
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="submissions")
    # what was published when the attempt began; its rubric is the one that counts
    version = models.ForeignKey(
        "catalog.AchievementVersion", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(
        "programmes.Enrolment", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="works"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.WORK)
    number = models.PositiveSmallIntegerField()  # 1, 2, 3 … of the person at this plan
    state = models.CharField(
        max_length=10, choices=SubmissionState.choices, default=SubmissionState.DRAFT
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    # as they stand on what is issued
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), max_length=EMAIL_MAX_LENGTH)
    language = models.CharField(max_length=12, blank=True)  # of mails to them
    note = models.TextField(_("a word to the assessor"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "person", "number"], name="attempt_number_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "person"],
                condition=Q(state__in=OPEN),
                name="one_open_attempt",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="submissions_of_person"),
            models.Index(fields=["plan", "state", "submitted_at"], name="submissions_of_plan"),
            models.Index(
                fields=["organisation", "state", "submitted_at", "id"],
                name="submissions_by_state",
            ),
        ]

    def __str__(self) -> str:
        return f"submission {self.pk}"


class EvidenceFile(models.Model):
    """The bytes of a file; read only when somebody fetches it."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField(max_length=64)  # hexadecimal
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    data = models.BinaryField()

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sha256", "media_type"], name="evidence_file_once"
            )
        ]

    def __str__(self) -> str:
        return f"file {self.sha256[:12]}"


class Evidence(models.Model):
    """One thing that a learner shows: a text, a link or a file."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="evidence"
    )
    kind = models.CharField(max_length=8, choices=EvidenceKind.choices)
    title = models.CharField(_("title"), max_length=MAX_TITLE)
    body = models.TextField(_("text"), blank=True)  # Markdown
    url = models.CharField(_("address"), max_length=MAX_URL, blank=True)
    file = models.ForeignKey(
        EvidenceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)  # of the bytes, the text or the address
    outcomes = models.JSONField(default=list, blank=True)  # [criterion id] that it shows
    # title and address may stand in the credential; otherwise only the fingerprint does
    is_public = models.BooleanField(_("may be named in the credential"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.title
