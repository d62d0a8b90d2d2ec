"""What comes round for credentials from elsewhere."""

from datetime import datetime, timedelta

from skillmark.platform.backpack.imports import rechecking
from skillmark.platform.jobs.periodic import every


@every(timedelta(minutes=1), "backpack.check_again")
def check_again(now: datetime) -> None:
    """Ask the issuers of what is due whether it still holds."""
    rechecking.check_due(now)


@every(timedelta(hours=24), "backpack.forget")
def forget(now: datetime) -> None:
    """Delete what was removed a month ago."""
    rechecking.forget(now)
