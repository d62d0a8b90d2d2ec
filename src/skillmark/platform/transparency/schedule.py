"""Work of the log that comes round: where the audit trails stand, and whether all is well."""

from datetime import datetime, timedelta
from typing import Final

import structlog

from skillmark.platform.jobs.periodic import every
from skillmark.platform.settings import health
from skillmark.platform.transparency import selectors, services

log = structlog.get_logger("skillmark.log")

_watching: Final[dict[str, datetime]] = {}


@every(timedelta(hours=1), "transparency.audit_heads")
def log_audit_heads(now: datetime) -> None:
    """Log the end of every audit trail that moved."""
    services.log_audit_heads(now)


@every(timedelta(minutes=1), "transparency.alarm")
def look_after_the_log(now: datetime) -> None:
    """Say it loudly when acts wait for the log for more than a minute, and we ran that long."""
    if now - _watching.setdefault("since", now) < selectors.LATE:
        return  # what waits has waited for a worker
    standing = selectors.standing()
    if standing.is_late(now) or standing.error_code:
        log.error(
            "public log is late",
            waiting=standing.waiting,
            unproven=standing.unproven,
            code=standing.error_code,
            reason=standing.error,
        )


def state_of_health(now: datetime) -> str:
    """Return ``late`` when acts wait for more than a minute, and why if it is known."""
    standing = selectors.standing()
    if not standing.is_late(now):
        return ""
    return f"late: {standing.error_code}" if standing.error_code else "late"


health.register("log", state_of_health)
