"""The issuing app: awards, batches, credentials and their delivery."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IssuingConfig(AppConfig):
    """Registers the app under the label ``issuing`` and its durable jobs."""

    name = "skillmark.platform.issuing"
    label = "issuing"
    verbose_name = "Issuing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the batch job, freeze what is issued, and show it on the pages of others."""
        import_module("skillmark.platform.issuing.jobs")
        import_module("skillmark.platform.issuing.panels")
        freeze = import_module("skillmark.platform.issuing.freeze")
        post_migrate.connect(
            freeze.freeze_credentials, sender=self, dispatch_uid="issuing.freeze"
        )
