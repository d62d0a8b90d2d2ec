"""Raising an alarm: once in the table, in the audit trail, in the process's log and by mail."""

from dataclasses import dataclass
from uuid import UUID

import structlog
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.orgs.mails import absolute, members_with, to_members
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.transparency.monitor_models import MAX_REASON, AlarmCode, MonitorAlarm

log = structlog.get_logger("skillmark.monitor")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the monitor found.

    Attributes:
        code: what kind of thing.
        about: what exactly; the same about the same is one alarm.
        reason: one sentence for a person, in English.
        organisation: whom it concerns; None for the whole log.
        index: of the entry in the log.
    """

    code: AlarmCode
    about: str
    reason: str
    organisation: UUID | None = None
    index: int | None = None


def sound(finding: Finding) -> MonitorAlarm | None:
    """Raise an alarm; return None when the same one is open already.

    It stands in the audit trail of whom it concerns, and owners get one mail.
    """
    about = finding.about[:300]
    everywhere = MonitorAlarm.objects.with_scopes_disabled()
    if everywhere.filter(code=finding.code, about=about, settled_at=None).exists():
        return None
    with transaction.atomic():
        alarm: MonitorAlarm = everywhere.create(
            organisation_id=finding.organisation,
            code=finding.code,
            about=about,
            reason=finding.reason[:MAX_REASON],
            index=finding.index,
        )
        if finding.organisation is not None:
            organisation = Organisation.objects.get(pk=finding.organisation)
            _tell(organisation, alarm)
    log.error("the public log is not what it should be", code=alarm.code, about=about)
    return alarm


def settle(alarm_id: UUID, *, note: str, actor: object) -> MonitorAlarm:
    """Say that an alarm was looked at; in the scope of whom it concerns.

    Raises:
        MonitorAlarm.DoesNotExist: there is no such open alarm here.
    """
    with transaction.atomic():
        rows = MonitorAlarm.objects.select_for_update(of=("self",)).filter(settled_at=None)
        alarm: MonitorAlarm = rows.get(pk=alarm_id)
        alarm.settled_at, alarm.note = timezone.now(), note.strip()[:MAX_REASON]
        alarm.settled_by = audit.reference(actor)[:200]
        alarm.save(update_fields=["settled_at", "note", "settled_by"])
        if alarm.organisation_id is not None:  # the log's own have no audit trail
            events.record(
                organisation_id=alarm.organisation_id,
                actor=actor,
                action="alarm.settled",
                object=alarm,
                after={"code": alarm.code, "note": alarm.note},
                label=alarm.get_code_display(),
            )
    return alarm


def _tell(organisation: Organisation, alarm: MonitorAlarm) -> None:
    events.record(
        organisation_id=organisation.pk,
        actor=None,
        action="alarm.raised",
        object=alarm,
        after={"code": alarm.code, "about": alarm.about, "reason": alarm.reason},
        label=str(alarm.get_code_display()),
    )
    facts = {
        "what": alarm.get_code_display(),
        "reason": alarm.reason,
        "organisation": organisation.name,
        "url": absolute(reverse("transparency:monitor", args=[organisation.slug])),
    }
    to_members(
        members_with(organisation.pk, [Role.OWNER]),
        organisation,
        _("Alarm: something is wrong with what was issued in your name"),
        _(
            "The monitor of the public log found this about %(organisation)s:\n\n%(what)s. "
            "%(reason)s\n\nLook at it now:\n%(url)s"
        ),
        facts,
        key=f"monitor:{alarm.pk}",
    )
