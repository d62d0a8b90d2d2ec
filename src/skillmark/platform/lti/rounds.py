"""What comes round: results of platforms are read, logins that are over are forgotten."""

from datetime import datetime, timedelta

from skillmark.platform.jobs.periodic import every
from skillmark.platform.lti import feeding, launching


@every(timedelta(minutes=1), "lti.results")
def read_results(now: datetime) -> None:
    """Read the lines of grade books whose turn it is: each once an hour, and after a launch."""
    feeding.feed_due(now)


@every(timedelta(hours=1), "lti.logins")
def forget_logins(now: datetime) -> None:
    """Remove what launches have left behind."""
    launching.forget_old(now)
