"""The app of jobs: durable work with progress."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Work that outlives a request, a crash and a restart."""

    name = "skillmark.platform.jobs"
    label = "jobs"
    verbose_name = _("Jobs")
