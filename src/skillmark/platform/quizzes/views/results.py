"""Results of quizzes in the console: attempts, one of them, how each question did."""

import csv
import io
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from skillmark.platform.events.export import BOM, safe
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.quizzes import answers, selectors
from skillmark.platform.quizzes.models import Attempt
from skillmark.platform.quizzes.views import pages
from skillmark.platform.ui.paging import NarrowPaginator

COLUMNS: Final = (
    "name",
    "attempt",
    "state",
    "started",
    "finished",
    "ended by",
    "score",
    "out of",
    "per cent",
    "passed",
    "level",
)
MAX_ROWS: Final = 50_000


@require_safe
@never_cache
@studio_view(role=pages.READERS)
def attempts(request: StudioRequest, quiz_id: UUID) -> HttpResponse:
    """List the attempts at a quiz."""
    found = pages.quiz(quiz_id)
    state = request.GET.get("state", "")
    rows = selectors.results(found, state=state, sort=request.GET.get("sort", "-started"))
    page = NarrowPaginator(rows, pages.PER_PAGE).get_page(request.GET.get("page"))
    totals = selectors.totals(found)
    words = {
        "": (_("All"), totals["all"]),
        "running": (_("Under way"), totals["running"]),
        "passed": (_("Passed"), totals["passed"]),
        "failed": (_("Not passed"), totals["failed"]),
    }
    context = {
        "quiz": found,
        "page": page,
        "rows": [(row, name_of(row)) for row in page.object_list],
        "total": totals["all"],
        "tabs": [
            {
                "href": f"{request.path}?state={key}" if key else request.path,
                "label": label,
                "count": count,
                "current": key == state,
            }
            for key, (label, count) in words.items()
        ],
    }
    return pages.draw(request, "quizzes/attempts.html", context)


@require_safe
@never_cache
@studio_view(role=pages.READERS)
def attempts_csv(request: StudioRequest, quiz_id: UUID) -> HttpResponse:
    """Send the attempts at a quiz as a file."""
    found = pages.quiz(quiz_id)
    rows = selectors.results(found, state=request.GET.get("state", ""))[:MAX_ROWS]
    response = HttpResponse(_table(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="quiz-results.csv"'
    return response


@require_safe
@never_cache
@studio_view(role=pages.READERS)
def attempt(request: StudioRequest, quiz_id: UUID, attempt_id: UUID) -> HttpResponse:
    """Show one attempt: what was asked, answered and earned, and what came too late."""
    found = pages.quiz(quiz_id)
    one = pages.attempt(found, attempt_id)
    lines: list[dict[str, Any]] = []
    for row in selectors.asked(one):
        content = row.version.content
        lines.append(
            {
                "asked": row,
                "given": answers.described(content, row.answer),
                "right": answers.right(content) if not one.is_running else [],
                "points": content.points,
                "full": row.score is not None and row.score == content.points,
            }
        )
    late = [
        (row, answers.described(row.asked.version.content, row.answer))
        for row in selectors.late(one)
    ]
    context = {
        "quiz": found,
        "attempt": one,
        "name": name_of(one),
        "lines": lines,
        "former": selectors.results_of(one),
        "late": late,
    }
    return pages.draw(request, "quizzes/attempt_studio.html", context)


@require_safe
@studio_view(role=pages.READERS)
def statistics(request: StudioRequest, quiz_id: UUID) -> HttpResponse:
    """Show how each question did: how hard it is, and how well it tells people apart."""
    found = pages.quiz(quiz_id)
    context = {
        "quiz": found,
        "rows": selectors.statistics(found),
        "totals": selectors.totals(found),
        "counted": selectors.MAX_COUNTED,
    }
    return pages.draw(request, "quizzes/statistics.html", context)


def name_of(attempt: Attempt) -> str:
    """Return who tried: the name of the enrolment, else that of the person."""
    return attempt.enrolment.name if attempt.enrolment else str(attempt.person)


def _table(rows: Iterable[Attempt]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        passed = "" if row.passed is None else ("yes" if row.passed else "no")
        cells = (
            name_of(row),
            row.number,
            row.state,
            row.started_at.isoformat(timespec="seconds"),
            row.finished_at.isoformat(timespec="seconds") if row.finished_at else "",
            row.ending,
            "" if row.score is None else row.score,
            "" if row.out_of is None else row.out_of,
            "" if row.percent is None else row.percent,
            passed,
            row.level,
        )
        writer.writerow([safe(str(cell)) for cell in cells])
    return BOM + out.getvalue()
