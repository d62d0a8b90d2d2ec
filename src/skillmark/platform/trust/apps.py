"""The trust app: keys, signatures, issuer identities and status lists."""

from importlib import import_module

from django.apps import AppConfig


class TrustConfig(AppConfig):
    """Registers the app under the label ``trust``."""

    name = "skillmark.platform.trust"
    label = "trust"
    verbose_name = "Trust"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give new organisations an identity, and show it on their page."""
        import_module("skillmark.platform.trust.panels")
