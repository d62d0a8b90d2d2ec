"""The assessment app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    """Who shows what, who marks it, what is decided."""

    name = "skillmark.platform.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Assessment")

    def ready(self) -> None:
        """Know the letters, issue what is decided, and fill places on the pages of others."""
        import_module("skillmark.platform.assessment.letters")
        import_module("skillmark.platform.assessment.awarding")
        import_module("skillmark.platform.assessment.receivers")
        import_module("skillmark.platform.assessment.notices")
        import_module("skillmark.platform.assessment.panels")
        import_module("skillmark.platform.assessment.offering")
        import_module("skillmark.platform.assessment.shown")
