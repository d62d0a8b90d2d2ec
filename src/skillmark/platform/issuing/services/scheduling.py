"""Batches that wait for their time: found when it has come, moved, and turned into moments.

A person says a day, a time and a zone; a batch keeps the moment, and the zone for showing it again.
`start_due` comes round with the workers: a batch is launched in the transaction that takes it out
of the waiting ones, so a restart, a second worker or a gap launches nothing twice.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

import structlog
from django.db import transaction
from django.utils import timezone

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import services as events
from skillmark.platform.issuing.errors import BatchStateError, ScheduleError
from skillmark.platform.issuing.models import Batch, BatchState
from skillmark.platform.issuing.services.batches import held, launch
from skillmark.platform.issuing.services.previews import require_published
from skillmark.platform.jobs import periodic
from skillmark.platform.orgs.access import organisation_scope

EVERY: Final = timedelta(seconds=15)
FARTHEST: Final = timedelta(days=366)
_AT_A_TIME: Final = 100  # batches of one round

log = structlog.get_logger("skillmark.issuing")


def zones() -> list[str]:
    """Return the names of the time zones that people choose from."""
    return sorted(name for name in available_timezones() if "/" in name or name == "UTC")


def moment_of(day: date, at: time, zone: str) -> datetime:
    """Return the moment of a day and time in a zone.

    Of an hour that comes twice when clocks are set back, the first is meant.

    Raises:
        ScheduleError: the zone is unknown, or clocks leap over the time on that day.
    """
    if zone not in available_timezones():
        raise ScheduleError("This time zone is not known.", zone=zone[:64])
    local = datetime.combine(day, at, ZoneInfo(zone))
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ScheduleError(
            f"There is no {at:%H:%M} on that day in {zone}: the clocks are set forward. "
            "Choose an hour later.",
            zone=zone,
        )
    return moment


def require_future(moment: datetime) -> None:
    """Refuse a moment that is over or farther than `FARTHEST`.

    Raises:
        ScheduleError: it is.
    """
    now = timezone.now()
    if moment <= now:
        raise ScheduleError("This time is over. Choose one that lies ahead.")
    if moment > now + FARTHEST:
        raise ScheduleError("This lies more than a year ahead. Choose an earlier day.")


def reschedule(batch_id: UUID, moment: datetime, zone: str, *, actor: object) -> Batch:
    """Move a scheduled batch to another time.

    Raises:
        BatchStateError: it does not wait for its time.
        ScheduleError: as `require_future`.
    """
    require_future(moment)
    with transaction.atomic():
        batch = held(batch_id)
        if batch.state not in {BatchState.SCHEDULED, BatchState.WAITING}:
            raise BatchStateError("This batch does not wait for a time.", state=batch.state)
        before = batch.issue_at.isoformat() if batch.issue_at else ""
        batch.issue_at, batch.time_zone = moment, zone
        batch.save(update_fields=["issue_at", "time_zone"])
        events.record(
            organisation_id=batch.organisation_id,
            actor=actor,
            action="batch.rescheduled",
            object=batch,
            before={"at": before},
            after={"at": moment.isoformat(), "zone": zone},
        )
    return batch


@periodic.every(EVERY, "issuing.scheduled")
def start_due(now: datetime) -> None:
    """Launch every batch whose time has come."""
    everywhere = Batch.objects.with_scopes_disabled()
    due = everywhere.filter(state=BatchState.SCHEDULED, issue_at__lte=now)
    rows = due.order_by("issue_at").values_list("pk", "organisation_id")
    for batch_id, organisation_id in list(rows[:_AT_A_TIME]):
        with organisation_scope(organisation_id):
            _start(batch_id, now)


def _start(batch_id: UUID, now: datetime) -> None:
    try:
        with transaction.atomic():
            batch = held(batch_id)
            if batch.state != BatchState.SCHEDULED or batch.issue_at is None:
                return
            if batch.issue_at > now:
                return
            require_published(batch.achievement_version)
            launch(batch, batch.started_by)
    except Batch.DoesNotExist:
        return
    except SkillmarkError as error:
        log.warning("scheduled batch failed", batch=str(batch_id), code=error.code)
        _give_up(batch_id, error)


def _give_up(batch_id: UUID, error: SkillmarkError) -> None:
    with transaction.atomic():
        batch = held(batch_id)
        if batch.state != BatchState.SCHEDULED:
            return
        batch.state, batch.finished_at = BatchState.FAILED, timezone.now()
        batch.note = error.message[:1_000]
        batch.save(update_fields=["state", "finished_at", "note"])
        events.record(
            organisation_id=batch.organisation_id,
            actor=None,
            action="batch.failed",
            object=batch,
            after={"code": error.code},
        )
