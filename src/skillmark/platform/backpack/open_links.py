"""Open claim links, as a learner sees them: ask with a name and an address, prove it, have it.

The page with the form is for everybody who stands before the poster. The link of the mail is one
person's secret: its page is not cached, not indexed and sends no referrer, and a form on it goes by
``Sec-Fetch-Site`` as in `views`. Opening it changes nothing, since mail programs open links too.
"""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from skillmark.core.errors import SkillmarkError
from skillmark.platform.backpack import limits
from skillmark.platform.backpack.views import OWN_SITE, secret
from skillmark.platform.catalog import pictures
from skillmark.platform.events import problems
from skillmark.platform.issuing.errors import CodeWordError, DomainError, OpenClaimError
from skillmark.platform.issuing.forms.links import AskForm
from skillmark.platform.issuing.making.entry import RecipientProblemsError
from skillmark.platform.issuing.models import OpenLink
from skillmark.platform.issuing.services import claims, open_claims
from skillmark.platform.people import selectors as people
from skillmark.platform.people.models import User

ASKS: Final = 20  # by one caller in `limits.WINDOW_S`; a class may share an address
ASKS_AT_LINK: Final = 600
WRONG_WORDS: Final = 60  # at one link
TOO_MANY: Final = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """Show what an open link gives, and send the mail that proves an address."""
    try:
        link = open_claims.look_up(token)
    except OpenClaimError as error:
        return _nothing(request, error)
    form = AskForm(request.POST or None, link=link, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        if not _may_ask(request, link):
            return _too_many(request)
        try:
            _ask(link, form)
        except RecipientProblemsError as error:
            for problem in error.problems:
                field = problem.column if problem.column in form.fields else None
                form.add_error(field, problem.message)
        except DomainError as error:
            form.add_error("email", error.message)
        except CodeWordError as error:
            limits.count(f"word:{link.pk}", WRONG_WORDS)
            form.add_error("code_word", error.message)
        except SkillmarkError:
            return redirect("backpack:open-link", token)
        else:
            return redirect(f"{reverse('backpack:open-link', args=[token])}?asked=1")
    return _link_page(request, link, form)


@csrf_exempt  # see the module's words
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Prove an address, and get the credential."""
    try:
        if request.method == "POST":
            if request.headers.get("Sec-Fetch-Site", "same-origin") not in OWN_SITE:
                raise PermissionDenied
            taken = open_claims.confirm(token)
            if taken.token:
                claims.claim(taken.token, _taker(request, taken.claim.email))
                return secret(redirect("backpack:claim", taken.token))
            return secret(redirect("backpack:open-confirm", token))
        claim = open_claims.look_up_confirmation(token)
    except OpenClaimError as error:
        return secret(_nothing(request, error))
    except SkillmarkError as error:
        return secret(_failed(request, error))
    context = {
        "claim": claim,
        "link": claim.link,
        "version": claim.link.achievement_version,
        "issuer": claim.link.organisation,
        "picture": pictures.data_address(claim.link.achievement_version),
    }
    return secret(render(request, "backpack/open_confirm.html", context))


def _ask(link: OpenLink, form: AskForm) -> None:
    said = form.cleaned_data
    open_claims.ask(
        link,
        name=said["name"],
        email=said["email"],
        code_word=said.get("code_word", ""),
        language=get_language() or "",
    )


def _link_page(request: HttpRequest, link: OpenLink, form: AskForm) -> HttpResponse:
    context = {
        "link": link,
        "state": link.shown_state,
        "version": link.achievement_version,
        "issuer": link.organisation,
        "picture": pictures.data_address(link.achievement_version),
        "form": form,
        "asked": "asked" in request.GET,
    }
    status = 422 if form.is_bound else 200
    response = render(request, "backpack/open_link.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _known(request: HttpRequest) -> dict[str, Any]:
    """Return what we know of a signed-in person, to save the typing."""
    user = request.user
    if not isinstance(user, User):
        return {}
    return {"name": user.display_name, "email": user.email}


def _taker(request: HttpRequest, email: str) -> User | None:
    user = request.user
    if isinstance(user, User) and email.lower() in people.verified_emails(user):
        return user
    return None


def _may_ask(request: HttpRequest, link: OpenLink) -> bool:
    return limits.within(request, "open-link", ASKS) and limits.count(
        f"open-link:{link.pk}", ASKS_AT_LINK
    )


def _too_many(request: HttpRequest) -> HttpResponse:
    known = problems.known("http.too_many")
    context = {
        "status": known.status,
        "title": known.title,
        "message": known.detail,
        "next_step": known.next_step,
        "code": known.code,
    }
    return render(request, "ui/error.html", context, status=TOO_MANY)


def _nothing(request: HttpRequest, error: OpenClaimError) -> HttpResponse:
    words = {
        "full": _("All places are taken. Ask the organiser for more."),
        "over": _("The time for this link is over. Ask the organiser."),
        "early": _("It is not open yet. Come back later."),
        "paused": _("The organiser has paused it. Come back later."),
        "closed": _("The organiser has closed it."),
        "waiting": _("It is not open yet. Come back later."),
        "declined": _("The organiser has declined. Ask there for the reason."),
    }
    usual = _("Check the address, or scan the code again.")
    return _error_page(request, error, words.get(str(error.facts.get("reason")), usual))


def _failed(request: HttpRequest, error: SkillmarkError) -> HttpResponse:
    return _error_page(
        request, error, _("It is not your fault. Tell the organiser what stands here.")
    )


def _error_page(request: HttpRequest, error: SkillmarkError, next_step: str) -> HttpResponse:
    status = problems.of(error).status
    context = {
        "status": status,
        "title": _("This does not work now"),
        "message": error.message,
        "next_step": next_step,
        "code": error.code,
    }
    return render(request, "ui/error.html", context, status=status)
