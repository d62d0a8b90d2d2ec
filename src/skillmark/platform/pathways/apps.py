"""The app of pathways: rules over credentials, progress, and the award of finals."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathwaysConfig(AppConfig):
    """Listens to what is issued, and fills its places on the pages of others."""

    name = "skillmark.platform.pathways"
    label = "pathways"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Pathways")

    def ready(self) -> None:
        """Hear of credentials, know the jobs and the approvals, and show what there is."""
        import_module("skillmark.platform.pathways.receivers")
        import_module("skillmark.platform.pathways.jobs")
        import_module("skillmark.platform.pathways.reviewing").register()
        import_module("skillmark.platform.pathways.panels")
