"""The app for learning platforms as Django knows it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LtiConfig(AppConfig):
    """Launches from learning platforms, and results from their grade books."""

    name = "skillmark.platform.lti"
    label = "lti"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Learning platforms")

    def ready(self) -> None:
        """Fill places on the pages of others, read results, write decisions back."""
        for name in ("panels", "rounds", "writing"):
            import_module(f"skillmark.platform.lti.{name}")
