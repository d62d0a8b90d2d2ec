"""What was issued in an issuer's name: in public by number, for its owners with names."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.transparency import monitor_alarms
from skillmark.platform.transparency.models import EntryKind, LogEntry, LoggedCredential
from skillmark.platform.transparency.monitor_models import MONITOR, MonitorAlarm, MonitorState
from skillmark.platform.transparency.monitor_panels import NAMES
from skillmark.platform.ui.paging import NarrowPaginator

PER_PAGE: Final = 50
BATCHES: Final = 20  # a page for owners
NAMED: Final = 20  # people of a batch


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the page shows it."""

    row: LogEntry
    at: datetime | None
    credentials: int | None
    people: tuple[tuple[str, str], ...] = ()
    more: int = 0


@require_safe
def issuer_log(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everybody what was issued in an issuer's name: counts and entries, no names."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise Http404
    rows = _entries(organisation)
    page = NarrowPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "issuer": organisation,
        "lines": [_line(row) for row in page],
        "page": page,
        "figures": _figures(rows),
        "looked": _looked(),
        "alarms": _open_alarms(organisation),
    }
    return render(request, "transparency/issuer_log.html", context)


@require_safe
@studio_view(Role.OWNER)
def monitor(request: StudioRequest) -> HttpResponse:
    """Show owners what was issued in their name, to whom, and what the monitor found."""
    own = request.organisation
    rows = _entries(own).filter(kind=EntryKind.ISSUE_BATCH)
    page = NarrowPaginator(rows, BATCHES).get_page(request.GET.get("page"))
    alarms = MonitorAlarm.objects.all()
    context = {
        "lines": [_named(row) for row in page],
        "page": page,
        "figures": _figures(_entries(own)),
        "looked": _looked(),
        "open_alarms": list(alarms.filter(settled_at=None)[:PER_PAGE]),
        "past_alarms": list(alarms.exclude(settled_at=None)[:PER_PAGE]),
        "organisation": own,
        "tab": "monitor",
    }
    return render(request, "transparency/monitor.html", context)


@require_POST
@studio_view(Role.OWNER)
def settle(request: StudioRequest, alarm_id: UUID) -> HttpResponse:
    """Say that an alarm was looked at, and what it was."""
    try:
        monitor_alarms.settle(alarm_id, note=request.POST.get("note", ""), actor=request.user)
    except MonitorAlarm.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("Noted. If it is found again, you are told again."))
    return redirect("transparency:monitor", request.organisation.slug)


def _entries(organisation: Organisation) -> "QuerySet[LogEntry]":
    rows: Any = LogEntry.objects.with_scopes_disabled()
    found: QuerySet[LogEntry] = rows.filter(organisation=organisation, index__isnull=False)
    return found.order_by("-index")


def _figures(rows: "QuerySet[LogEntry]") -> list[tuple[str, int]]:
    """Return how many entries of each kind there are, and how many credentials stand in them."""
    counted = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    found = [(str(kind.label), counted[kind.value]) for kind in EntryKind if kind in counted]
    last = rows.order_by().aggregate(last=Max("sequence"))["last"]
    return [*found, (_("Last number"), last)] if last else found


def _line(row: LogEntry) -> Line:
    at = datetime.fromtimestamp(row.time, UTC) if row.time is not None else None
    return Line(row, at, None)


def _named(row: LogEntry) -> Line:
    """Return a batch with the people in it, as far as their records are still there."""
    credentials: Any = LoggedCredential.objects.filter(entry=row)
    ids = list(credentials.values_list("credential_id", flat=True)[:NAMED])
    count = credentials.count()
    known = {one: facts for names in NAMES for one, facts in names(ids).items()}
    people = tuple(known[one] for one in ids if one in known)
    plain = _line(row)
    return Line(row, plain.at, count, people, max(count - len(people), 0))


def _looked() -> datetime | None:
    row = MonitorState.objects.filter(pk=MONITOR).first()
    return row.looked_at if row else None


def _open_alarms(organisation: Organisation) -> int:
    rows: Any = MonitorAlarm.objects.with_scopes_disabled()
    count: int = rows.filter(organisation=organisation, settled_at=None).count()
    return count
