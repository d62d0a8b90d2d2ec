"""The skills app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SkillsConfig(AppConfig):
    """Skills frameworks and the search over them."""

    name = "skillmark.platform.skills"
    label = "skills"
    verbose_name = _("Skills")

    def ready(self) -> None:
        """Register the import of uploaded files as a job."""
        import_module("skillmark.platform.skills.jobs")
