"""The rights app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Who may issue what: definitions, grants and endorsements."""

    name = "skillmark.platform.rights"
    label = "rights"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Rights"

    def ready(self) -> None:
        """Sign what is published, and fill the places on the pages of others."""
        for name in ("receivers", "panels", "registry"):
            import_module(f"skillmark.platform.rights.{name}")
