"""The protocol's endpoints, and the page on which a person goes on.

A platform posts across sites, so our own cookies do not come with it and the check of forged forms
says nothing: the login's state, used once, stands in for it. The browser is recognised afterwards, when
it follows to our own page: there its cookie of the login comes along (``SameSite=Lax``).
"""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.platform.assessment import eligibility, units
from skillmark.platform.assessment.models import Plan
from skillmark.platform.lti import courses, launching, toolkeys
from skillmark.platform.lti.errors import AddressError, PlatformError
from skillmark.platform.lti.messages import DEEP_LINKING, Message
from skillmark.platform.lti.models import Launch, Registration
from skillmark.platform.lti.views import choosing
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.people.access import signed_in
from skillmark.platform.people.models import User

COOKIE_LIFE_S: Final = 3 * 3_600
KEYS_FRESH_S: Final = 3_600
SEE_OTHER: Final = 303


def cookie_name() -> str:
    """Return what the cookie of logins is called."""
    return f"{'__Host-' if settings.SKILLMARK.https else ''}skillmark-lti"


@csrf_exempt  # see the module's words
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest, platform_id: UUID) -> HttpResponse:
    """Begin a login and send the browser to the platform."""
    found = _registration(platform_id)
    sent = request.POST if request.method == "POST" else request.GET
    said = {name: str(value) for name, value in sent.items()}
    with organisation_scope(found.organisation_id):
        begun = launching.begin(found, said, binder=request.COOKIES.get(cookie_name(), ""))
    response = HttpResponseRedirect(begun.address)
    response.set_cookie(
        cookie_name(),
        begun.binder,
        max_age=COOKIE_LIFE_S,
        secure=settings.SKILLMARK.https,
        httponly=True,
        samesite="Lax",
    )
    return response


@csrf_exempt  # see the module's words
@never_cache
@require_POST
def launch(request: HttpRequest, platform_id: UUID) -> HttpResponse:
    """Prove a launch and send the browser to its page."""
    found = _registration(platform_id)
    if "error" in request.POST:
        raise PlatformError(_("The platform did not sign you in."))
    state, token = request.POST.get("state", ""), request.POST.get("id_token", "")
    with organisation_scope(found.organisation_id):
        secret, message = launching.accept(found, state, token)
        courses.note(found, message)
    response = redirect("lti:continue", secret)
    response.status_code = SEE_OTHER
    return response


@require_safe
def keys(request: HttpRequest, platform_id: UUID) -> HttpResponse:  # noqa: ARG001 - Django's
    """Serve the public keys of the organisation's tool (RFC 7517)."""
    found = _registration(platform_id)
    with organisation_scope(found.organisation_id):
        response = JsonResponse({"keys": toolkeys.key_set(found.organisation)})
    response["Cache-Control"] = f"public, max-age={KEYS_FRESH_S}"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: HttpRequest, launch_token: str) -> HttpResponse:
    """Take a person from a proven launch to where it leads."""
    found = launching.launch_of(launch_token, request.COOKIES.get(cookie_name(), ""))
    message = launching.message_of(found)
    with organisation_scope(found.organisation_id):
        if message.kind == DEEP_LINKING:
            return choosing.choose(request, found, message)
        plan = courses.plan_of(message)
        if not request.user.is_authenticated:
            return _page(request, found, plan)
        user = signed_in(request)
        return _known(request, found, message, plan, user)


def _known(
    request: HttpRequest, found: Launch, message: Message, plan: Plan | None, user: User
) -> HttpResponse:
    try:
        link = launching.standing(found, message, user)
    except AddressError as error:
        problem = {"problem": error, "email": message.email}
        return _page(request, found, plan, status=409, **problem)
    if link is None and request.method == "POST":
        launching.link(found, message, user)
        messages.success(request, _("Connected. Next time you go straight on."))
        return redirect(request.path)
    if link is None:
        return _page(request, found, plan, email=message.email)
    return _onwards(request, found, plan, user)


def _onwards(
    request: HttpRequest, found: Launch, plan: Plan | None, user: User
) -> HttpResponse:
    """Go to the work for the unit, to what the person is learning, or say what is missing."""
    if plan is None:
        return redirect("programmes:learning")
    standing = eligibility.standing(plan, user)
    if standing.enrolment or standing.used or standing.open or plan.takes_prior_learning:
        return redirect("assessment:begin", plan.pk)
    return _page(request, found, plan, no_place=True)


def _page(
    request: HttpRequest, found: Launch, plan: Plan | None, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "platform": found.registration,
        "organisation": found.registration.organisation,
        "unit": units.published(plan) if plan else None,
        "next": request.path,
        "signed_in": request.user.is_authenticated,
        "sign_in_url": reverse("account_login"),
        "sign_up_url": reverse("account_signup"),
    }
    return render(request, "lti/continue.html", context | more, status=status)


def _registration(platform_id: UUID) -> Registration:
    found = launching.registration_at(platform_id)
    if found is None:
        raise Http404
    return found
