"""The console's pages that change where a pathway stands."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skillmark.core.errors import SkillmarkError
from skillmark.platform.approvals import services as approvals
from skillmark.platform.orgs import policy
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.pathways import checks, diff, reviewing, selectors
from skillmark.platform.pathways.services import drafting
from skillmark.platform.pathways.views import pages

_REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def publish(request: StudioRequest, pathway_id: UUID) -> HttpResponse:
    """Show what changes and for whom, and publish or put before a second person."""
    found = pages.found(pathway_id)
    draft = selectors.draft(found)
    if draft is None:
        return redirect(pages.url(request, found))
    problems = checks.problems(draft)
    review_asked = policy.of(request.organisation).review_definitions
    if request.method == "POST" and not problems:
        try:
            if review_asked or request.POST.get("step") == "ask":
                reviewing.ask(found, actor=request.user)
                words = _("A second person is asked. Until then it stands still.")
            else:
                done = drafting.publish(found, actor=request.user)
                words = _("Version %(number)d is published.") % {"number": done.number}
        except SkillmarkError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, words)
        return redirect(pages.url(request, found))
    published = selectors.published(found)
    context = {
        "pathway": found,
        "version": draft,
        "published": published,
        "differences": diff.compare(published, draft) if published else (),
        "problems": problems,
        "review_asked": review_asked,
        "dry_run": selectors.dry_runs(draft).first(),
        "digest": checks.draft_digest(draft.rule),
    }
    status = _REFUSED if request.method == "POST" else 200
    return pages.draw(request, "pathways/publish.html", context, status=status)


@require_POST
@studio_view(role=pages.WRITERS)
def withdraw(request: StudioRequest, pathway_id: UUID) -> HttpResponse:
    """Take the request for a review back; it is a draft again."""
    found = pages.found(pathway_id)
    draft = selectors.draft(found)
    waiting = reviewing.waiting(draft) if draft else None
    if waiting is not None:
        approvals.withdraw(waiting.pk, by=request.user)
        messages.success(request, _("The review is withdrawn. You can edit the draft again."))
    return redirect(pages.url(request, found))


@require_POST
@studio_view(role=pages.WRITERS)
def archive(request: StudioRequest, pathway_id: UUID) -> HttpResponse:
    """Award nothing by it any more."""
    found = pages.found(pathway_id)
    try:
        drafting.archive(found, actor=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("It is archived. What people hold stays valid."))
    return redirect(pages.url(request, found))


@require_POST
@studio_view(role=pages.WRITERS)
def restore(request: StudioRequest, pathway_id: UUID) -> HttpResponse:
    """Bring an archived pathway back."""
    found = pages.found(pathway_id)
    drafting.restore(found, actor=request.user)
    messages.success(request, _("It is back."))
    return redirect(pages.url(request, found))


@require_POST
@studio_view(role=pages.WRITERS)
def discard(request: StudioRequest, pathway_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    found = pages.found(pathway_id)
    try:
        left = drafting.discard(found, actor=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
        return redirect(pages.url(request, found))
    messages.success(request, _("The draft is discarded."))
    if left is None:
        return redirect("pathways:pathways", slug=request.organisation.slug)
    return redirect(pages.url(request, found))
