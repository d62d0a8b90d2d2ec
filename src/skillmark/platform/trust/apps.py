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
        """Give new organisations an identity, show it, keep lists valid, check the trail."""
        for name in ("panels", "schedule", "trail", "identities.backups"):
            import_module(f"skillmark.platform.trust.{name}")
