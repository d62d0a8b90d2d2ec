"""What the monitor adds to the pages of others: the banner, the tab, the link, the names."""

from collections.abc import Callable, Collection
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import (
    AUDIT_SUBJECTS,
    ISSUER_PAGE,
    OVERVIEW,
    SETTINGS,
    Group,
    Panel,
    Subject,
)
from skillmark.platform.transparency.models import LogEntry
from skillmark.platform.transparency.monitor_models import MonitorAlarm

type Names = Callable[[Collection[UUID]], dict[UUID, tuple[str, str]]]
"""Returns for credentials of the current organisation whose they are, and their page."""

NAMES: Final[list[Names]] = []

type Found = Callable[[str], Collection[UUID]]
"""Returns the credentials of the current organisation whose person some words name."""

FOUND: Final[list[Found]] = []


def alarm_banner(organisation: Organisation) -> Panel | None:
    """Return what is wrong, until an owner has looked at it."""
    rows: Any = MonitorAlarm.objects.filter(settled_at=None)
    alarms = list(rows.order_by("-found_at")[:5])
    if not alarms:
        return None
    url = reverse("transparency:monitor", args=[organisation.slug])
    return Panel("transparency/alarm_banner.html", {"alarms": alarms, "url": url})


def log_link(organisation: Organisation) -> Panel | None:
    """Return the way to what was issued in an issuer's name, once something was."""
    rows: Any = LogEntry.objects.with_scopes_disabled()
    count = rows.filter(organisation=organisation, index__isnull=False).count()
    if not count:
        return None
    url = reverse("transparency:issuer-log", args=[organisation.slug])
    return Panel("transparency/issuer_log_link.html", {"count": count, "url": url})


def alarms_named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return the alarms that acts of the audit trail were about."""
    rows = MonitorAlarm.objects.filter(pk__in=ids)
    href = reverse("transparency:monitor", args=[organisation.slug])
    return {str(row.pk): Subject(str(row.get_code_display()), href) for row in rows}


AUDIT_SUBJECTS.register("monitoralarm", alarms_named)
OVERVIEW.register(0, alarm_banner)
ISSUER_PAGE.register(85, log_link)
SETTINGS.register(80, "monitor", _("Monitor"), "transparency:monitor", Group.TRUST)
