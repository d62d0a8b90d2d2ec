"""Work of the trust app that comes round: status lists stay valid, histories stay up to date."""

from datetime import datetime, timedelta

from skillmark.platform.jobs.periodic import every
from skillmark.platform.trust import rewrapping, status
from skillmark.platform.trust.identities import logs


@every(timedelta(hours=1), "trust.status_lists")
def renew_status_lists(now: datetime) -> None:
    """Sign the lists anew whose bytes are a day old, long before their validity ends."""
    status.renew(now)


@every(timedelta(minutes=1), "trust.histories")
def continue_histories(_now: datetime) -> None:
    """Begin histories that are missing, continue those that fell behind, ask witnesses again."""
    logs.tell_all()


@every(timedelta(minutes=5), "trust.rewrap")
def continue_rewrapping(_now: datetime) -> None:
    """Go on with bringing keys under a new key-encryption key, where a run broke off."""
    rewrapping.go_on()
