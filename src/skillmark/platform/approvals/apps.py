"""The approvals app as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    """What waits for a second person's yes."""

    name = "skillmark.platform.approvals"
    label = "approvals"
    verbose_name = _("Approvals")
