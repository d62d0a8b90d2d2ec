"""The mailing app as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailingConfig(AppConfig):
    """Letters in the reader's language, and the addresses that must not be written to."""

    name = "skillmark.platform.mailing"
    label = "mailing"
    verbose_name = _("Mail")
