"""Mail: written into the outbox by everybody, carried from there by SMTP or kept in the app.

``default`` is the mailer that code (ours and the account app's) sends with: it only writes an
outbox message. ``delivery`` is the one the dispatcher carries mail away with.
"""

import smtplib
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any, Final

from django.core.mail import EmailMessage, EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import outbox
from skillmark.platform.events.models import OutboxMessage, StoredMail

KIND: Final = "mail"
DELIVERY: Final = "delivery"
PERMANENT: Final = 500  # SMTP replies from here on are final, RFC 5321 §4.2.1
PLATFORM: Final = "Skillmark"
SUBJECT_LENGTH: Final = 300  # characters kept in the mailbox list


class MailContentError(SkillmarkError):
    """The outbox carries text and HTML only, to one recipient a message."""

    code = "mail.content"


def draft(message: EmailMessage) -> list[outbox.Draft]:
    """Return the outbox drafts of a Django mail: one a recipient, so that none sees another.

    Raises:
        MailContentError: the mail has attachments.
    """
    if message.attachments:
        raise MailContentError("Mail with attachments cannot be sent.")
    html = _html_of(message)
    return [
        outbox.Draft(
            KIND,
            {
                "sender": message.from_email,
                "recipient": recipient,
                "reply_to": list(message.reply_to),
                "subject": " ".join(str(message.subject).split()),
                "text": str(message.body),
                "html": html,
            },
        )
        for recipient in message.recipients()
    ]


def _html_of(message: EmailMessage) -> str:
    alternatives = getattr(message, "alternatives", [])
    parts = [content for content, mimetype in alternatives if mimetype == "text/html"]
    return str(parts[0]) if parts else ""


class OutboxEmailBackend(BaseEmailBackend):
    """Writes mail into the outbox, in the caller's transaction."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many mails were written."""
        outbox.emit([one for message in email_messages for one in draft(message)])
        return len(email_messages)


class MailboxBackend(BaseEmailBackend):
    """Keeps mail in the app; a mail with a known Message-ID is the same mail."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many mails were taken."""
        for message in email_messages:
            StoredMail.objects.get_or_create(
                message_id=message.extra_headers["Message-ID"],
                defaults={
                    "sender": message.from_email,
                    "recipient": message.to[0],
                    "subject": str(message.subject)[:SUBJECT_LENGTH],
                    "text": str(message.body),
                    "html": _html_of(message),
                    "raw": message.message().as_bytes(),
                },
            )
        return len(email_messages)


class MailChannel:
    """Carries outbox messages away over one open connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def send(self, message: OutboxMessage) -> None:
        """Send one mail under the message's own Message-ID.

        Raises:
            RefusedError: the server refuses recipient or content for good.
            ChannelDownError: there is no server to talk to.
        """
        try:
            self._connection.send_messages([_mail(message)])
        except smtplib.SMTPRecipientsRefused as error:
            _raise_for(max(code for code, _text in error.recipients.values()), error)
        except smtplib.SMTPServerDisconnected as error:
            raise outbox.ChannelDownError("The mail server hung up.") from error
        except smtplib.SMTPResponseException as error:
            _raise_for(error.smtp_code, error)
        except OSError as error:
            raise outbox.ChannelDownError("The mail server does not answer.") from error


def _raise_for(smtp_code: int, error: Exception) -> None:
    if smtp_code >= PERMANENT:
        reason = f"The mail server refused with {smtp_code}."
        raise outbox.RefusedError(reason, smtp_code=smtp_code) from error
    raise error


@contextmanager
def open_channel() -> Generator[MailChannel]:
    """Open the delivery connection for a run of messages.

    Raises:
        ChannelDownError: the server cannot be reached or does not let us in.
    """
    connection = mailers[DELIVERY]
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise outbox.ChannelDownError("The mail server does not answer.") from error
    try:
        yield MailChannel(connection)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.close()


def _mail(message: OutboxMessage) -> EmailMultiAlternatives:
    payload = message.payload
    mail = EmailMultiAlternatives(
        subject=payload["subject"],
        body=payload["text"],
        from_email=payload["sender"],
        to=[payload["recipient"]],
        reply_to=payload["reply_to"],
        headers={
            "Message-ID": message.message_id,
            "Date": format_datetime(message.created_at),
            "Auto-Submitted": "auto-generated",
        },
    )
    if payload["html"]:
        mail.attach_alternative(payload["html"], "text/html")
    return mail


def sender(ours: str, on_behalf_of: str = "") -> str:
    """Return who a mail is from: ``Harbour Skills Training via Skillmark <our address>``.

    Args:
        ours: the installation's sender.
        on_behalf_of: the organisation's name; without it, the sender is ours alone.
    """
    name, address = parseaddr(ours)
    theirs = " ".join(on_behalf_of.split())
    if not theirs:
        return ours
    return formataddr((f"{theirs} via {name or PLATFORM}", address))


def compose(
    *,
    recipient: str,
    subject: str,
    text: str,
    html: str = "",
    sender: str,
    reply_to: Iterable[str] = (),
) -> dict[str, Any]:
    """Return the payload of a mail message."""
    return {
        "sender": sender,
        "recipient": recipient,
        "reply_to": list(reply_to),
        "subject": " ".join(subject.split()),
        "text": text,
        "html": html,
    }


outbox.register(KIND, open_channel)
