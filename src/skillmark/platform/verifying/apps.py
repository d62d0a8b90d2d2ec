"""The verifying app as Django knows it."""

from django.apps import AppConfig


class VerifyingConfig(AppConfig):
    """Checking a credential, for anyone."""

    name = "skillmark.platform.verifying"
    label = "verifying"
    verbose_name = "Verifying"
