"""The insights app as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    """What becomes of credentials that people share, counted without watching anybody."""

    name = "skillmark.platform.insights"
    label = "insights"
    verbose_name = _("Insights")
