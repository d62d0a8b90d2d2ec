"""How the audit trail calls an attempt: no word about a learner."""

from skillmark.platform.catalog.models import AchievementVersion


def label_of(version: AchievementVersion, number: int) -> str:
    """Return how the trail calls an attempt: the unit and its number, never the person."""
    return f"{version.name} #{number}"
