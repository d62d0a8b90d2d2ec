"""The approvals app as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    """What waits for a second person's yes."""

    name = "skillmark.platform.approvals"
    label = "approvals"
    verbose_name = _("Approvals")

    def ready(self) -> None:
        """Show what waits on the overview, and count it in the rail."""
        from skillmark.platform.approvals import panels  # noqa: PLC0415
        from skillmark.platform.orgs.panels import OVERVIEW  # noqa: PLC0415
        from skillmark.platform.ui import navigation  # noqa: PLC0415

        OVERVIEW.register_asking(3, panels.waiting)
        navigation.counted("approvals", panels.count)
