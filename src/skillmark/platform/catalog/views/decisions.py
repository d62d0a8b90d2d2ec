"""The console's pages that change where an achievement stands: publish, review, archive, keep."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from skillmark.platform.approvals import services as approvals
from skillmark.platform.approvals.errors import ApprovalError
from skillmark.platform.catalog import (
    checks,
    diff,
    holders,
    keeping,
    reviewing,
    selectors,
    services,
)
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.catalog.views import history, pages
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.orgs import policy
from skillmark.platform.orgs.access import StudioRequest, studio_view

MAX_BULK: Final = 200  # achievements archived in one go
REASON: Final = 1_000  # characters


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def publish(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Show what is checked and what changes, and publish or put before a second person."""
    found = pages.found(achievement_id)
    draft = selectors.draft(found)
    if draft is None:
        return redirect(pages.url(request, found))
    blocked = checks.blocking(draft)
    review_asked = policy.of(request.organisation).review_definitions
    if request.method == "POST" and not blocked:
        if review_asked or request.POST.get("step") == "ask":
            reviewing.ask(found, actor=request.user)
            messages.success(
                request, _("A second person is asked. Until then it stands still.")
            )
        else:
            done = services.publish(found, actor=request.user)
            words = _("Version %(number)d is published.") % {"number": done.number}
            messages.success(request, words)
        return redirect(pages.url(request, found))
    published = selectors.published(found)
    context = {
        "achievement": found,
        "version": draft,
        "published": published,
        "held": holders.of([published.pk])[published.pk] if published else 0,
        "differences": diff.compare(published, draft) if published else (),
        "checks": history.check_lines(draft),
        "blocked": blocked,
        "review_asked": review_asked,
    }
    status = 422 if request.method == "POST" else 200
    return pages.draw(request, "catalog/publish.html", context, status=status)


@require_POST
@studio_view(role=pages.DECIDERS)
def decide(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Publish what is in review, or give it back with the reason."""
    found = pages.found(achievement_id)
    version, waiting = _waiting(found)
    if waiting is None or version is None:
        messages.info(request, _("There is nothing to decide any more."))
        return redirect(pages.url(request, found))
    note = request.POST.get("note", "").strip()[:REASON]
    declining = request.POST.get("decision") != "approve"
    if declining and not note:
        messages.error(request, _("Say why, so that the author knows what to mend."))
        return redirect(pages.url(request, found, "review"))
    try:
        if declining:
            approvals.decline(waiting.pk, by=request.user, note=note)
            messages.success(request, _("It is a draft again, with your reason."))
        else:
            approvals.approve(waiting.pk, by=request.user, note=note)
            words = _("Version %(number)d is published.") % {"number": version.number}
            messages.success(request, words)
    except ApprovalError as error:
        messages.error(request, str(error))
        return redirect(pages.url(request, found, "review"))
    return redirect(pages.url(request, found))


@require_POST
@studio_view(role=pages.WRITERS)
def withdraw(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Take the request for a review back; it is a draft again."""
    found = pages.found(achievement_id)
    _version, waiting = _waiting(found)
    if waiting is not None:
        approvals.withdraw(waiting.pk, by=request.user)
        messages.success(request, _("The review is withdrawn. You can edit the draft again."))
    return redirect(pages.url(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def archive(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Stop awarding an achievement, after asking."""
    found = pages.found(achievement_id)
    if request.method == "POST":
        services.archive(found, actor=request.user)
        messages.success(
            request,
            _("It is archived and not awarded any more. “Bring it back” undoes this."),
        )
        return redirect(pages.url(request, found))
    context = {"achievement": found, "held": _held(found)}
    return pages.draw(request, "catalog/archive.html", context)


@require_http_methods(["POST"])
@studio_view(role=pages.WRITERS)
def archive_many(request: StudioRequest) -> HttpResponse:
    """Stop awarding the achievements chosen in the list, after asking."""
    chosen = selectors.chosen(request.POST.getlist("id")[:MAX_BULK])
    if request.POST.get("step") != "archive" or not chosen:
        context = {"chosen": chosen, "back_url": pages.list_url(request)}
        return pages.draw(request, "catalog/archive_many.html", context)
    done = 0
    for one in chosen:
        if selectors.in_review(one) is None:
            services.archive(one, actor=request.user)
            done += 1
    messages.success(
        request,
        ngettext("%(n)d achievement is archived.", "%(n)d achievements are archived.", done)
        % {"n": done},
    )
    if done < len(chosen):
        messages.warning(request, _("What is in review stays: withdraw its review first."))
    return redirect(pages.list_url(request))


@require_POST
@studio_view(role=pages.WRITERS)
def restore(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Bring an archived achievement back."""
    found = services.restore(pages.found(achievement_id), actor=request.user)
    messages.success(request, _("It is back."))
    return redirect(pages.url(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def discard(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Throw the draft away, after asking."""
    found = pages.found(achievement_id)
    if request.method == "POST":
        left = services.discard_draft(found, actor=request.user)
        messages.success(request, _("The draft is gone."))
        return redirect(pages.url(request, left) if left else pages.list_url(request))
    context: dict[str, Any] = {
        "achievement": found,
        "published": selectors.published(found),
    }
    return pages.draw(request, "catalog/discard.html", context)


@require_POST
@studio_view(role=pages.WRITERS)
def duplicate(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Begin a new achievement with what this one says."""
    made = services.duplicate(pages.found(achievement_id), actor=request.user)
    messages.success(request, _("This is the copy. Give it its own name."))
    return redirect(pages.url(request, made.achievement, "edit"))


@require_POST
@studio_view(role=pages.WRITERS)
def keep_current(request: StudioRequest, achievement_id: UUID) -> HttpResponse:
    """Say that it was looked at and is still right, for another year."""
    found = pages.found(achievement_id)
    if found.state == State.ARCHIVED:
        raise Http404
    day = keeping.next_look(timezone.localdate())
    keeping.set_review_by(found, day, actor=request.user)
    words = _("It is current. Look at it again by %(day)s.")
    messages.success(request, words % {"day": date_format(day, "DATE_FORMAT")})
    return redirect(pages.url(request, found))


def _waiting(found: Achievement) -> tuple[AchievementVersion | None, Any]:
    version = selectors.in_review(found)
    return version, reviewing.waiting(version) if version else None


def _held(found: Achievement) -> int:
    return sum(holders.of([one.pk for one in selectors.versions(found)]).values())
