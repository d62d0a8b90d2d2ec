"""The list of credentials in the console: find, narrow, sort, choose, and take it away as CSV."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillmark.platform.catalog.models import Achievement
from skillmark.platform.issuing import finding, selectors
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.finding import Wanted
from skillmark.platform.issuing.models import Credential
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


@require_safe
@studio_view(role=Role.VIEWER)
def credentials(request: StudioRequest) -> HttpResponse:
    """List credentials: search, filter, sort, page, choose."""
    wanted = Wanted.read(request.GET)
    counts = finding.counts()
    page = finding.page_of(wanted, request.GET.get("page"), PER_PAGE)
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
    wanted = Wanted.read(request.GET)
    rows = finding.matching(wanted).values_list("pk", flat=True)
    return csv_of(request.organisation, rows.iterator(chunk_size=_ROWS))


def csv_of(organisation: Organisation, ids: Iterable[UUID]) -> StreamingHttpResponse:
    """Return credentials as a CSV that is written while it is read."""
    response = StreamingHttpResponse(
        _lines(organisation, ids), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="credentials.csv"'
    response["Cache-Control"] = "no-store"
    return response


class _Echo:
    """A file that gives back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _lines(organisation: Organisation, ids: Iterable[UUID]) -> Iterator[str]:
    """Yield the file; the scope is opened anew, for the view is over by then."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + str(writer.writerow(COLUMNS))
    with organisation_scope(organisation):
        part: list[UUID] = []
        for one in ids:
            part.append(one)
            if len(part) == _ROWS:
                yield from _written(writer, part)
                part = []
        yield from _written(writer, part)


def _written(writer: Any, ids: list[UUID]) -> Iterator[str]:
    for row in finding.rows_of(ids):
        yield str(writer.writerow([_safe(cell) for cell in _cells(row)]))


def _cells(row: Credential) -> list[str]:
    fields = row.award.fields
    ends = row.valid_until.date().isoformat() if row.valid_until else ""
    return [
        str(row.pk),
        credential_url(row.pk),
        row.award.recipient_name,
        row.award.recipient_email,
        str(fields.get("identifier") or ""),
        row.achievement_version.name,
        str(row.achievement_version.number),
        row.shown_state,
        row.reason,
        row.issued_at.date().isoformat(),
        str(fields.get("achieved_on") or ""),
        ends,
        row.claimed_at.date().isoformat() if row.claimed_at else "",
        str(row.renewed_from_id or ""),
        str(row.replaces_id or ""),
        row.digest,
    ]


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
