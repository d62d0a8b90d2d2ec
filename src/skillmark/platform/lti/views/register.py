"""The page that a platform opens to register itself, with an owner's link.

The platform shows it in a frame of its own page or in a window, where our cookies may be missing: the
secret of the link stands in for them, and ``Sec-Fetch-Site`` for the token of a form. Opening it changes
nothing.
"""

from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from skillmark.platform.lti import dynamic
from skillmark.platform.orgs.access import organisation_scope

OWN_SITE: Final = frozenset({"same-origin", "none"})
MAX_TOKEN: Final = 8_000  # characters of the platform's own token


@csrf_exempt  # see the module's words
@never_cache
@xframe_options_exempt  # the policy below says who may frame it
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, register_token: str) -> HttpResponse:
    """Show who wants to register, and do it."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method == "POST" and site not in OWN_SITE:
        raise PermissionDenied
    link = dynamic.link_of(register_token)
    sent = request.POST if request.method == "POST" else request.GET
    address = sent.get("openid_configuration", "")
    token = sent.get("registration_token", "")[:MAX_TOKEN]
    found = dynamic.offered(address)
    with organisation_scope(link.organisation_id):
        made = dynamic.register(link, found, token) if request.method == "POST" else None
        context = {
            "organisation": link.organisation,
            "offered": found,
            "made": made,
            "address": address,
            "token": token,
        }
        response = render(request, "lti/register.html", context)
    response["Referrer-Policy"] = "no-referrer"
    parts = urlsplit(found.issuer)
    policy: dict[str, Any] = settings.SECURE_CSP | {
        "frame-ancestors": [f"{parts.scheme}://{parts.netloc}"]
    }
    overridden: HttpResponse = csp_override(policy)(lambda _request: response)(request)
    return overridden
