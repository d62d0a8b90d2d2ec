"""The in-app mailbox: what the platform sent, shown in development and demo only."""

import base64
from collections.abc import Callable
from email import message_from_bytes, policy
from functools import update_wrapper
from typing import Concatenate, cast
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from skillmark.platform.events.models import StoredMail

MAILS_A_PAGE = 25

PAGE_CSP = cast("dict[str, list[str]]", settings.SECURE_CSP) | {"frame-src": [CSP.SELF]}
MESSAGE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],  # mail has no other way to be styled; nothing runs here
    "img-src": [CSP.SELF, "data:"],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def where_mailbox_is_open[**P](view: View[P]) -> View[P]:
    """Answer 404 unless this installation shows its mailbox."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.SKILLMARK.mailbox_open:
            raise Http404
        return view(request, *args, **kwargs)

    return update_wrapper(guarded, view)


@require_safe
@never_cache
@where_mailbox_is_open
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the mail, newest first, with search."""
    query = request.GET.get("q", "").strip()
    mails = StoredMail.objects.defer("raw", "html", "text")
    if query:
        mails = mails.filter(
            Q(recipient__icontains=query)
            | Q(subject__icontains=query)
            | Q(text__icontains=query)
        )
    page = Paginator(mails, MAILS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/mailbox.html", {"page": page, "query": query})


@require_safe
@never_cache
@where_mailbox_is_open
@csp_override(PAGE_CSP)
def mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """Show one mail: text, and HTML in a frame where nothing runs."""
    shown = get_object_or_404(StoredMail.objects.defer("raw"), pk=mail_id)
    return render(request, "events/mail.html", {"mail": shown})


@require_safe
@never_cache
@where_mailbox_is_open
@csp_override(MESSAGE_CSP)
@xframe_options_sameorigin
def mail_html(_request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """Return the HTML of one mail, to be shown in a sandboxed frame."""
    shown = get_object_or_404(StoredMail, pk=mail_id)
    if not shown.html:
        raise Http404
    return HttpResponse('<base target="_blank">' + with_pictures(shown.html, bytes(shown.raw)))


def with_pictures(html: str, raw: bytes) -> str:
    """Return the HTML of a mail with the pictures that came with it, as a mail program shows it."""
    for part in message_from_bytes(raw, policy=policy.default).walk():
        cid = str(part.get("Content-ID", "")).strip("<>")
        if cid and part.get_content_type() == "image/png":
            data = base64.b64encode(part.get_content()).decode("ascii")
            html = html.replace(f'"cid:{cid}"', f'"data:image/png;base64,{data}"')
    return html


@require_safe
@never_cache
@where_mailbox_is_open
def mail_source(_request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """Return one mail as a file, exactly as it would be sent."""
    shown = get_object_or_404(StoredMail, pk=mail_id)
    return HttpResponse(
        bytes(shown.raw),
        content_type="message/rfc822",
        headers={"Content-Disposition": f'attachment; filename="{shown.pk}.eml"'},
    )
