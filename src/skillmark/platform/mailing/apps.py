"""The mailing app as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailingConfig(AppConfig):
    """Letters in the reader's language, and the addresses that must not be written to."""

    name = "skillmark.platform.mailing"
    label = "mailing"
    verbose_name = _("Mail")

    def ready(self) -> None:
        """Stand at the outbox: dress plain mails, keep mail from suppressed addresses."""
        from skillmark.platform.events import mail, outbox  # noqa: PLC0415
        from skillmark.platform.mailing import (  # noqa: PLC0415
            dress,
            providers,
            reports,
            suppressions,
        )

        mail.register_dress(dress.dress)
        mail.register_gate(suppressions.gate)
        mail.register_marker(providers.mark)
        outbox.settled.connect(reports.hear, dispatch_uid="mailing.reports")
