"""What was issued in an issuer's name: in public by number, for its owners with names."""

from collections.abc import Collection
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
from skillmark.platform.transparency import reading
from skillmark.platform.transparency.models import EntryKind, LogEntry, LoggedCredential
from skillmark.platform.transparency.monitor import alarms as monitor_alarms
from skillmark.platform.transparency.monitor.panels import FOUND, NAMES
from skillmark.platform.transparency.monitor_models import MONITOR, MonitorAlarm, MonitorState
from skillmark.platform.transparency.reading import kind_of
from skillmark.platform.ui.paging import NarrowPaginator

PER_PAGE: Final = 25
BATCHES: Final = 20  # a page for owners
NAMED: Final = 20  # people of a batch
LOOKED_UP: Final = 200  # credentials of a batch whose people are looked up
MAX_QUERY: Final = 200  # characters


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a batch: a name, the record, and how many credentials of theirs are in it."""

    name: str
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the page shows it."""

    row: LogEntry
    at: datetime | None
    url: str = ""
    credentials: int | None = None
    people: tuple[Person, ...] = ()
    more: int = 0


@require_safe
def issuer_log(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everybody what was issued in an issuer's name: counts and entries, no names."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise Http404
    every = _entries(organisation)
    kind = kind_of(request.GET.get("kind", ""))
    rows = every if kind is None else every.filter(kind=kind)
    page = NarrowPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "issuer": organisation,
        "lines": [_line(row) for row in page],
        "page": page,
        "figures": _figures(every),
        "looked": _looked(),
        "alarms": _open_alarms(organisation),
        "kinds": EntryKind.choices,
        "kind": kind,
        "commands": reading.monitor_commands(organisation),
    }
    return render(request, "transparency/issuer_log.html", context)


@require_safe
@studio_view(Role.OWNER)
def monitor(request: StudioRequest) -> HttpResponse:
    """Show owners what was issued in their name, to whom, and what the monitor found."""
    own = request.organisation
    rows = _entries(own).filter(kind=EntryKind.ISSUE_BATCH)
    query = " ".join(request.GET.get("q", "").split())[:MAX_QUERY]
    wanted: set[UUID] | None = None
    if query:
        wanted = {one for found in FOUND for one in found(query)}
        rows = rows.filter(pk__in=_holding(wanted))
    page = NarrowPaginator(rows, BATCHES).get_page(request.GET.get("page"))
    alarms = MonitorAlarm.objects.all()
    context = {
        "lines": [_named(row, wanted) for row in page],
        "page": page,
        "query": query,
        "figures": _figures(_entries(own)),
        "looked": _looked(),
        "open_alarms": list(alarms.filter(settled_at=None)[:PER_PAGE]),
        "past_alarms": list(alarms.exclude(settled_at=None)[:PER_PAGE]),
        "organisation": own,
        "tab": "monitor",
        "commands": reading.monitor_commands(own, known=True),
    }
    return render(request, "transparency/monitor.html", context)


@require_safe
@studio_view(Role.OWNER)
def known(request: StudioRequest) -> HttpResponse:
    """Return what this site itself logged for the organisation, for `skillmark log monitor`.

    One hash a line. Whoever keeps it elsewhere is told of everything that came past this site.
    """
    rows: Any = LogEntry.objects.filter(dropped="").order_by("pk")
    bodies = rows.values_list("body", flat=True).iterator(chunk_size=5_000)
    text = "".join(f"{bytes(body).hex()}\n" for body in bodies)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = f"{request.organisation.slug}-logged.txt"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


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


def _holding(credentials: Collection[UUID]) -> "QuerySet[Any]":
    """Return the entries whose batches hold some of these credentials."""
    members: Any = LoggedCredential.objects.filter(credential_id__in=credentials)
    found: QuerySet[Any] = members.exclude(entry=None).values("entry_id")
    return found


def _figures(rows: "QuerySet[LogEntry]") -> list[tuple[str, int]]:
    """Return how many entries of each kind there are; how many credentials, nobody is told."""
    counted = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    labels = {EntryKind.ISSUE_BATCH: _("Batches of credentials")}
    found = [
        (str(labels.get(kind, kind.label)), counted[kind.value])
        for kind in EntryKind
        if kind in counted
    ]
    last = rows.order_by().aggregate(last=Max("sequence"))["last"]
    return [*found, (_("Last number"), last)] if last else found


def _line(row: LogEntry) -> Line:
    at = datetime.fromtimestamp(row.time, UTC) if row.time is not None else None
    return Line(row, at, reading.said_url(row))


def _named(row: LogEntry, wanted: Collection[UUID] | None) -> Line:
    """Return a batch with the people in it, as far as their records are still there."""
    members: Any = LoggedCredential.objects.filter(entry=row)
    count = members.count()
    if wanted is not None:
        members = members.filter(credential_id__in=wanted)
    ids = list(members.order_by("pk").values_list("credential_id", flat=True)[:LOOKED_UP])
    known_here = {one: facts for names in NAMES for one, facts in names(ids).items()}
    people: dict[str, Person] = {}
    for name, href in (known_here[one] for one in ids if one in known_here):
        before = people.get(name)
        people[name] = (
            Person(name, before.href, before.count + 1) if before else Person(name, href, 1)
        )
    shown = tuple(people.values())[:NAMED]
    more = 0 if wanted is not None else count - sum(one.count for one in shown)
    return Line(row, _line(row).at, "", count, shown, max(more, 0))


def _looked() -> datetime | None:
    row = MonitorState.objects.filter(pk=MONITOR).first()
    return row.looked_at if row else None


def _open_alarms(organisation: Organisation) -> int:
    rows: Any = MonitorAlarm.objects.with_scopes_disabled()
    count: int = rows.filter(organisation=organisation, settled_at=None).count()
    return count
