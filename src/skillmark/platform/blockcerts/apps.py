"""The blockcerts app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlockcertsConfig(AppConfig):
    """Copies of credentials for the Blockcerts tools."""

    name = "skillmark.platform.blockcerts"
    label = "blockcerts"
    verbose_name = _("Blockcerts")

    def ready(self) -> None:
        """Offer the export, name the account in DID documents, and know the job and the call."""
        for module in ("calls", "identity", "export_jobs", "panels"):
            import_module(f"skillmark.platform.blockcerts.{module}")
