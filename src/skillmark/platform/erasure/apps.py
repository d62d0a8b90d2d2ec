"""The erasure app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ErasureConfig(AppConfig):
    """Erases a learner from every app below."""

    name = "skillmark.platform.erasure"
    label = "erasure"
    verbose_name = _("Erasure")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear what every app keeps of a person; let the work begin when its time has come."""
        autodiscover_modules("erasing")
        for name in ("rounds", "letters", "sentences", "panels"):
            import_module(f"skillmark.platform.erasure.{name}")
