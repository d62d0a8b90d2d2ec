"""The app of jobs: durable work with progress."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Work that outlives a request, a crash and a restart."""

    name = "skillmark.platform.jobs"
    label = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        """Put the jobs at work on the overview, and let the rounds of apps below come."""
        from skillmark.platform.jobs import panels, rounds  # noqa: F401, PLC0415
        from skillmark.platform.orgs.panels import OVERVIEW  # noqa: PLC0415

        OVERVIEW.register(100, panels.work)
