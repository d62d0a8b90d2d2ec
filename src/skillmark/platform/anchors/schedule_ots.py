"""Time stamps come round in the workers."""

from datetime import datetime, timedelta
from typing import Final

from skillmark.platform.anchors import timestamps
from skillmark.platform.jobs.periodic import every

ROUND: Final = timedelta(minutes=1)


@every(ROUND, "anchors.ots")
def stamp(now: datetime) -> None:
    """Begin the day's time stamp and take the open ones on."""
    timestamps.round_due(now)
