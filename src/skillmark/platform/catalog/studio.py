"""The console's pages about achievements: a view parses, calls one service, renders."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.platform.catalog import checks, forms, history, pictures, selectors, services
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.orgs.access import StudioRequest, allowed, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.ui import navigation

PER_PAGE: Final = 25
WRITERS: Final = Role.DESIGNER


@require_safe
@studio_view(role=Role.VIEWER)
def achievements(request: StudioRequest) -> HttpResponse:
    """List what the organisation awards."""
    search, state = request.GET.get("q", ""), request.GET.get("state", "")
    sort = request.GET.get("sort", selectors.NEWEST_FIRST)
    found = selectors.achievements(search=search, state=state, sort=sort)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    counts = selectors.counts()
    context = {
        "page": page,
        "rows": [_row(achievement) for achievement in page.object_list],
        "tabs": _tabs(request, counts, state),
        "total": sum(counts.values()),
        "all_url": request.path,
    }
    return _render(request, "catalog/achievements.html", context)


@require_safe
@studio_view(role=Role.VIEWER)
def achievement(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Show one achievement: its draft if there is one, else its newest version."""
    found = _found(achievement_id)
    return _page(request, found, selectors.newest(found), past=False)


@require_safe
@studio_view(role=Role.VIEWER)
def version(request: StudioRequest, achievement_id: UUID, number: int) -> HttpResponse:
    """Show one version, as it was."""
    found = _found(achievement_id)
    wanted = [one for one in selectors.versions(found) if one.number == number]
    if not wanted:
        raise Http404
    return _page(request, found, wanted[0], past=True)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=WRITERS)
def new(request: StudioRequest) -> HttpResponse:
    """Define an achievement."""
    form = _form(request, None)
    if _wants_to_save(request) and form.is_valid() and form.content is not None:
        made = services.create(request.organisation, form.content, actor=request.user)
        messages.success(request, _("The draft is saved."))
        return redirect("catalog:achievement", request.organisation.slug, made.achievement_id)
    context = {"title": _("New achievement"), "back_url": _list_url(request)}
    return _form_page(request, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=WRITERS)
def edit(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Change the draft, or begin the next one."""
    found = _found(achievement_id)
    newest = selectors.newest(found)
    form = _form(request, newest)
    if _wants_to_save(request) and form.is_valid() and form.content is not None:
        services.edit(found, form.content, actor=request.user)
        messages.success(request, _("The draft is saved."))
        return redirect("catalog:achievement", request.organisation.slug, found.pk)
    context = {
        "title": _("Edit “%(name)s”") % {"name": found.name},
        "achievement": found,
        "makes_new_version": newest.state != State.DRAFT,
        "next_number": newest.number + 1,
        "back_url": _url(request, found),
    }
    return _form_page(request, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=WRITERS)
def publish(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Show what is checked, and publish."""
    found = _found(achievement_id)
    draft = selectors.draft(found)
    if draft is None:
        return redirect(_url(request, found))
    blocked = checks.blocking(draft)
    if request.method == "POST" and not blocked:
        done = services.publish(found, actor=request.user)
        words = _("Version %(number)d is published.") % {"number": done.number}
        messages.success(request, words)
        return redirect(_url(request, found))
    context = {
        "achievement": found,
        "version": draft,
        "published": selectors.published(found),
        "checks": history.check_lines(draft),
        "blocked": blocked,
    }
    status = 422 if request.method == "POST" else 200
    return _render(request, "catalog/publish.html", context, status=status)


@require_POST
@studio_view(role=WRITERS)
def archive(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Stop awarding an achievement."""
    found = services.archive(_found(achievement_id), actor=request.user)
    messages.success(request, _("It is archived and is not awarded any more."))
    return redirect(_url(request, found))


@require_POST
@studio_view(role=WRITERS)
def restore(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Bring an archived achievement back."""
    found = services.restore(_found(achievement_id), actor=request.user)
    messages.success(request, _("It is back."))
    return redirect(_url(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=WRITERS)
def discard(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Throw the draft away, after asking."""
    found = _found(achievement_id)
    if request.method == "POST":
        left = services.discard_draft(found, actor=request.user)
        messages.success(request, _("The draft is gone."))
        return redirect(_url(request, left) if left else _list_url(request))
    context = {"achievement": found, "published": selectors.published(found)}
    return _render(request, "catalog/discard.html", context)


def _page(
    request: StudioRequest, found: Achievement, shown: AchievementVersion, *, past: bool
) -> HttpResponse:
    issue_url = navigation.answering(f"/studio/{request.organisation.slug}/issue")
    context = {
        "achievement": found,
        "version": shown,
        "past": past,
        "draft": selectors.draft(found),
        "published": selectors.published(found),
        "checks": history.check_lines(shown),
        "history": history.entries(selectors.versions(found)),
        "picture": pictures.data_address(shown),
        "issue_url": issue_url and f"{issue_url}?achievement={found.slug}",
    }
    return _render(request, "catalog/achievement.html", context)


def _form(request: StudioRequest, newest: AchievementVersion | None) -> forms.AchievementForm:
    return forms.AchievementForm(
        request.POST if request.method == "POST" else None,
        version=newest,
        designs=pictures.designs(),
        brand_colour=request.organisation.brand_colour,
    )


def _wants_to_save(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("step", "save") == "save"


def _form_page(
    request: StudioRequest, form: forms.AchievementForm, context: dict[str, Any]
) -> HttpResponse:
    saving = _wants_to_save(request)
    preview = form.preview_of(request.organisation)
    if request.method == "POST" and not saving:
        form.forget_errors()  # a look at the preview is no attempt to save
    blank = dict.fromkeys(forms.SKILL_PARTS, "")
    extra = 1 if not form.skills or request.POST.get("step") == "add-skill" else 0
    context |= {
        "form": form,
        "skill_rows": [*form.skills, *[blank] * extra],
        "skill_types": forms.skill_types(),
        "preview": {
            "picture": pictures.data_address(preview),
            "name": preview.name,
            "description": preview.description,
            "advice": [f for f in checks.findings(preview) if not f.passed],
        },
    }
    return _render(request, "catalog/form.html", context, status=422 if saving else 200)


def _found(achievement_id: UUID) -> Achievement:
    found = selectors.achievement(achievement_id)
    if found is None:
        raise Http404
    return found


def _row(found: Achievement) -> dict[str, Any]:
    newest = max(found.versions.all(), key=lambda one: one.number)
    has_new_draft = newest.state == State.DRAFT and found.state != State.DRAFT
    return {"achievement": found, "newest": newest, "has_new_draft": has_new_draft}


def _tabs(request: StudioRequest, counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    tabs = [("", _("All"), sum(counts.values()))]
    tabs += [(state.value, str(state.label), counts.get(state.value, 0)) for state in State]
    return [
        {
            "href": f"{request.path}?state={key}" if key else request.path,
            "label": label,
            "count": count,
            "current": key == current,
        }
        for key, label, count in tabs
    ]


def _render(
    request: StudioRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    writes = request.membership.role in allowed(WRITERS)
    shared = {"organisation": request.organisation, "may_write": writes}
    return render(
        request, template, shared | {"section": "achievements"} | context, status=status
    )


def _url(request: StudioRequest, found: Achievement) -> str:
    return reverse("catalog:achievement", args=[request.organisation.slug, found.pk])


def _list_url(request: StudioRequest) -> str:
    return reverse("catalog:achievements", args=[request.organisation.slug])
