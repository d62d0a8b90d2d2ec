"""The quizzes app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    """Banks of questions, quizzes and attempts at them."""

    name = "skillmark.platform.quizzes"
    label = "quizzes"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        """Fill places on the pages of others, and end attempts whose time is up."""
        import_module("skillmark.platform.quizzes.panels")
        import_module("skillmark.platform.quizzes.rounds")
