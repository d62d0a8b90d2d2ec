"""What comes round for the apps below, which cannot know this one."""

from datetime import datetime, timedelta

from skillmark.platform.jobs.periodic import every
from skillmark.platform.orgs.services import domains


@every(timedelta(minutes=2), "orgs.domains")
def recheck_domains(now: datetime) -> None:
    """Check the proven domains whose turn it is: each once a day, a few at a time."""
    domains.recheck_due(now)
