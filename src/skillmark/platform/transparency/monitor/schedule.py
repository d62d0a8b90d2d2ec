"""The monitor's rounds."""

from datetime import datetime, timedelta

from skillmark.platform.jobs.periodic import every
from skillmark.platform.transparency.monitor import looking as monitor


@every(timedelta(minutes=5), "transparency.monitor")
def look_round(now: datetime) -> None:
    """Compare the log and the published lists with what they were, and raise alarms."""
    monitor.look(now)
