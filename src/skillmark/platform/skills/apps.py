"""The skills app as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SkillsConfig(AppConfig):
    """Skills frameworks and the search over them."""

    name = "skillmark.platform.skills"
    label = "skills"
    verbose_name = _("Skills")
