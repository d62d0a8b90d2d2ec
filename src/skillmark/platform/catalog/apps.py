"""The catalogue app as Django knows it."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """What an organisation can award: achievements and their versions."""

    name = "skillmark.platform.catalog"
    label = "catalog"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Achievements"
