"""Deep linking: somebody who teaches chooses the unit that a link in their course leads to.

No account is needed: the platform says that they teach, and they see what is published anyway. The
answer goes back by a form that they send themselves, without a script (Deep Linking 2.0 §3.2).
"""

import secrets
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from skillmark.platform.assessment import units
from skillmark.platform.assessment.models import Plan
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.lti import courses, launching, toolkeys
from skillmark.platform.lti.errors import RoleError
from skillmark.platform.lti.messages import CLAIM, DEEP, VERSION, Message
from skillmark.platform.lti.models import Launch
from skillmark.platform.ui.paging import NarrowPaginator

PER_PAGE: Final = 25
ANSWER_S: Final = 300  # how long our answer holds


def choose(request: HttpRequest, found: Launch, message: Message) -> HttpResponse:
    """Show the units, then the way back with the one chosen.

    Raises:
        RoleError: the platform does not say that the person teaches.
    """
    if not message.is_teaching:
        raise RoleError(_("Only those who teach choose what a link leads to."))
    plans = Plan.objects.filter(
        is_open=True, achievement__versions__state=State.PUBLISHED
    ).select_related("achievement", "organisation")
    if request.method == "POST":
        plan = plans.filter(pk=_identifier(request.POST.get("unit", ""))).first()
        if plan is not None:
            return _back(request, found, message, plan)
    query = request.GET.get("q", "").strip()
    rows = plans.filter(achievement__name__icontains=query).order_by("achievement__name", "pk")
    page = NarrowPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "platform": found.registration,
        "organisation": found.registration.organisation,
        "page": page,
        "query": query,
    }
    return render(request, "lti/choose.html", context)


def _back(request: HttpRequest, found: Launch, message: Message, plan: Plan) -> HttpResponse:
    address = str(message.deep["deep_link_return_url"])
    context = {
        "platform": found.registration,
        "organisation": found.registration.organisation,
        "unit": units.published(plan),
        "address": address,
        "token": toolkeys.sign(found.registration.organisation, answer(found, message, plan)),
    }
    response = render(request, "lti/chosen.html", context)
    parts = urlsplit(address)
    policy: dict[str, Any] = settings.SECURE_CSP | {
        "form-action": [f"{parts.scheme}://{parts.netloc}"]
    }
    overridden: HttpResponse = csp_override(policy)(lambda _request: response)(request)
    return overridden


def answer(found: Launch, message: Message, plan: Plan) -> dict[str, Any]:
    """Return the claims of the answer (Deep Linking 2.0 §2.2)."""
    registration = found.registration
    version = units.published(plan)
    now = int(timezone.now().timestamp())
    item = {
        "type": "ltiResourceLink",
        "title": version.name,
        "url": launching.own_address("lti:launch", registration.pk),
        "custom": {courses.UNIT: str(plan.pk)},
        "lineItem": {"label": version.name, "scoreMaximum": 1, "resourceId": str(plan.pk)},
    }
    claims: dict[str, Any] = {
        "iss": registration.client_id,
        "aud": registration.issuer,
        "iat": now,
        "exp": now + ANSWER_S,
        "nonce": secrets.token_urlsafe(24),
        CLAIM + "deployment_id": message.deployment,
        CLAIM + "message_type": "LtiDeepLinkingResponse",
        CLAIM + "version": VERSION,
        DEEP + "content_items": [item],
    }
    data = message.deep.get("data")
    return claims | ({DEEP + "data": data} if isinstance(data, str) else {})


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
