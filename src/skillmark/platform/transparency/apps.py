"""The transparency app: the public log."""

from importlib import import_module

from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    """Registers the app under the label ``transparency``."""

    name = "skillmark.platform.transparency"
    label = "transparency"
    verbose_name = "Public log"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of keys and status lists, log audit heads, let workers write the log."""
        for name in ("receivers", "schedule", "writing", "monitor.panels", "monitor.schedule"):
            import_module(f"skillmark.platform.transparency.{name}")
