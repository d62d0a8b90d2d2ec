"""Mail: written into the outbox by everybody, carried from there by SMTP or kept in the app.

``default`` is the mailer that code (ours and the account app's) sends with: it only writes an
outbox message. ``delivery`` is the one the dispatcher carries mail away with.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any, Final

import structlog
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import outbox
from skillmark.platform.events.models import OutboxMessage, StoredMail

log = structlog.get_logger("skillmark.mail")

KIND: Final = "mail"
PLATFORM: Final = "Skillmark"
SUBJECT_LENGTH: Final = 300  # characters kept in the mailbox list


class MailContentError(SkillmarkError):
    """The outbox carries text and HTML only, to one recipient a message."""

    code = "mail.content"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands inside a mail; only where to find it is kept in the outbox.

    Attributes:
        cid: how the HTML names it, ``cid:<this>``.
        source: who draws it, a name given to `register_pictures`.
        key: which one.
    """

    cid: str
    source: str
    key: str


type Painter = Callable[[str], bytes | None]
type Gate = Callable[[OutboxMessage], None]
type Marker = Callable[[OutboxMessage], Mapping[str, str]]
type Dress = Callable[[str, str], str]

_dresses: list[Dress] = []
_painters: dict[str, Painter] = {}
_gates: list[Gate] = []
_markers: list[Marker] = []


def register_pictures(source: str, painter: Painter) -> None:
    """Let `painter` draw the PNG of a key when a mail leaves; None leaves the picture out."""
    _painters[source] = painter


def register_gate(gate: Gate) -> None:
    """Ask `gate` before each mail leaves; it raises `RefusedError` to stop it for good."""
    if gate not in _gates:
        _gates.append(gate)


def register_marker(marker: Marker) -> None:
    """Add the headers that `marker` returns to each mail that leaves."""
    if marker not in _markers:
        _markers.append(marker)


def register_dress(dress: Dress) -> None:
    """Let `dress` make the HTML of mails that are written as plain text only."""
    _dresses[:] = [dress]


def dressed(subject: str, text: str) -> str:
    """Return the HTML of a mail written as plain text; empty while nobody makes any."""
    return _dresses[0](subject, text) if _dresses else ""


def pass_gates(message: OutboxMessage) -> None:
    """Raise `RefusedError` if somebody says that this mail must not leave any more."""
    for gate in _gates:
        gate(message)


def draft(message: EmailMessage) -> list[outbox.Draft]:
    """Return the outbox drafts of a Django mail: one a recipient, so that none sees another.

    Raises:
        MailContentError: the mail has attachments.
    """
    if message.attachments:
        raise MailContentError("Mail with attachments cannot be sent.")
    subject = " ".join(str(message.subject).split())
    html = html_of(message) or dressed(subject, str(message.body))
    return [
        outbox.Draft(
            KIND,
            {
                "sender": message.from_email,
                "recipient": recipient,
                "reply_to": list(message.reply_to),
                "subject": subject,
                "text": str(message.body),
                "html": html,
            },
            awaited=True,  # the account app's: somebody waits for it
        )
        for recipient in message.recipients()
    ]


def html_of(message: EmailMessage) -> str:
    """Return the HTML of a Django mail, empty if it has none."""
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
                    "html": html_of(message),
                    "raw": message.message().as_bytes(),
                },
            )
        return len(email_messages)


class IllustratedMail(EmailMultiAlternatives):
    """A mail whose HTML shows pictures that travel with it (RFC 2387), never fetched ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pictures: list[tuple[str, bytes]] = []  # cid, PNG

    def message(self, **kwargs: Any) -> Any:
        """Return the mail as it travels, the pictures beside the HTML."""
        whole: Any = super().message(**kwargs)
        html: Any = whole.get_body(("html",))
        for cid, data in self.pictures if html else ():
            html.add_related(
                data,
                maintype="image",
                subtype="png",
                cid=f"<{cid}>",
                disposition="inline",
                filename=f"{cid}.png",
            )
        return whole


def written(message: OutboxMessage) -> IllustratedMail:
    """Return the mail of an outbox message, ready to leave."""
    payload = message.payload
    marks = {name: value for marker in _markers for name, value in marker(message).items()}
    mail = IllustratedMail(
        subject=payload["subject"],
        body=payload["text"],
        from_email=payload["sender"],
        to=[payload["recipient"]],
        reply_to=payload["reply_to"],
        headers={
            "Message-ID": message.message_id,
            "Date": format_datetime(message.created_at),
            "Auto-Submitted": "auto-generated",
            **marks,
            **payload.get("headers", {}),
        },
    )
    if payload["html"]:
        mail.attach_alternative(payload["html"], "text/html")
    for facts in payload.get("pictures", ()):
        picture = Picture(**facts)
        if data := drawn(picture):
            mail.pictures.append((picture.cid, data))
    return mail


def drawn(picture: Picture) -> bytes | None:
    """Return a picture as PNG, or None: a mail without it is still a mail."""
    try:
        return _painters[picture.source](picture.key)
    except Exception:
        log.exception("picture left out", source=picture.source)
        return None


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
    headers: Mapping[str, str] | None = None,
    pictures: Iterable[Picture] = (),
    news: bool = False,
) -> dict[str, Any]:
    """Return the payload of a mail message; without HTML it gets the look of all others."""
    one_line = " ".join(subject.split())
    return {
        "sender": sender,
        "recipient": recipient,
        "reply_to": list(reply_to),
        "subject": one_line,
        "text": text,
        "html": html or dressed(one_line, text),
        "headers": {name: " ".join(value.split()) for name, value in (headers or {}).items()},
        "pictures": [
            {"cid": one.cid, "source": one.source, "key": one.key} for one in pictures
        ],
        "news": news,
    }
