"""The words of programmes: states, what a learner gets, sorts of materials."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a programme stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Mode(models.TextChoices):
    """Which of its achievements a programme leads to a credential for."""

    UNITS = "units", _("A credential for each unit, and the final one")
    FINAL = "final", _("The final credential only")


class UnitRole(models.TextChoices):
    """What an achievement is in a programme."""

    UNIT = "unit", _("Unit")
    FINAL = "final", _("Final credential")


class ConsentState(models.TextChoices):
    """What who awards an achievement says of a programme that leads to it."""

    ASKED = "asked", pgettext_lazy("consent", "Asked")
    GIVEN = "given", pgettext_lazy("consent", "Given")
    REFUSED = "refused", pgettext_lazy("consent", "Refused")


class MaterialKind(models.TextChoices):
    """What a learner finds in a module."""

    TEXT = "text", _("Text")
    LINK = "link", _("Link")
    VIDEO = "video", _("Video (link)")
    FILE = "file", _("File")


class CohortState(models.TextChoices):
    """Whether a group takes place."""

    OPEN = "open", pgettext_lazy("group of learners", "Takes place")
    CANCELLED = "cancelled", pgettext_lazy("group of learners", "Cancelled")


class EnrolmentState(models.TextChoices):
    """How somebody stands in a programme."""

    WAITLISTED = "waitlisted", _("On the waiting list")
    ENROLLED = "enrolled", _("Enrolled")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", pgettext_lazy("learner", "Withdrawn")
    REMOVED = "removed", pgettext_lazy("learner", "Removed")


LIVE: Final = (EnrolmentState.WAITLISTED, EnrolmentState.ENROLLED)
"""States in which somebody has, or waits for, a place."""
