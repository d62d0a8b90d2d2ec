"""Settings of an organisation: the learning platforms whose launches it takes."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.platform.lti import dynamic, launching, registering
from skillmark.platform.lti.errors import InvalidError
from skillmark.platform.lti.forms import RegistrationForm
from skillmark.platform.lti.models import Feed, Registration, RegistrationState
from skillmark.platform.lti.panels import TAB
from skillmark.platform.lti.views import reasons
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.people.access import signed_in
from skillmark.platform.ui.answers import blame
from skillmark.platform.ui.paging import NarrowPaginator

PER_PAGE: Final = 25
INVALID: Final = 422


@require_safe
@studio_view(Role.OWNER)
def platforms(request: StudioRequest) -> HttpResponseBase:
    """List the platforms."""
    return _listed(request)


@require_POST
@never_cache
@studio_view(Role.OWNER)
def make_link(request: StudioRequest) -> HttpResponseBase:
    """Make a link for one registration; it is on the answer to this request only."""
    address = dynamic.make_link(request.organisation, actor=signed_in(request))
    return _listed(request, address=address)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def new(request: StudioRequest) -> HttpResponseBase:
    """Register a platform."""
    form = RegistrationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = registering.register(request.organisation, form.values(), actor=request.user)
        except InvalidError as error:
            blame(form, error)
        else:
            messages.success(request, _("Registered. Copy our values to the platform now."))
            return redirect("lti:platform", request.organisation.slug, made.pk)
    return _form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def edit(request: StudioRequest, platform_id: UUID) -> HttpResponseBase:
    """Change a platform's values."""
    found = get_object_or_404(Registration.objects, pk=platform_id)
    form = RegistrationForm(request.POST or None, initial=RegistrationForm.initial_of(found))
    if form.is_bound and form.is_valid():
        try:
            registering.change(found, form.values(), actor=request.user)
        except InvalidError as error:
            blame(form, error)
        else:
            messages.success(request, _("Changed."))
            return redirect("lti:platform", request.organisation.slug, found.pk)
    return _form(request, form, platform=found)


@require_safe
@studio_view(Role.OWNER)
def platform(request: StudioRequest, platform_id: UUID) -> HttpResponseBase:
    """Show one platform: our values for it, how it stands, its courses."""
    found = get_object_or_404(Registration.objects, pk=platform_id)
    ours = [
        (_("Login address"), launching.own_address("lti:login", found.pk)),
        (
            _("Launch address, also for redirects"),
            launching.own_address("lti:launch", found.pk),
        ),
        (_("Address of our public keys"), launching.own_address("lti:keys", found.pk)),
    ]
    courses = NarrowPaginator(found.courses.order_by("-seen_at", "pk"), PER_PAGE)
    context = {
        "platform": found,
        "ours": ours,
        "page": courses.get_page(request.GET.get("page")),
        "lines": Feed.objects.filter(course__registration=found).count(),
        "reason": reasons.words(found.checked_code),
        "tab": TAB,
    }
    return render(request, "lti/platform.html", context)


@require_POST
@studio_view(Role.OWNER)
def check(request: StudioRequest, platform_id: UUID) -> HttpResponseBase:
    """Ask the platform for its keys and a token, now."""
    found = get_object_or_404(
        Registration.objects.select_related("organisation"), pk=platform_id
    )
    if code := registering.check(found):
        messages.error(request, reasons.words(code))
    else:
        messages.success(request, _("It works: the platform gave its keys and a token."))
    return redirect("lti:platform", request.organisation.slug, found.pk)


@require_POST
@studio_view(Role.OWNER)
def turn(request: StudioRequest, platform_id: UUID) -> HttpResponseBase:
    """Suspend a platform, or take its launches again."""
    found = get_object_or_404(Registration.objects, pk=platform_id)
    is_active = found.state == RegistrationState.ACTIVE
    state = RegistrationState.SUSPENDED if is_active else RegistrationState.ACTIVE
    registering.turn(found, state, actor=request.user)
    messages.success(
        request,
        _("Suspended: its launches are refused now.")
        if is_active
        else _("Its launches are taken again."),
    )
    return redirect("lti:platform", request.organisation.slug, found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def remove(request: StudioRequest, platform_id: UUID) -> HttpResponseBase:
    """Ask, then remove a platform."""
    found = get_object_or_404(Registration.objects, pk=platform_id)
    if request.method != "POST":
        return render(request, "lti/remove.html", {"platform": found, "tab": TAB})
    registering.remove(found, actor=request.user)
    messages.success(request, _("Removed. Results that were kept stay."))
    return redirect("lti:platforms", request.organisation.slug)


def _listed(request: StudioRequest, **more: Any) -> HttpResponseBase:
    query = request.GET.get("q", "").strip()
    rows = Registration.objects.filter(name__icontains=query).order_by("name", "pk")
    page = NarrowPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query, "tab": TAB}
    return render(request, "lti/platforms.html", context | more)


def _form(request: StudioRequest, form: RegistrationForm, **more: Any) -> HttpResponseBase:
    status = INVALID if form.is_bound else 200
    return render(request, "lti/form.html", {"form": form, "tab": TAB} | more, status=status)
