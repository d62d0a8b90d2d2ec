"""The catalogue app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """What an organisation can award: achievements and their versions."""

    name = "skillmark.platform.catalog"
    label = "catalog"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Achievements"

    def ready(self) -> None:
        """Show what is awarded on the issuer's page, and drafts on the overview."""
        import_module("skillmark.platform.catalog.panels")
