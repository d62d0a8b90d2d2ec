"""The audit trail of an organisation: search, one entry, the history of one thing, export."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, Final

from django.http import Http404, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from skillmark.core.audit import Position
from skillmark.platform.events import acts, audit, export, trail
from skillmark.platform.events import services as events
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.events.trail import Filters, Said
from skillmark.platform.orgs import actors
from skillmark.platform.orgs.access import (
    StudioRequest,
    organisation_scope,
    studio_view,
)
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import AUDIT_PAGE, AUDIT_SUBJECTS, Subject

QUERY_LENGTH: Final = 200  # characters
NUMBER_LENGTH: Final = 18  # digits; more do not fit the column
DAY: Final = timedelta(days=1)
_KEPT: Final = ("q", "action", "actor", "object", "from", "to")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a page shows it."""

    row: AuditEntry
    who: str
    words: str
    symbol: str
    kind: str
    subject: Subject | None
    changes: list[dict[str, str]]
    readable: bool


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for, with what is wrong with it."""

    organisation: Organisation
    query: QueryDict

    def text(self, name: str) -> str:
        """Return one parameter as a line of text."""
        return self.query.get(name, "").replace("\x00", "").strip()[:QUERY_LENGTH]

    def number(self, name: str) -> int | None:
        """Return one parameter as a number of an entry, if it is one."""
        text = self.query.get(name, "")
        plain = text.isascii() and text.isdigit() and len(text) <= NUMBER_LENGTH
        return int(text) if plain else None

    def day(self, name: str) -> date | None:
        """Return one parameter as a date, if it is one."""
        try:
            return date.fromisoformat(self.query.get(name, ""))
        except ValueError:
            return None

    @property
    def wrong_days(self) -> bool:
        """Say whether a date was sent that is none."""
        return any(self.text(name) and self.day(name) is None for name in ("from", "to"))

    @property
    def thing(self) -> tuple[str, str]:
        """Return kind and id of the one thing whose history is asked for."""
        kind, _colon, identifier = self.text("object").partition(":")
        return (kind, identifier) if identifier else ("", "")

    @property
    def narrowed(self) -> bool:
        """Say whether anything but the newest entries is asked for."""
        return any(self.text(name) for name in _KEPT)

    @cached_property
    def who(self) -> list[str]:
        """Return the references of everybody who acted, as far as a filter offers them."""
        return trail.distinct(self.organisation.pk, "actor")

    @cached_property
    def filters(self) -> Filters:
        """Return the filters; a search by name looks for people and things too."""
        query, (kind, identifier) = self.text("q"), self.thing
        return Filters(
            words=tuple(query.split()),
            actors=actors.found_by(query, self.who) if query else (),
            objects=AUDIT_SUBJECTS.found(self.organisation, query) if query else (),
            kinds=acts.called(query.split()) if query else (),
            action=self.text("action"),
            actor=self.text("actor"),
            object_kind=kind,
            object_id=identifier,
            since=_midnight(self.day("from")),
            until=_midnight(self.day("to"), DAY),
        )

    def address(self, **more: int | str) -> str:
        """Return the query of another page with the same filters."""
        kept = QueryDict(mutable=True)
        kept.update({name: self.text(name) for name in _KEPT if self.text(name)})
        kept.update({name: str(value) for name, value in more.items()})
        return "?" + kept.urlencode()


@require_safe
@studio_view()
def audit_trail(request: StudioRequest) -> HttpResponseBase:
    """List the acts, newest first, with search and filters."""
    asked = Asked(request.organisation, request.GET)
    page = trail.page(asked.filters, before=asked.number("before"), after=asked.number("after"))
    context = {
        "asked": asked,
        "lines": lines(request.organisation, page.entries),
        "newer": None if page.newer is None else asked.address(after=page.newer),
        "older": None if page.older is None else asked.address(before=page.older),
        "query": asked.text("q"),
        "action": asked.text("action"),
        "actor": asked.text("actor"),
        "since": asked.text("from"),
        "until": asked.text("to"),
        "thing": _thing(request.organisation, *asked.thing),
        "kept": [(name, asked.text(name)) for name in _KEPT if asked.text(name)],
        "panels": AUDIT_PAGE.panels(request.organisation, request),
        **_choices(asked),
    }
    return render(request, "orgs/audit.html", context)


@require_safe
@studio_view()
def audit_entry(request: StudioRequest, number: int) -> HttpResponseBase:
    """Show one entry for good, with what it is chained to."""
    said = trail.one(number)
    if said is None:
        raise Http404
    line = lines(request.organisation, [said])[0]
    before = Position(number - 1, said.row.previous_hash)
    _position, finding = audit.check(request.organisation.pk, before, number)
    context = {
        "line": line,
        "entry": said.row,
        "finding": acts.found(finding) if finding else "",
        "newest": audit.end(request.organisation.pk).sequence,
        "history": f"?object={said.row.object_kind}:{said.row.object_id}",
    }
    return render(request, "orgs/audit_entry.html", context)


@require_POST
@never_cache
@studio_view()
def audit_export(request: StudioRequest) -> HttpResponseBase:
    """Send the trail as a file: the whole of it to be checked, or a table of what is shown."""
    organisation, now = request.organisation, timezone.now()
    whole = request.POST.get("format") != "csv"
    name = f"{organisation.slug}-audit-{now:%Y-%m-%d}.{'jsonl' if whole else 'csv'}"
    found = trail.entries(Asked(organisation, request.POST).filters)
    events.record(
        organisation_id=organisation.pk,
        actor=request.user,
        action="trail.exported",
        object=organisation,
        after={"format": "jsonl" if whole else "csv"},
    )
    response = StreamingHttpResponse(
        export.json_lines(organisation.pk, now)
        if whole
        else export.table(found, lambda references: _named(organisation, references)),
        content_type="application/jsonl" if whole else "text/csv; charset=utf-8",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def lines(organisation: Organisation, entries: Sequence[Said]) -> list[Line]:
    """Return entries as a page shows them; names are looked up for all at once."""
    who = actors.names({said.row.actor for said in entries})
    subjects = _subjects(
        organisation, ((said.row.object_kind, said.row.object_id) for said in entries)
    )
    return [
        Line(
            said.row,
            who[said.row.actor],
            acts.act(said.row.action),
            acts.symbol(said.row.action),
            acts.kind(said.row.object_kind),
            subjects.get((said.row.object_kind, said.row.object_id)),
            changes(said),
            said.readable,
        )
        for said in entries
    ]


def changes(said: Said) -> list[dict[str, str]]:
    """Return what changed, one row a fact, the facts of ``before`` first."""
    return [
        {
            "label": acts.fact(name),
            "before": _text(said.before.get(name)),
            "after": _text(said.after.get(name)),
        }
        for name in {**said.before, **said.after}
    ]


def _text(value: Any) -> str:
    """Return one fact in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        return ", ".join(str(item) for item in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _midnight(day: date | None, later: timedelta = timedelta()) -> datetime | None:
    if day is None or day >= date.max:
        return None
    return timezone.make_aware(datetime.combine(day + later, time()))


def _choices(asked: Asked) -> dict[str, Any]:
    """Return what the filters offer: acts in groups, and whoever acted."""
    known = trail.distinct(asked.organisation.pk, "action")
    grouped = [
        (f"{noun}.", acts.noun(noun), [(one, acts.act(one)) for one in members])
        for noun, members in groupby(known, lambda action: action.partition(".")[0])
    ]
    who = actors.names(asked.who)
    return {
        "actions": sorted(grouped, key=lambda group: group[1]),
        "people": sorted(who.items(), key=lambda pair: pair[1].casefold()),
    }


def _thing(organisation: Organisation, kind: str, identifier: str) -> Subject | None:
    """Return the thing whose history is shown, as it is called today."""
    if not identifier:
        return None
    named = _subjects(organisation, [(kind, identifier)])
    return named.get((kind, identifier)) or Subject(f"{acts.kind(kind)} {identifier}", "")


def _subjects(
    organisation: Organisation, things: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Subject]:
    """Return what things are called today; an id that is none names nothing."""
    return AUDIT_SUBJECTS.named(organisation, (one for one in things if actors.is_id(one[1])))


def _named(organisation: Organisation, references: set[str]) -> dict[str, str]:
    """Return names while the file is sent, when the view's scope is closed already."""
    with organisation_scope(organisation):
        return actors.names(references)
