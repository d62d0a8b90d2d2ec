"""What becomes of a mail about a credential: heard from the outbox and from reports, and kept."""

from typing import Final
from uuid import UUID

from django.utils import timezone

from skillmark.platform.events import outbox, post
from skillmark.platform.events.models import OutboxMessage
from skillmark.platform.issuing.models import Delivery, DeliveryState
from skillmark.platform.mailing.errors import SuppressedError
from skillmark.platform.mailing.reports import Outcome, Report

WORDS_LENGTH: Final = 300  # characters
_REPORTED: Final = {
    Outcome.BOUNCED: DeliveryState.BOUNCED,
    Outcome.COMPLAINED: DeliveryState.COMPLAINED,
}


def on_settled(message: OutboxMessage, error: Exception | None, **_: object) -> None:
    """Note that a mail was sent or given up (outbox ``settled``)."""
    if error is None:
        _note(message.pk, DeliveryState.SENT, "")
    elif isinstance(error, SuppressedError):
        _note(message.pk, DeliveryState.SUPPRESSED, message.last_error)
    elif isinstance(error, post.MailRefusedError):
        _note(message.pk, DeliveryState.BOUNCED, str(error.facts["words"]))
    elif isinstance(error, outbox.RefusedError):
        _note(message.pk, DeliveryState.BOUNCED, message.last_error)
    else:
        _note(message.pk, DeliveryState.FAILED, message.last_error)


def on_postponed(message: OutboxMessage, **_: object) -> None:
    """Note that a mail was tried and will be tried again (outbox ``postponed``)."""
    _note(message.pk, DeliveryState.RETRYING, message.last_error)


def on_reported(message: OutboxMessage, report: Report, **_: object) -> str | None:
    """Note what a server said of a mail after it left, and return to whom it went."""
    delivery: Delivery | None = (
        Delivery.objects.with_scopes_disabled().filter(outbox_id=message.pk).first()
    )
    if delivery is None:
        return None
    state = _REPORTED.get(report.outcome)
    if state is not None and delivery.state != DeliveryState.COMPLAINED:
        _note(message.pk, state, report.words)
    elif report.outcome == Outcome.DELAYED and delivery.state == DeliveryState.SENT:
        _note(message.pk, DeliveryState.SENT, report.words)
    address: str = delivery.address
    return address


def _note(outbox_id: UUID, state: DeliveryState, words: str) -> None:
    Delivery.objects.with_scopes_disabled().filter(outbox_id=outbox_id).update(
        state=state, words=words[:WORDS_LENGTH], state_at=timezone.now()
    )
