"""The app of events: outbox, audit trail, mail, problem table."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """What happened, who must hear of it, and in which words."""

    name = "skillmark.platform.events"
    label = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Register the outbox kind ``mail``."""
        from skillmark.platform.events import post  # noqa: F401, PLC0415
