"""What a plan assesses now."""

from skillmark.platform.assessment.models import Plan
from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.catalog.models import AchievementVersion


def published(plan: Plan) -> AchievementVersion:
    """Return the version that is assessed now: the published one, else the newest.

    Raises:
        ObjectDoesNotExist: there is none.
    """
    found = catalog.published(plan.achievement)
    if found is not None:
        return found
    rows = AchievementVersion.objects.filter(achievement_id=plan.achievement_id)
    newest: AchievementVersion = rows.latest("number")
    return newest
