"""The backpack app as Django knows it."""

from django.apps import AppConfig


class BackpackConfig(AppConfig):
    """A learner's credentials: claiming and keeping them."""

    name = "skillmark.platform.backpack"
    label = "backpack"
    verbose_name = "Backpack"
