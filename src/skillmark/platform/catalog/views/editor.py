"""The console's pages that write definitions: a new achievement, and the draft of an old one."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmark.platform.catalog import (
    checks,
    forms,
    keeping,
    pictures,
    reviewing,
    selectors,
    services,
    starts,
    text,
)
from skillmark.platform.catalog.forms.rows import language_name
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.catalog.views import pages
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.skills import picker
from skillmark.platform.skills.picker import Picker

SAVING: Final = frozenset({"save", "save-stay"})


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def new(request: StudioRequest) -> HttpResponse:
    """Define an achievement, from nothing or from a starting point."""
    key = request.GET.get("start", "")
    spoken = (get_language() or "en").partition("-")[0]
    form = _form(request, starts.version(key, spoken), None)
    if _wants_to_save(request) and form.is_valid() and form.content is not None:
        made = services.create(request.organisation, form.content, actor=request.user)
        return _saved(request, form, made.achievement)
    context = {
        "title": _("New achievement"),
        "starts": starts.STARTS,
        "start": key,
        "back_url": pages.list_url(request),
    }
    return _form_page(request, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def edit(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Change the draft, or begin the next one."""
    found = pages.found(achievement_id)
    newest = selectors.newest(found)
    if newest.state == State.REVIEW or found.state == State.ARCHIVED:
        messages.info(request, _("It cannot change now. Withdraw its review or bring it back."))
        return redirect(pages.url(request, found))
    form = _form(request, newest, found)
    if _wants_to_save(request) and form.is_valid() and form.content is not None:
        services.edit(found, form.content, actor=request.user)
        return _saved(request, form, found)
    context = {
        "title": _("Edit “%(name)s”") % {"name": found.name},
        "achievement": found,
        "makes_new_version": newest.state != State.DRAFT,
        "next_number": newest.number + 1,
        "declined": reviewing.declined(newest) if newest.state == State.DRAFT else None,
        "back_url": pages.url(request, found),
    }
    return _form_page(request, form, context)


def _saved(
    request: StudioRequest, form: forms.AchievementForm, achievement: Achievement
) -> HttpResponse:
    keeping.set_review_by(achievement, form.look_again, actor=request.user)
    messages.success(request, _("The draft is saved."))
    stay = request.POST.get("step") == "save-stay"
    return redirect(pages.url(request, achievement, "edit" if stay else "achievement"))


def _form(
    request: StudioRequest, version: AchievementVersion | None, achievement: Achievement | None
) -> forms.AchievementForm:
    return forms.AchievementForm(
        request.POST if request.method == "POST" else None,
        version=version,
        review_by=achievement.review_by if achievement else None,
        designs=pictures.designs(),
        brand_colour=request.organisation.brand_colour,
    )


def _wants_to_save(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("step", "save") in SAVING


def _form_page(
    request: StudioRequest, form: forms.AchievementForm, context: dict[str, Any]
) -> HttpResponse:
    saving = _wants_to_save(request)
    preview = form.preview_of(request.organisation)
    rows = form.rows
    chosen = Picker()
    if request.method == "POST" and not saving:
        form.forget_errors()  # a look at the preview is no attempt to save
        rows.step(request.POST.get("step", ""))
        chosen = picker.answer(
            request.POST, rows.skills, request.organisation, actor=request.user
        )
    main = str(form["language"].value() or "en")
    context |= {
        "form": form,
        "rows": rows,
        "touched_list": rows.touched[0],
        "touched_place": rows.touched[1],
        "outcome_rows": rows.outcomes or [""],
        "picker": chosen,
        "languages": [
            {**row, "spoken": language_name(row["language"])} for row in rows.languages
        ],
        "free_languages": rows.free_languages(main),
        "credit_units": forms.CREDIT_UNITS,
        "problems": form.problems() if saving else [],
        "unsaved": request.method == "POST",
        "preview": {
            "picture": pictures.data_address(preview),
            "name": preview.name,
            "description": preview.description,
            "kind": preview.get_achievement_type_display(),
            "criteria": text.markdown(str(form["criteria_markdown"].value() or "")),
            "advice": [f for f in checks.findings(preview) if not f.passed],
        },
    }
    return pages.draw(request, "catalog/form.html", context, status=422 if saving else 200)
