"""Delivery status notifications: the mail by which a mail server says that a mail came back.

RFC 3464 for the report, RFC 3462 for its envelope; § refers to the former. Bytes in, reports out.
"""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Final

from skillmark.platform.mailing.errors import ReportError
from skillmark.platform.mailing.reports import BAD_ADDRESS, WORDS_LENGTH, Outcome, Report

MAX_BYTES: Final = 1024 * 1024
MAX_PARTS: Final = 50
_RETURNED: Final = frozenset({"message/rfc822", "text/rfc822-headers"})
_ACTIONS: Final = {  # §2.3.3
    "failed": Outcome.BOUNCED,
    "delayed": Outcome.DELAYED,
    "delivered": Outcome.DELIVERED,
    "relayed": Outcome.DELIVERED,
    "expanded": Outcome.DELIVERED,
}


def parse(raw: bytes) -> list[Report]:
    """Return what a notification says, one report a recipient.

    Raises:
        ReportError: too large, no notification, or it does not say which mail it speaks of.
    """
    if len(raw) > MAX_BYTES:
        raise ReportError("This notification is too large.")
    try:
        whole = message_from_bytes(raw, policy=policy.default)
        status, original = _parts(whole)
        return [_report(block, original) for block in status if "Action" in block]
    except ReportError:
        raise
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        raise ReportError("This is no readable notification.") from error


def _parts(whole: EmailMessage) -> tuple[list[EmailMessage], str]:
    status: list[EmailMessage] = []
    original = ""
    for number, part in enumerate(whole.walk()):
        if number > MAX_PARTS:
            raise ReportError("This notification has too many parts.")
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            status += [block for block in part.get_payload() if isinstance(block, EmailMessage)]
        elif kind in _RETURNED and not original:
            original = _message_id_of(part)
    if not status or not original:
        raise ReportError("This is no notification, or it does not say of which mail.")
    return status, original


def _message_id_of(part: EmailMessage) -> str:
    if part.get_content_type() == "message/rfc822":
        payload = part.get_payload()
        returned: Any = payload[0] if isinstance(payload, list) else part
    else:
        data = part.get_payload(decode=True)
        returned = message_from_bytes(bytes(data or b""), policy=policy.default)
    return str(returned.get("Message-ID", "")).strip()


def _report(block: EmailMessage, original: str) -> Report:
    action = str(block["Action"]).strip().lower()
    if action not in _ACTIONS:
        raise ReportError("This notification names an unknown action.")
    code = str(block.get("Status", "")).split(" ")[0].strip()
    said = _after_type(str(block.get("Diagnostic-Code", "")))
    address = _after_type(
        str(block.get("Original-Recipient", block.get("Final-Recipient", "")))
    )
    words = said if code in said else f"{code} {said}"
    return Report(
        _ACTIONS[action],
        original,
        address,
        " ".join(words.split())[:WORDS_LENGTH],
        permanent=code.startswith(BAD_ADDRESS),
    )


def _after_type(value: str) -> str:
    """Return what follows ``rfc822;`` or ``smtp;``, §2.3.1."""
    _kind, semicolon, rest = value.partition(";")
    return (rest if semicolon else value).strip()
