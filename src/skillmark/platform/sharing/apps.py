"""The sharing app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    """Credentials that people show elsewhere, and what comes of it, counted without watching anybody."""

    name = "skillmark.platform.sharing"
    label = "sharing"
    verbose_name = _("Sharing")

    def ready(self) -> None:
        """Offer sharing on the credential page, and hear of visits."""
        import_module("skillmark.platform.sharing.panels")
