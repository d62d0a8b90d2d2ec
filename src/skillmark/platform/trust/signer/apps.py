"""The signer's app: its journal's tables."""

from django.apps import AppConfig


class SignerConfig(AppConfig):
    """Registers the app under the label ``signer``."""

    name = "skillmark.platform.trust.signer"
    label = "signer"
    verbose_name = "Signer"
    default_auto_field = "django.db.models.BigAutoField"
