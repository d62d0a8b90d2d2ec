"""What the audit trail keeps of assessing: no word about a learner, no text of a comment."""

from typing import Any

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.events import services as events


def record(
    action: str,
    thing: Any,
    *,
    actor: object,
    label: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write what was done to `thing`, a row with an ``organisation_id``."""
    events.record(
        organisation_id=thing.organisation_id,
        actor=actor,
        action=action,
        object=thing,
        before=before,
        after=after,
        label=label[:200],
    )


def label_of(version: AchievementVersion, number: int) -> str:
    """Return how the trail calls an attempt: the unit and its number, never the person."""
    return f"{version.name} #{number}"
