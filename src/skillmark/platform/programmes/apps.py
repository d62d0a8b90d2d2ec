"""The programmes app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """What providers offer to learn, and who takes part."""

    name = "skillmark.platform.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        """Know the letters, follow achievements, and fill places on the pages of others."""
        import_module("skillmark.platform.programmes.letters")
        import_module("skillmark.platform.programmes.receivers")
        import_module("skillmark.platform.programmes.panels")
