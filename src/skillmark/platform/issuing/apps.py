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
        import_module("skillmark.platform.issuing.jobs.batches")
        import_module("skillmark.platform.issuing.jobs.changes")
        import_module("skillmark.platform.issuing.services.mass_revocation")
        import_module("skillmark.platform.issuing.services.recovery")
        import_module("skillmark.platform.issuing.lifecycle_hooks")
        import_module("skillmark.platform.issuing.panels.overview")
        import_module("skillmark.platform.issuing.panels.log")
        import_module("skillmark.platform.issuing.services.approving")
        import_module("skillmark.platform.issuing.services.scheduling")
        import_module("skillmark.platform.issuing.services.open_claims")
        import_module("skillmark.platform.issuing.letters.credentials")
        import_module("skillmark.platform.issuing.services.reminders")
        import_module("skillmark.platform.issuing.panels.mail")
        import_module("skillmark.platform.issuing.panels.monitor")
        import_module("skillmark.platform.issuing.making.entitled")
        follow_mail()
        freeze = import_module("skillmark.platform.issuing.freeze")
        post_migrate.connect(
            freeze.freeze_credentials, sender=self, dispatch_uid="issuing.freeze"
        )


def follow_mail() -> None:
    """Hear what becomes of mails about credentials."""
    from skillmark.platform.events import outbox  # noqa: PLC0415
    from skillmark.platform.issuing.services import tracking  # noqa: PLC0415
    from skillmark.platform.mailing import reports  # noqa: PLC0415

    outbox.settled.connect(tracking.on_settled, dispatch_uid="issuing.settled")
    outbox.postponed.connect(tracking.on_postponed, dispatch_uid="issuing.postponed")
    reports.reported.connect(tracking.on_reported, dispatch_uid="issuing.reported")
