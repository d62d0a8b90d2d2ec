"""Work that comes round: reminders, scheduled issuing, expiries.

An app above registers a task with `every`; the workers look for what is due every few seconds. On
many machines one of them takes a round: whoever moves its due time forward first. A task must be
safe to run twice and after a gap (the machine slept), and commits its own work in small steps.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from skillmark.platform.jobs.models import PeriodicRound

log = structlog.get_logger("skillmark.periodic")

type Task = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Periodic:
    """One task and how often it comes round."""

    name: str
    interval: timedelta
    task: Task


_known: dict[str, Periodic] = {}


def every(interval: timedelta, name: str) -> Callable[[Task], Task]:
    """Register a task as `name` (``app.what``); it is called with the present time."""

    def register(task: Task) -> Task:
        _known[name] = Periodic(name, interval, task)
        return task

    return register


def run_due(now: datetime) -> list[str]:
    """Run every task whose time has come, and return their names.

    A task that raises is logged and comes round again at its next time; the others still run.
    """
    return [periodic.name for periodic in list(_known.values()) if _run(periodic, now)]


def _run(periodic: Periodic, now: datetime) -> bool:
    PeriodicRound.objects.get_or_create(pk=periodic.name, defaults={"due_at": now})
    taken = PeriodicRound.objects.filter(pk=periodic.name, due_at__lte=now).update(
        due_at=now + periodic.interval, taken_at=now
    )
    if not taken:
        return False
    try:
        periodic.task(now)
    except Exception:
        log.exception("periodic task failed", task=periodic.name)
    return True
