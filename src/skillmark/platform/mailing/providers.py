"""Mail providers: how each names our mail in its reports, read with django-anymail.

A provider may write a Message-ID of its own. So each mail carries ours once more, in the header
that the provider gives back with every report.
"""

import json
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import structlog
from anymail.exceptions import AnymailError
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from skillmark.platform.events.models import OutboxMessage
from skillmark.platform.mailing import reports
from skillmark.platform.mailing.errors import ReportError
from skillmark.platform.mailing.reports import Outcome, Report

log = structlog.get_logger("skillmark.mailing")

ID: Final = "skillmark_id"
_MALFORMED: Final = (AnymailError, KeyError, ValueError, TypeError, AttributeError, IndexError)
_OUTCOMES: Final = {
    EventType.BOUNCED: Outcome.BOUNCED,
    EventType.REJECTED: Outcome.BOUNCED,
    EventType.FAILED: Outcome.BOUNCED,
    EventType.COMPLAINED: Outcome.COMPLAINED,
    EventType.UNSUBSCRIBED: Outcome.UNSUBSCRIBED,
    EventType.DEFERRED: Outcome.DELAYED,
    EventType.DELIVERED: Outcome.DELIVERED,
}
_BAD_ADDRESS: Final = frozenset({RejectReason.BOUNCED, RejectReason.INVALID})


def _as_variables(identifier: str) -> str:
    return json.dumps({ID: identifier})


def _as_unique_arguments(identifier: str) -> str:
    return json.dumps({"unique_args": {ID: identifier}})


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider.

    Attributes:
        view: the view of anymail that reads its reports, ``module:class``.
        header: the header that comes back.
        write: what stands in it.
    """

    view: str
    header: str
    write: Callable[[str], str]


PROVIDERS: Final[Mapping[str, Provider]] = {
    "amazon_ses": Provider(
        "anymail.webhooks.amazon_ses:AmazonSESTrackingWebhookView", "X-Metadata", _as_variables
    ),
    "mailgun": Provider(
        "anymail.webhooks.mailgun:MailgunTrackingWebhookView",
        "X-Mailgun-Variables",
        _as_variables,
    ),
    "postmark": Provider(
        "anymail.webhooks.postmark:PostmarkTrackingWebhookView", f"X-PM-Metadata-{ID}", str
    ),
    "sendgrid": Provider(
        "anymail.webhooks.sendgrid:SendGridTrackingWebhookView",
        "X-SMTPAPI",
        _as_unique_arguments,
    ),
}


def mark(message: OutboxMessage) -> dict[str, str]:
    """Return the header by which the configured provider will name this mail."""
    provider = PROVIDERS.get(settings.SKILLMARK.mail_provider)
    if provider is None:
        return {}
    return {provider.header: provider.write(message.message_id.strip("<>"))}


def read(name: str, request: HttpRequest) -> HttpResponse:
    """Take the reports of a provider's request, which its view has checked, and answer it.

    Raises:
        ReportError: the request is not what the provider sends.
        SuspiciousOperation: it is not signed, or not by the provider.
    """
    view = _view_of(name)
    taken: list[Report] = []

    class Collecting(view):  # type: ignore[misc, valid-type] # anymail is untyped
        """The provider's view, giving its events to us instead of to everybody."""

        def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if name == "amazon_ses" and not request.headers.get("Authorization"):
                answer: HttpResponse = super().post(request, *args, **kwargs)
                return answer  # 401: Amazon sends the password only when it is asked for
            self.run_validators(request)
            for event in self.parse_events(request):
                report = report_of(event)
                if report is not None:
                    taken.append(report)
            return HttpResponse()

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # anymail's about providers it no longer tests
            answer: HttpResponse = Collecting.as_view()(request)
    except _MALFORMED as error:
        raise ReportError("This is no report of that mail provider.") from error
    reports.take(taken)
    return answer


def _view_of(name: str) -> Any:
    module, _colon, cls = PROVIDERS[name].view.partition(":")
    view = getattr(import_module(module), cls)
    return _without_amazon(view) if name == "amazon_ses" else view


def _without_amazon(view: Any) -> Any:
    """Return Amazon's view without Amazon's library, which only confirms subscriptions.

    Confirming opens a connection elsewhere; the operator does it once, in Amazon's console.
    """
    from anymail.webhooks.base import AnymailBaseWebhookView  # noqa: PLC0415

    class ReportsOnly(view):  # type: ignore[misc]
        def __init__(self, **kwargs: Any) -> None:
            self.auto_confirm_enabled = False
            AnymailBaseWebhookView.__init__(self, **kwargs)

    return ReportsOnly


def report_of(event: AnymailTrackingEvent) -> Report | None:
    """Return what an event says, None if it is nothing we keep (an opened mail, a click)."""
    outcome = _OUTCOMES.get(event.event_type)
    if outcome is None:
        return None
    said = " ".join(str(event.mta_response or event.description or "").split())
    return Report(
        outcome,
        _identifier(event),
        str(event.recipient or ""),
        said[: reports.WORDS_LENGTH],
        permanent=_is_permanent(event, said),
        at=event.timestamp or timezone.now(),
    )


def _identifier(event: AnymailTrackingEvent) -> str:
    """Return our Message-ID: as the provider gives it back, else as it read it in the mail."""
    given = (event.metadata or {}).get(ID)
    if given:
        return str(given)
    facts = event.esp_event if isinstance(event.esp_event, dict) else {}
    original = facts.get("mail", {}).get("commonHeaders", {}).get("messageId")
    return str(original or event.message_id or "")


def _is_permanent(event: AnymailTrackingEvent, said: str) -> bool:
    """Say whether the address itself is bad, not the mail, the day or a full mailbox."""
    facts = event.esp_event if isinstance(event.esp_event, dict) else {}
    if facts.get("bounce", {}).get("bounceType") == "Transient":  # Amazon
        return False
    if event.reject_reason is not None:
        return event.reject_reason in _BAD_ADDRESS
    code = reports.enhanced(said)
    return facts.get("type") != "blocked" and (  # SendGrid
        not code or code.startswith(reports.BAD_ADDRESS)
    )
