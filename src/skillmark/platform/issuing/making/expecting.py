"""What the rows of a list, or one person of a form, are held against for an achievement."""

from datetime import date

from django.utils import timezone

from skillmark.core.issue.issuer import grade_check
from skillmark.core.issue.recipients import Expectations
from skillmark.platform.catalog import badge
from skillmark.platform.catalog.models import AchievementVersion


def expectations(
    version: AchievementVersion, not_before: date | None = None, *, at: date | None = None
) -> Expectations:
    """Return what the rows of a list for a version are held against."""
    known = {version.achievement.slug, version.name.casefold()}
    return Expectations(
        at=at or timezone.now().date(),
        not_before=not_before or version.course_start,
        achievements=frozenset(known),
        grade_reason=grade_check(badge.achievement(version)),
    )
