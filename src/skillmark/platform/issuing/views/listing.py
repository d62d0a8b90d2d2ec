"""The list of credentials in the console: find, narrow, sort, choose, and take it away as CSV."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillmark.platform.catalog.models import Achievement
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.models import Credential, CredentialState
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.issuing.selectors import finding
from skillmark.platform.issuing.selectors.finding import Wanted
from skillmark.platform.issuing.views.pages import PER_PAGE, show
from skillmark.platform.orgs.access import StudioRequest, organisation_scope, studio_view
from skillmark.platform.orgs.models import Organisation, Role

FILTERS: Final = ("achievement", "batch", "issued_from", "issued_to", "claimed", "ending")
ENDING_CHOICES: Final = (30, 60, 90, 180, 365)  # days
MAX_ACHIEVEMENTS: Final = 200  # named in the filter
COLUMNS: Final = (
    "id", "link", "name", "email", "identifier", "achievement", "version", "state", "reason",
    "issued", "earned_on", "valid_until", "taken", "renews", "replaces", "sha256",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet may run
_ROWS: Final = 2_000  # read at a time
_IDS: Final = 500  # of one query
_READ: Final = (
    "pk", "award__recipient_name", "award__recipient_email", "award__fields",
    "achievement_version__name", "achievement_version__number", "state", "reason", "issued_at",
    "valid_until", "claimed_at", "renewed_from_id", "replaces_id", "digest",
)  # fmt: skip


@require_safe
@studio_view(role=Role.VIEWER)
def credentials(request: StudioRequest) -> HttpResponse:
    """List credentials: search, filter, sort, page, choose."""
    wanted = Wanted.read(request.GET)
    counts = finding.counts()
    page = finding.page_of(wanted, request.GET.get("page"), PER_PAGE, counted=counts)
    context = {
        "page": page,
        "tabs": _tabs(request, counts, wanted),
        "total": counts["total"],
        "wanted": wanted,
        "asked": [(name, value) for name, value in wanted.to_json().items() if value],
        "filters_open": any(getattr(wanted, name) for name in FILTERS),
        "achievements": list(Achievement.objects.order_by("name")[:MAX_ACHIEVEMENTS]),
        "batch": _batch(wanted),
        "ending_choices": [(str(days), _ending(days)) for days in ENDING_CHOICES],
        "export_query": request.GET.urlencode(),
    }
    return show(request, "issuing/credentials.html", "credentials", context)


@require_safe
@studio_view(role=Role.VIEWER)
def export(request: StudioRequest) -> HttpResponseBase:
    """Send what the list shows as CSV, row by row, however long it is."""
    rows = finding.matching(Wanted.read(request.GET)).values_list(*_READ)
    return _csv(request.organisation, [rows])


def csv_of(organisation: Organisation, ids: Sequence[UUID]) -> StreamingHttpResponse:
    """Return chosen credentials as a CSV that is written while it is read."""
    parts = [Credential.objects.filter(pk__in=part) for part in batched(ids, _IDS)]
    return _csv(organisation, [part.values_list(*_READ) for part in parts])


class _Echo:
    """A file that gives back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _csv(organisation: Organisation, parts: Sequence[QuerySet[Any]]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(
        _lines(organisation, parts), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="credentials.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _lines(organisation: Organisation, parts: Sequence[QuerySet[Any]]) -> Iterator[str]:
    """Yield the file; the scope is opened anew, for the view is over by then."""
    writer, now = csv.writer(_Echo()), timezone.now()
    yield "\ufeff" + str(writer.writerow(COLUMNS))
    with organisation_scope(organisation):
        for rows in parts:
            for row in rows.iterator(chunk_size=_ROWS):
                yield str(writer.writerow([_safe(cell) for cell in _cells(row, now)]))


def _cells(row: Sequence[Any], now: datetime) -> list[str]:
    one = dict(zip(_READ, row, strict=True))
    ends, state, fields = one["valid_until"], one["state"], one["award__fields"]
    if state == CredentialState.ACTIVE and ends is not None and ends <= now:
        state = finding.EXPIRED
    return [
        str(one["pk"]),
        credential_url(one["pk"]),
        one["award__recipient_name"],
        one["award__recipient_email"],
        str(fields.get("identifier") or ""),
        one["achievement_version__name"],
        str(one["achievement_version__number"]),
        state,
        one["reason"],
        _day(one["issued_at"]),
        str(fields.get("achieved_on") or ""),
        _day(ends),
        _day(one["claimed_at"]),
        str(one["renewed_from_id"] or ""),
        str(one["replaces_id"] or ""),
        one["digest"],
    ]


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _batch(wanted: Wanted) -> str:
    """Return what the batch is called that the list is narrowed to."""
    try:
        found = selectors.batch(UUID(wanted.batch)) if wanted.batch else None
    except ValueError:
        found = None
    return str(found) if found else ""


def _ending(days: int) -> str:
    return _("within %(days)d days") % {"days": days}


def _tabs(
    request: StudioRequest, counts: dict[str, int], wanted: Wanted
) -> list[dict[str, Any]]:
    states = [("", _("All")), *((name, str(label)) for name, label in finding.STATES)]
    tabs = []
    for name, label in states:
        query = request.GET.copy()
        for other in ("page", "state"):
            query.pop(other, None)
        if name:
            query["state"] = name
        href = f"{request.path}?{query.urlencode()}" if query else request.path
        count = counts.get(name, counts["total"]) if name else counts["total"]
        tabs.append(
            {"href": href, "label": label, "count": count, "current": name == wanted.state}
        )
    return tabs
