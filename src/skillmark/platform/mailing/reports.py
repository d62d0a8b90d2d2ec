"""What is said of a mail after it left: it bounced, its reader complained, it was delayed.

A report names a mail by its Message-ID. The app that wrote the mail hears of it and says to whom
it went; a report's own word for the address counts only where nobody knows better.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from enum import StrEnum
from typing import Any, Final

import structlog
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from skillmark.platform.events import mail, outbox, post
from skillmark.platform.events.models import OutboxMessage
from skillmark.platform.mailing import suppressions
from skillmark.platform.mailing.models import Cause

log = structlog.get_logger("skillmark.mailing")

reported = Signal()
"""Sent with ``message`` and ``report``; a receiver that knows returns the mail's address."""

WORDS_LENGTH: Final = 300  # characters kept of what a server says
BAD_ADDRESS: Final = ("5.1.", "5.2.1")  # of enhanced status codes, RFC 3463 §3.2, §3.3


class Outcome(StrEnum):
    """What became of a mail that had left."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"
    DELAYED = "delayed"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Report:
    """One sentence of a server about one mail.

    Attributes:
        outcome: what happened.
        message_id: the mail's own, with or without angle brackets.
        address: to whom it went, as far as the reporter knows.
        words: the server's reply.
        permanent: the address itself is bad, so that nothing more should go there.
        at: when it happened.
    """

    outcome: Outcome
    message_id: str
    address: str = ""
    words: str = ""
    permanent: bool = True
    at: datetime = field(default_factory=timezone.now)


def take(reports: Iterable[Report]) -> int:
    """Note what the reports say, and return how many spoke of mails of ours.

    A report that comes twice changes nothing the second time.
    """
    return sum(_take(report) for report in reports)


def _take(report: Report) -> bool:
    identifier = report.message_id.strip()
    if not identifier.startswith("<"):
        identifier = f"<{identifier}>"
    with transaction.atomic():
        message = OutboxMessage.objects.filter(message_id=identifier, kind=mail.KIND).first()
        if message is None:
            log.info("report about an unknown mail", outcome=str(report.outcome))
            return False
        _note(message, report)
    log.info("report taken", outcome=str(report.outcome), permanent=report.permanent)
    return True


def _note(message: OutboxMessage, report: Report) -> None:
    told = reported.send(sender=Report, message=message, report=report)
    addresses = [answer for _receiver, answer in told if isinstance(answer, str)]
    address = next(iter(addresses), report.address)
    cause = _cause(report)
    if address and cause is not None:
        suppressions.suppress(address, message.organisation_id, cause, evidence=report.words)


def _cause(report: Report) -> Cause | None:
    match report.outcome:
        case Outcome.BOUNCED:
            return Cause.BOUNCED if report.permanent else None
        case Outcome.COMPLAINED:
            return Cause.COMPLAINED
        case Outcome.UNSUBSCRIBED:
            return Cause.UNSUBSCRIBED
        case _:
            return None


def is_bad_address(refusal: outbox.RefusedError) -> bool:
    """Say whether a refusal means that the address takes no mail, whatever the mail says.

    With an enhanced status code (RFC 3463) it is the code that tells: 5.1.x and 5.2.1 speak of
    the address, others of policy, size or a full mailbox. Without one, a refusal of the recipient
    does and one of the content does not.
    """
    if not isinstance(refusal, post.MailRefusedError):
        return False
    code = enhanced(_words(refusal))
    if code:
        return code.startswith(BAD_ADDRESS)
    return refusal.facts["stage"] == "recipient"


def enhanced(words: str) -> str:
    """Return the enhanced status code of a reply (``5.1.1``), empty if it has none."""
    _code, _space, rest = words.partition(" ")
    first = rest.partition(" ")[0]
    parts = first.split(".")
    right = len(parts) == 3 and all(part.isdecimal() and len(part) <= 3 for part in parts)  # noqa: PLR2004
    return first if right else ""


def hear(
    message: OutboxMessage,
    error: Exception | None,
    payload: Mapping[str, Any],
    **_: object,
) -> None:
    """Suppress the address of a mail that a server refused because of it (outbox ``settled``)."""
    if isinstance(error, outbox.RefusedError) and is_bad_address(error):
        _name, address = parseaddr(str(payload.get("recipient", "")))
        _note(
            message,
            Report(Outcome.BOUNCED, message.message_id, address, words=_words(error)),
        )


def _words(error: outbox.RefusedError) -> str:
    return str(error.facts.get("words") or error.message)
