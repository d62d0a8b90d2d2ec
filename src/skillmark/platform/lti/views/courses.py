"""A course of a platform: which lines of its grade book fill which criteria, and reading them now."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skillmark.platform.assessment import units
from skillmark.platform.assessment.models import Plan
from skillmark.platform.lti import feeding, grades
from skillmark.platform.lti.errors import InvalidError, LtiError
from skillmark.platform.lti.forms import FeedForm
from skillmark.platform.lti.grades import LineItem
from skillmark.platform.lti.models import Course, Feed
from skillmark.platform.lti.panels import TAB
from skillmark.platform.lti.views import reasons
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.ui.answers import blame

INVALID: Final = 422
MOST_PLANS: Final = 500  # units that are offered


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def course(request: StudioRequest, course_id: UUID) -> HttpResponseBase:
    """Show a course, and let a line of its grade book fill a criterion."""
    found = get_object_or_404(
        Course.objects.select_related("registration__organisation"), pk=course_id
    )
    items: dict[str, LineItem] = {}
    problem = ""
    try:
        items = {one.url: one for one in grades.line_items(found)}
    except LtiError as error:
        problem = reasons.words(error.code)
    form = FeedForm(
        request.POST or None,
        lines=[(one.url, f"{one.label} (≤ {one.maximum})") for one in items.values()],
        criteria=_criteria(),
    )
    if form.is_bound and form.is_valid() and _connected(request, found, form, items):
        return redirect("lti:course", request.organisation.slug, found.pk)
    feeds = Feed.objects.filter(course=found).select_related("plan__achievement")
    context: dict[str, Any] = {
        "course": found,
        "platform": found.registration,
        "form": form if items else None,
        "problem": problem,
        "feeds": [(feed, _named(feed), reasons.words(feed.read_code)) for feed in feeds],
        "tab": TAB,
    }
    return render(request, "lti/course.html", context, status=INVALID if form.is_bound else 200)


@require_POST
@studio_view(Role.OWNER)
def read(request: StudioRequest, feed_id: UUID) -> HttpResponseBase:
    """Read the results of a line now."""
    feed = _feed(feed_id)
    try:
        done = feeding.feed_now(feed, actor=request.user)
    except LtiError as error:
        messages.error(request, reasons.words(error.code))
    else:
        kept = ngettext("%(count)d result kept.", "%(count)d results kept.", done.new)
        messages.success(request, kept % {"count": done.new})
        if done.nobody:
            words = ngettext(
                "%(count)d result is of somebody whose address the platform does not say.",
                "%(count)d results are of people whose addresses the platform does not say.",
                done.nobody,
            )
            messages.warning(request, words % {"count": done.nobody})
        if done.unfit:
            words = ngettext(
                "%(count)d result reaches no level.",
                "%(count)d results reach no level.",
                done.unfit,
            )
            messages.warning(request, words % {"count": done.unfit})
    return redirect("lti:course", request.organisation.slug, feed.course_id)


@require_POST
@studio_view(Role.OWNER)
def remove(request: StudioRequest, feed_id: UUID) -> HttpResponseBase:
    """Fill the criterion from this line no longer."""
    feed = _feed(feed_id)
    feeding.disconnect(feed, actor=request.user)
    messages.success(request, _("Disconnected. Results that were kept stay."))
    return redirect("lti:course", request.organisation.slug, feed.course_id)


def _connected(
    request: StudioRequest, found: Course, form: FeedForm, items: dict[str, LineItem]
) -> bool:
    plan_id, _mark, criterion = form.cleaned_data["criterion"].partition(":")
    plan = get_object_or_404(Plan.objects.select_related("achievement"), pk=plan_id)
    item = items[form.cleaned_data["line"]]
    scale = form.cleaned_data["scale"]
    try:
        feeding.connect(found, plan, criterion, item, scale, actor=request.user)
    except InvalidError as error:
        blame(form, error)
        return False
    messages.success(
        request, _("Connected. Its results are read every hour, or by the button.")
    )
    return True


def _criteria() -> list[tuple[str, str]]:
    """Return the criteria of the organisation's units whose levels have points, unit by unit."""
    plans = Plan.objects.select_related("achievement").order_by("achievement__name", "pk")
    return [
        (f"{plan.pk}:{one['id']}", f"{plan.achievement.name}: {one['name']}")
        for plan in plans[:MOST_PLANS]
        for one in units.published(plan).rubric
        if any(level["points"] for level in one["levels"])
    ]


def _named(feed: Feed) -> str:
    rubric = units.published(feed.plan).rubric
    name = next((one["name"] for one in rubric if one["id"] == feed.criterion), feed.criterion)
    return f"{feed.plan.achievement.name}: {name}"


def _feed(feed_id: UUID) -> Feed:
    rows = Feed.objects.select_related(
        "course__registration__organisation", "plan__achievement", "organisation"
    )
    found: Feed = get_object_or_404(rows, pk=feed_id)
    return found
