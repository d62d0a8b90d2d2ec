"""The signer's app: its journal's tables, and who holds the keys."""

from importlib import import_module

from django.apps import AppConfig


class SignerConfig(AppConfig):
    """Registers the app under the label ``signer``."""

    name = "skillmark.platform.trust.signer"
    label = "signer"
    verbose_name = "Signer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let keys be made and sealed by the signer's process, where one is configured."""
        import_module("skillmark.platform.trust.signer.holder").register()
