"""Importing results: choose a file, see every mistake, then keep what is right."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillmark.platform.assessment import results_file
from skillmark.platform.assessment.errors import ResultsFileError
from skillmark.platform.assessment.services import importing
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role

SHOWN: Final = 200  # rows of a preview


class ResultsForm(forms.Form):
    """A file, first to look at; ``text`` carries it from the preview to the keeping."""

    file = forms.FileField(required=False)
    text = forms.CharField(required=False, strip=False, max_length=results_file.MAX_BYTES)
    name = forms.CharField(required=False, max_length=200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=Role.DESIGNER)
def imported(request: StudioRequest) -> HttpResponse:
    """Show what a file would do; with ``act=keep`` do it."""
    form = ResultsForm(request.POST or None, request.FILES or None)
    if not form.is_bound or not form.is_valid():
        return _draw(request, {}, 422 if form.is_bound else 200)
    sent = form.cleaned_data["file"]
    data = sent.read() if sent else form.cleaned_data["text"].encode()
    name = (sent.name if sent else form.cleaned_data["name"]) or ""
    try:
        found = results_file.read(data, today=timezone.localdate())
    except ResultsFileError as error:
        return _draw(request, {"error": error.message}, 422)
    if request.POST.get("act") == "keep":
        done = importing.keep(request.organisation, found, name=name, actor=request.user)
        words = ngettext("%(count)d result kept.", "%(count)d results kept.", done.new)
        messages.success(request, words % {"count": done.new})
        return redirect("assessment:plans", request.organisation.slug)
    known = importing.known(found.results)
    context = {
        "found": found,
        "rows": [(one, one.row in known) for one in found.results[:SHOWN]],
        "problems": found.problems[:SHOWN],
        "new": len(found.results) - len(known),
        "known": len(known),
        "text": data.decode("utf-8-sig"),
        "name": name,
    }
    return _draw(request, context, 200)


def _draw(request: StudioRequest, context: dict[str, object], status: int) -> HttpResponse:
    shared = {"organisation": request.organisation, "columns": results_file.COLUMNS}
    return render(request, "assessment/results.html", shared | context, status=status)
