"""Taking a credential by its link, without an account; and keeping it, with one.

A claim's address holds a secret: these pages are not cached, not indexed, and send no referrer.
Without a referrer a browser says its origin is ``null``, which Django's check of forged requests
refuses; so the claim goes by ``Sec-Fetch-Site`` instead, beside the secret that a forger does not
have and the session cookie that no other site's form carries.
"""

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from skillmark.platform.backpack import export, selectors
from skillmark.platform.backpack.imports import listing
from skillmark.platform.backpack.models import Imported
from skillmark.platform.issuing.errors import ClaimLinkError
from skillmark.platform.issuing.making import clocks
from skillmark.platform.issuing.models import ClaimLink, Credential
from skillmark.platform.issuing.services import claims
from skillmark.platform.pathways.selectors import awarded_by_pathways
from skillmark.platform.people import selectors as people
from skillmark.platform.people.models import User
from skillmark.platform.ui.paging import NarrowPaginator

PER_PAGE: Final = 24
NOT_FOUND: Final = 404
OWN_SITE: Final = frozenset({"same-origin", "none"})


@csrf_exempt  # see the module's words
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a claim link leads to, and take it."""
    user = request.user if isinstance(request.user, User) else None
    try:
        if request.method == "POST":
            if request.headers.get("Sec-Fetch-Site", "same-origin") not in OWN_SITE:
                raise PermissionDenied
            claims.claim(token, _taker(request, token, user))
            return secret(redirect("backpack:claim", token))
        link = claims.look_up(token)
    except ClaimLinkError as error:
        return secret(_no_link(request, error))
    return secret(_claim_page(request, token, link, user))


@never_cache
@login_required
@require_safe
def backpack(request: HttpRequest) -> HttpResponse:
    """List what the signed-in person holds."""
    user = signed_in(request)
    held = selectors.held_by(user)
    state, sort = request.GET.get("state", ""), request.GET.get("sort", "")
    found = selectors.search(held, words=request.GET.get("q", ""), state=state, sort=sort)
    counts = selectors.counts(held)
    total = sum(counts.values())
    page = NarrowPaginator(found, PER_PAGE).get_page(request.GET.get("page"))
    stacked = awarded_by_pathways([credential.pk for credential in page.object_list])
    context = {
        "page": page,
        "rows": [{**row_of(one), "stacked": one.pk in stacked} for one in page.object_list],
        "total": total,
        "tabs": _tabs(request.path, counts, state),
        "emails": sorted(people.verified_emails(user)),
        "elsewhere": listing.rows(listing.kept(user)),
        "removed": listing.removed(user, request.GET.get("removed", "")),
    }
    return render(request, "backpack/backpack.html", context)


@never_cache
@login_required
@require_safe
def download_all(request: HttpRequest) -> HttpResponse:
    """Send everything the signed-in person holds as one ZIP."""
    user = signed_in(request)
    held = selectors.held_by(user)[: export.MAX_CREDENTIALS]
    elsewhere = Imported.objects.filter(user=user, removed_at=None).defer("original")
    body = export.archive(held, elsewhere.iterator(20))
    response = HttpResponse(body, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="credentials.zip"'
    return response


def _taker(request: HttpRequest, token: str, user: User | None) -> User | None:
    """Return the account that takes it: one that proved the address, or that says it will.

    Somebody else may be signed in at this browser, such as the issuer who tries the mail.
    """
    if user is None or "keep" in request.POST:
        return user
    email = claims.look_up(token).email.lower()
    return user if email in people.verified_emails(user) else None


def _claim_page(
    request: HttpRequest, token: str, link: ClaimLink, user: User | None
) -> HttpResponse:
    credential: Credential = link.credential
    here = reverse("backpack:claim", args=[token])
    mine = user is not None and selectors.held_by(user).filter(pk=credential.pk).exists()
    keep = urlencode({"next": here})
    context = {
        "credential": credential,
        "version": credential.achievement_version,
        "issuer": credential.organisation,
        "holder": credential.award.recipient_name,
        "awarded": selectors.awarded_on(credential),
        "taken": link.claimed_at is not None,
        "mine": mine,
        "for_another": link.claimed_by_id is not None and not mine,
        "email": link.email,
        "sign_up_url": f"{reverse('account_signup')}?{keep}",
        "file_name": f"{credential.achievement_version.achievement.slug}-{credential.pk.hex[-6:]}",
        "log_in_url": f"{reverse('account_login')}?{keep}",
    }
    return render(request, "backpack/claim.html", context)


def _no_link(request: HttpRequest, error: ClaimLinkError) -> HttpResponse:
    context = {
        "status": NOT_FOUND,
        "title": _("This link does not work"),
        "message": error.message,
        "next_step": _(
            "Links are good for a year and can be withdrawn. Open the newest mail about this "
            "credential, or ask the issuer to send it again."
        ),
        "code": error.code,
        "next_url": reverse("backpack:backpack"),
        "next_label": _("Open my backpack"),
    }
    return render(request, "ui/error.html", context, status=NOT_FOUND)


def secret(response: HttpResponse) -> HttpResponse:
    """Keep the address of a page with a secret to its reader."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def signed_in(request: HttpRequest) -> User:
    """Return the account behind a request that `login_required` let through."""
    user = request.user
    if not isinstance(user, User):  # pragma: no cover - the decorator has seen to it
        raise TypeError("this view needs a signed-in account")
    return user


def row_of(credential: Credential) -> dict[str, Any]:
    """Return what a tile shows of a credential."""
    version = credential.achievement_version
    facts = [
        credential.organisation.name,
        date_format(selectors.awarded_on(credential), "DATE_FORMAT"),
    ]
    state = "valid" if credential.shown_state == "active" else credential.shown_state
    part = clocks.ended_part(credential, timezone.now()) if state == "valid" else ""
    if part:
        facts.append(_("“%(part)s” has ended") % {"part": part})
    return {
        "name": version.name,
        "href": f"/c/{credential.pk}",
        "picture": reverse("catalog:public-svg", args=[version.pk]),
        "meta": "\n".join(facts),
        "state": "valid_but" if part else state,
    }


def _tabs(path: str, counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    words = {
        "active": _("Valid"),
        "expired": _("Expired"),
        "suspended": _("Suspended"),
        "revoked": _("Revoked"),
    }
    tabs = [{"href": path, "label": _("All"), "count": sum(counts.values()), "current": True}]
    tabs += [
        {"href": f"{path}?state={key}", "label": label, "count": counts[key], "current": False}
        for key, label in words.items()
        if counts[key]
    ]
    for tab in tabs:
        tab["current"] = tab["href"] == (f"{path}?state={current}" if current else path)
    return tabs
