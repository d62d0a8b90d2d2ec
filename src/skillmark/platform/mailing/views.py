"""The door for reports about mail, and the page to unsubscribe on."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import problems
from skillmark.platform.mailing import dsn, providers, reports, senders, signed, subscriptions
from skillmark.platform.mailing.errors import ReportError, UnsubscribeError
from skillmark.platform.mailing.models import Subscription

ONE_CLICK = {"List-Unsubscribe": "One-Click"}  # RFC 8058 §3.1


@csrf_exempt
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Take our own signed JSON, or a raw bounce (``message/rfc822``) signed the same way."""
    secret = settings.SKILLMARK.mail_webhook_secret.get_secret_value()
    if not secret:
        raise Http404
    try:
        if int(request.headers.get("Content-Length") or 0) > dsn.MAX_BYTES:
            raise ReportError("This report is too large.")
        header = request.headers.get(signed.HEADER, "")
        signed.check(secret, header, request.body, now=timezone.now())
        raw = request.content_type == "message/rfc822"
        found = dsn.parse(request.body) if raw else signed.parse(request.body)
    except SkillmarkError as error:
        return _refusal(error)
    taken = reports.take(found)
    return JsonResponse({"taken": taken, "unknown": len(found) - taken})


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def provider_report(request: HttpRequest, provider: str) -> HttpResponse:
    """Take what the configured mail provider reports, checked by its own rules."""
    config = settings.SKILLMARK
    proven = (
        config.mail_webhook_secret.get_secret_value()
        or config.mail_webhook_key.get_secret_value()
    )
    if not proven or provider != config.mail_provider or provider not in providers.PROVIDERS:
        raise Http404
    try:
        return providers.read(provider, request)
    except SkillmarkError as error:
        return _refusal(error)


def _refusal(error: SkillmarkError) -> JsonResponse:
    problem = problems.of(error)
    return JsonResponse(
        problem.to_json(), status=problem.status, content_type="application/problem+json"
    )


@csrf_exempt  # RFC 8058: a mail program posts without having seen the page; no cookie is read
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before unsubscribing, or do it: by the button, or by a mail program in one click."""
    one = _found(token)
    if request.method == "POST":
        if request.POST.get("undo"):
            subscriptions.subscribe_again(token)
        else:
            subscriptions.unsubscribe(token)
        if request.POST.dict() == ONE_CLICK:
            return HttpResponse(status=204)
        return redirect("mailing:unsubscribe", token=token)
    sender = senders.of(one.organisation_id)
    if sender is None:
        raise Http404
    context = {"sender": sender, "done": subscriptions.is_unsubscribed(one)}
    return render(request, "mailing/unsubscribe.html", context)


def _found(token: str) -> Subscription:
    try:
        return subscriptions.find(token)
    except UnsubscribeError as error:
        raise Http404 from error
