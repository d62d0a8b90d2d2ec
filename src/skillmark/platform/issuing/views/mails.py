"""The words of the mails: see each as its reader will, say it in own words, send a test."""

import base64
from typing import Any, Final, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core import design
from skillmark.core.errors import SkillmarkError
from skillmark.platform.catalog import pictures
from skillmark.platform.events import mail
from skillmark.platform.events import services as events
from skillmark.platform.events.views import MESSAGE_CSP
from skillmark.platform.issuing.forms.mails import WordsForm
from skillmark.platform.issuing.letters.credentials import BADGE
from skillmark.platform.issuing.proving.pictures import MAIL_SIDE, SAMPLE
from skillmark.platform.issuing.views.pages import show
from skillmark.platform.mailing import languages, letters, own_words
from skillmark.platform.mailing.errors import UnknownKindError
from skillmark.platform.mailing.letters import Kind, Letter
from skillmark.platform.mailing.wording import Words
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.letters import sender_of
from skillmark.platform.orgs.models import Role
from skillmark.platform.people.letters import platform

FRAME_CSP: Final = cast("dict[str, list[str]]", settings.SECURE_CSP) | {"frame-src": [CSP.SELF]}
EXAMPLE_STOP: Final = "…"


@require_safe
@studio_view(role=Role.ISSUER)
def mails(request: StudioRequest) -> HttpResponse:
    """List every kind of mail, the organisation's own first."""
    reworded = own_words.languages_of(request.organisation.pk)
    names = dict(languages.offered())
    ours = [
        (kind, [names.get(code, code) for code in reworded.get(kind.key, [])])
        for kind in letters.kinds()
        if kind.editable
    ]
    context = {
        "ours": ours,
        "theirs": [kind for kind in letters.kinds() if not kind.editable],
        "tab": "mails",
    }
    return show(request, "issuing/mails.html", "settings", context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=Role.ISSUER)
@csp_override(FRAME_CSP)
def words(request: StudioRequest, kind: str) -> HttpResponseBase:
    """Show one kind of mail in one language, and change its words."""
    found, language = _kind(kind), _language(request)
    usual = letters.usual_words(found, language)
    form = WordsForm(
        request.POST or None,
        kind=found,
        language=language,
        initial=_initial(request, found, usual),
    )
    if request.method == "POST" and found.editable and form.is_valid():
        own_words.save(
            request.organisation.pk, found, language, form.words(usual), actor=request.user
        )
        messages.success(request, _("Saved. The next mail of this kind says it so."))
        return _back(request, found, language)
    context = {
        "kind": found,
        "form": form,
        "usual": usual,
        "language": language,
        "languages": languages.offered(),
        "reworded": own_words.find(request.organisation.pk, found, language) is not None,
        "tab": "mails",
    }
    status = 422 if form.is_bound else 200
    return show(request, "issuing/mail.html", "settings", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@studio_view(role=Role.ISSUER)
@csp_override(MESSAGE_CSP)
@xframe_options_sameorigin
def preview(request: StudioRequest, kind: str) -> HttpResponse:
    """Return the HTML of a mail: as it is sent now, or with the words of the unsaved form."""
    found, language = _kind(kind), _language(request)
    given: Words | None = None
    if request.method == "POST" and found.editable:
        form = WordsForm(request.POST, kind=found, language=language)
        if not form.is_valid():
            problems = [str(said) for errors in form.errors.values() for said in errors]
            return HttpResponse(" ".join(problems), content_type="text/plain; charset=utf-8")
        given = form.words(letters.usual_words(found, language))
    letter = _sample(request, found, language, given)
    return HttpResponse('<base target="_blank">' + _with_pictures(request, letter.html))


@require_POST
@studio_view(role=Role.ISSUER)
def reset(request: StudioRequest, kind: str) -> HttpResponseBase:
    """Say it as usual again."""
    found, language = _kind(kind), _language(request)
    own_words.reset(request.organisation.pk, found, language, actor=request.user)
    messages.success(request, _("This mail reads as usual again."))
    return _back(request, found, language)


@require_POST
@studio_view(role=Role.ISSUER)
def test(request: StudioRequest, kind: str) -> HttpResponseBase:
    """Send an example of the mail to whoever asks for it."""
    found, language = _kind(kind), _language(request)
    letter = _sample(request, found, language, None)
    sender = sender_of(request.organisation)
    badge = mail.Picture(BADGE, SAMPLE, pictures.USUAL)
    try:
        events.emit_many(
            [
                events.mail_draft(
                    recipient=request.user.email,
                    subject=_("Test: %(subject)s") % {"subject": letter.subject},
                    text=letter.text,
                    html=letter.html,
                    on_behalf_of=sender.name,
                    organisation_id=request.organisation.pk,
                    pictures=[badge, *([sender.logo] if sender.logo else [])],
                    awaited=True,
                )
            ]
        )
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, _("A test is on its way to %(address)s.") % {"address": request.user.email}
        )
    return _back(request, found, language)


def _kind(key: str) -> Kind:
    try:
        return letters.kind_of(key)
    except UnknownKindError as error:
        raise Http404 from error


def _language(request: StudioRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("language")
    return languages.choose(asked, request.organisation.language)


def _initial(request: StudioRequest, kind: Kind, usual: Words) -> dict[str, str]:
    own = own_words.find(request.organisation.pk, kind, _language(request))
    return {
        "subject": (own.subject if own else "") or usual.subject,
        "intro": (own.intro if own else "") or usual.intro,
        "sign_off": (own.sign_off if own else "") or usual.sign_off,
    }


def _sample(request: StudioRequest, kind: Kind, language: str, words: Words | None) -> Letter:
    sender = sender_of(request.organisation) if kind.editable else platform()
    with override(language):
        facts: dict[str, Any] = dict(kind.sample(sender))
    if kind.news:
        facts["unsubscribe_url"] = f"{settings.SKILLMARK.site_url}/unsubscribe/{EXAMPLE_STOP}"
    return letters.Writer(kind, language, sender, words).write(facts)


def _with_pictures(request: StudioRequest, html: str) -> str:
    """Return the HTML with its pictures inside, as a mail program shows it."""
    logo = sender_of(request.organisation).logo
    shown = {BADGE: design.png(pictures.sample(pictures.USUAL), size=MAIL_SIDE)}
    if logo is not None and (data := mail.drawn(logo)):
        shown[logo.cid] = data
    for cid, png in shown.items():
        encoded = base64.b64encode(png).decode("ascii")
        html = html.replace(f'"cid:{cid}"', f'"data:image/png;base64,{encoded}"')
    return html


def _back(request: StudioRequest, kind: Kind, language: str) -> HttpResponseBase:
    response = redirect("issuing:mail", request.organisation.slug, kind.key)
    response["Location"] += f"?language={language}"
    return response
