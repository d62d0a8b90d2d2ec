"""Achievements that add up, rules over them, and short ways to award and to look again."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.pathways.models import Pathway

TODAY = datetime.now(UTC).date()
UNITS = ("Fire prevention", "First aid at work", "Safe lifting", "Site signs")


def publish_achievement(organisation: "Organisation", name: str, **more: object) -> Any:
    """Return a published version of a new achievement, in the open scope."""
    from skillmark.platform.catalog import services
    from skillmark.platform.catalog.content import Content

    content = Content.parse(
        {
            "name": name,
            "description": f"Shows that somebody knows: {name}.",
            "criteria_markdown": "Pass the practical test.",
            "outcomes": ["Do it safely"],
            "workload_hours": "3",
            **more,
        }
    )
    draft = services.create(organisation, content, actor=None)
    return services.publish(draft.achievement, actor=None)


def award(version: "AchievementVersion", name: str, email: str, **more: str) -> "Credential":
    """Issue one credential, in the open scope."""
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.making import entry, intent
    from skillmark.platform.issuing.models import Source

    again = more.pop("again", "")
    fields = {"name": name, "email": email, **more}
    recipient = entry.recipient(fields, version, at=TODAY)
    one = intent.intent_for(version.achievement_id, recipient, again=again)
    return services.issue_one(
        version.organisation, version, one, source=Source.FORM, actor=None
    )


def leaf(version: "AchievementVersion", **more: object) -> dict[str, Any]:
    """Return a node that asks for an achievement, whichever version."""
    from skillmark.platform.pathways import addresses

    return {"achievement": {"id": addresses.achievement(version.achievement_id)}, **more}


def rule(node: dict[str, Any]) -> dict[str, Any]:
    """Return the document of a rule."""
    return {"type": "PathwayRule", "version": 1, "rule": node}


def look() -> int:
    """Work the whole queue off, as a worker does, and return how many were looked at."""
    from django.utils import timezone

    from skillmark.platform.pathways.services import queue

    done = 0
    while more := queue.work_off(timezone.now()):
        done += more
    return done


def finals(pathway: "Pathway") -> list["Credential"]:
    """Return every final of a pathway, by when it was issued."""
    from skillmark.platform.pathways.models import PathwayAward

    rows = PathwayAward.objects.filter(pathway=pathway).select_related("credential__award")
    return [one.credential for one in rows.order_by("awarded_at", "pk")]
