"""Pages and fragments about quality: beside the form, of a saved definition, and what to aim at."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from skillmark.core.lint import quality as profiles
from skillmark.core.lint.quality import Definition
from skillmark.platform.catalog import pictures, selectors
from skillmark.platform.catalog.forms import AchievementForm
from skillmark.platform.catalog.models import Achievement
from skillmark.platform.catalog.quality import definitions as quality
from skillmark.platform.catalog.quality import report as quality_report
from skillmark.platform.catalog.views import pages
from skillmark.platform.orgs.access import StudioRequest, studio_view


def _choices() -> list[tuple[str, str]]:
    return [(key, _(profile.name)) for key, profile in profiles.PROFILES.items()]


class AimsForm(forms.Form):
    """Which profiles judge this organisation's definitions."""

    profiles = forms.MultipleChoiceField(
        label=gettext_lazy("Quality profiles"),
        help_text=gettext_lazy("Choose none to hide the panel beside the form."),
        required=False,
        choices=_choices,
        widget=forms.CheckboxSelectMultiple(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def aims(request: StudioRequest) -> HttpResponse:
    """Choose the profiles that the organisation aims at."""
    now = quality.aims(request.organisation)
    data = request.POST if request.method == "POST" else None
    form = AimsForm(data, initial={"profiles": [profile.key for profile in now]})
    if form.is_valid():
        chosen = form.cleaned_data["profiles"]
        quality.choose_aims(request.organisation, chosen, actor=request.user)
        messages.success(request, _("The quality profiles are saved."))
        return redirect("catalog:achievements", request.organisation.slug)
    context = {
        "form": form,
        "profiles": [
            {"profile": profile, "short": quality_report.SHORT[key]}
            for key, profile in profiles.PROFILES.items()
        ],
    }
    status = 422 if form.errors else 200
    return pages.draw(request, "catalog/quality_aims.html", context, status=status)


@require_POST
@studio_view(role=pages.WRITERS)
def unsaved_new(request: StudioRequest) -> HttpResponse:
    """Judge the form of an achievement that is not saved yet."""
    return _unsaved(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view()
def one(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Judge one achievement: its newest version, or the form that was sent."""
    found = pages.found(achievement_id)
    if request.method == "POST":
        return _unsaved(request, found)
    definition = quality.of_version(selectors.newest(found))
    return _page(request, definition, found, unsaved=False)


def _unsaved(request: StudioRequest, achievement: Achievement | None) -> HttpResponse:
    """Answer with what changed on the panel; with the whole page where there is no htmx."""
    form = AchievementForm(
        request.POST,
        designs=pictures.designs(),
        brand_colour=request.organisation.brand_colour,
    )
    definition = quality.of_form(form, request.organisation)
    if not getattr(request, "htmx", False):
        return _page(request, definition, achievement, unsaved=True)
    reports = quality.judge(definition, quality.aims(request.organisation))
    shown = quality_report.show(reports, request.organisation)
    if shown.digest == request.POST.get("quality_seen"):
        return HttpResponse(status=204)  # htmx leaves the page alone: nothing is said twice
    heard = request.POST.get("quality_said") == shown.said
    context = {"quality": shown, "heard": heard}
    return render(request, "catalog/quality_fragment.html", context)


def _page(
    request: StudioRequest,
    definition: Definition,
    achievement: Achievement | None,
    *,
    unsaved: bool,
) -> HttpResponse:
    """Show every report whole, with what it rests on."""
    organisation = request.organisation
    base = pages.url(request, achievement, "edit") if achievement else _new_url(request)
    reports = quality.judge(definition, quality.aims(organisation))
    context: dict[str, Any] = {
        "achievement": achievement,
        "title": definition.title or _("No name yet"),
        "unsaved": unsaved,
        "base": base,
        "reports": [
            {
                "profile": report.profile,
                "score": quality_report.score(report),
                "classified": report.classification
                and quality_report.classified(report.classification),
                "lines": [
                    {"line": quality_report.line(found, organisation, base), "finding": found}
                    for found in report.findings
                ],
                "passed": report.passed,
            }
            for report in reports
        ],
    }
    return pages.draw(request, "catalog/quality.html", context)


def _new_url(request: StudioRequest) -> str:
    return reverse("catalog:new", args=[request.organisation.slug])
