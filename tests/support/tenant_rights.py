"""A grant, an endorsement and an alarm, for the tests of who may pass where."""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation

NAMES: Final = ("grant_id", "endorsement_id", "alarm_id")


def objects(
    organisation: "Organisation", owner: Any, version: "AchievementVersion", marker: str
) -> dict[str, str]:
    """Return the ids of a grant that was given, and of an endorsement of a partner."""
    from skillmark.platform.orgs import services
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.rights.services import endorsements, grants
    from skillmark.platform.transparency.monitor_models import MonitorAlarm

    partner = services.create_organisation(owner=owner, name=f"{marker} partner")
    offered = grants.offer(
        organisation, achievement=version.achievement, grantee_slug=partner.slug, actor=owner
    )
    grant = grants.accept(offered.pk, grantee=partner, actor=owner)
    with organisation_scope(partner):
        asked = endorsements.ask(partner, endorser_slug=organisation.slug, actor=owner)
    given = endorsements.give(
        asked.pk, title="Partner", comment="Known to us.", valid_until=None, actor=owner
    )
    alarm = MonitorAlarm.objects.create(
        organisation=organisation, code="monitor.gap", about=marker, reason=f"{marker}-alarm"
    )
    return {
        "grant_id": str(grant.pk),
        "endorsement_id": str(given.pk),
        "alarm_id": str(alarm.pk),
    }
