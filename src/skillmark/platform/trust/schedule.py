"""Work of the trust app that comes round: status lists stay valid though nobody asks for them."""

from datetime import datetime, timedelta

from skillmark.platform.jobs.periodic import every
from skillmark.platform.trust import status


@every(timedelta(hours=1), "trust.status_lists")
def renew_status_lists(now: datetime) -> None:
    """Sign the lists anew whose bytes are a day old, long before their validity ends."""
    status.renew(now)
