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
        """Fill panels, learn what a review decides, and look round for what is due."""
        import_module("skillmark.platform.catalog.panels")
        import_module("skillmark.platform.catalog.keeping")
        import_module("skillmark.platform.catalog.logged")
        import_module("skillmark.platform.catalog.reviewing").register()
