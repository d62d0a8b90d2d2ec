"""What the overview of the console says about jobs at work."""

from skillmark.platform.jobs import selectors
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import Panel

SHOWN = 5  # jobs; the list page has them all


def work(_organisation: Organisation) -> Panel | None:
    """Return the jobs at work, if there are any."""
    found = list(selectors.open_jobs()[:SHOWN])
    return Panel("jobs/panel.html", {"jobs": found}) if found else None
