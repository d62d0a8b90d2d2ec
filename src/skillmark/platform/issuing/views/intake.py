"""How a file is read: its letters or its sheet, its dates, and what each column holds."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmark.core.issue.recipients.problem import visible
from skillmark.platform.issuing import services
from skillmark.platform.issuing.errors import BatchFileError, BatchStateError
from skillmark.platform.issuing.forms.intake import FIELD_WORDS, ColumnsForm
from skillmark.platform.issuing.intake import How
from skillmark.platform.issuing.intake.files import samples_of
from skillmark.platform.issuing.models import Batch, BatchFile, BatchState
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.issuing.views.pages import show
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role

SHOWN_SAMPLES: Final = 3
_AGAIN: Final = "again"


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=Role.ISSUER)
def columns(request: StudioRequest, batch_id: UUID) -> HttpResponse:
    """Show how the file was read, and read it again as somebody says."""
    batch = selectors.batch(batch_id)
    if batch is None:
        raise Http404
    slug = request.organisation.slug
    kept = BatchFile.objects.filter(batch=batch).first()
    if batch.state != BatchState.PREVIEW or not batch.header or kept is None:
        messages.info(request, _("This file is not there to be read again."))
        return redirect("issuing:batch", slug, batch.pk)
    how = How.from_json(batch.reading)
    if request.method != "POST":
        return _page(request, batch, how, ColumnsForm(how=how, titles=batch.header))
    form = ColumnsForm(request.POST, how=how, titles=batch.header)
    if not form.is_valid():
        return _page(request, batch, how, form, status=422)
    anew = form.is_taken_apart_anew
    try:
        batch = services.reread_batch(
            batch.pk, form.said(keep_columns=not anew), actor=request.user, remember=not anew
        )
    except (BatchFileError, BatchStateError) as error:
        form.add_error(None, error.message)
        return _page(request, batch, how, form, status=422)
    how = How.from_json(batch.reading)
    if anew or how.open_questions or request.POST.get("step") == _AGAIN:
        return redirect("issuing:batch-columns", slug, batch.pk)
    return redirect("issuing:batch", slug, batch.pk)


def _page(
    request: StudioRequest, batch: Batch, how: How, form: ColumnsForm, *, status: int = 200
) -> HttpResponse:
    kept = BatchFile.objects.get(batch=batch)
    rows = samples_of(bytes(kept.data), how)
    lines = [
        {
            "title": visible(title.strip()) or _("(no title)"),
            "samples": _samples(rows, index),
            "field": form[f"column_{index}"],
            "known": bool(index < len(how.columns) and how.columns[index]),
        }
        for index, title in enumerate(batch.header)
    ]
    context: dict[str, Any] = {
        "batch": batch,
        "version": batch.achievement_version,
        "how": how,
        "form": form,
        "lines": lines,
        "asked": how.open_questions,
        "left_out": [line["title"] for line in lines if not line["known"]],
        "odd_letters": _odd_letters(rows) if how.encoding else [],
        "missing": [FIELD_WORDS["email"]] if "email" in how.problem else [],
        "general": _general(form),
    }
    return show(request, "issuing/columns.html", "batches", context, status=status)


def _general(form: ColumnsForm) -> list[BoundField]:
    names = ("encoding", "delimiter", "sheet")
    return [form[name] for name in names if name in form.fields]


def _samples(rows: list[tuple[str, ...]], index: int) -> list[str]:
    """Return the first different texts of a column."""
    cells = (row[index].strip() for row in rows if index < len(row))
    found = dict.fromkeys(visible(cell)[:60] for cell in cells if cell)
    return list(found)[:SHOWN_SAMPLES]


def _odd_letters(rows: list[tuple[str, ...]]) -> list[str]:
    """Return cells with letters that another encoding would spell otherwise."""
    cells = (cell.strip() for row in rows for cell in row)
    odd = dict.fromkeys(visible(cell)[:60] for cell in cells if cell and not cell.isascii())
    return list(odd)[:6]
