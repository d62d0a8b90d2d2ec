"""The anchors app as Django knows it."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnchorsConfig(AppConfig):
    """Checkpoints of the log on an Ethereum network and in Bitcoin's time stamps."""

    name = "skillmark.platform.anchors"
    label = "anchors"
    verbose_name = _("Anchors")

    def ready(self) -> None:
        """Let the rounds of the app come, and its panels be shown."""
        for module in ("ots_models", "schedule", "schedule_ots", "panels"):
            if find_spec(f"{self.name}.{module}") is not None:
                import_module(f"{self.name}.{module}")
