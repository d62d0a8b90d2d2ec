"""Mail: through the outbox, over real SMTP that fails and recovers, into the in-app mailbox."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMail
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.mail import EmailMessage, send_mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from skillmark.platform.events import outbox, services
from skillmark.platform.events.mail import MailContentError
from skillmark.platform.events.models import OutboxMessage, OutboxState, StoredMail
from skillmark.platform.settings.config import Config
from skillmark.platform.settings.mail import delivery_mailer


@dataclass
class Post:
    """A mail server whose answers the test chooses; it keeps what it took."""

    answer: str = "250 OK"
    hangs_up_after_data: bool = False
    taken: list[ParsedMail] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the server's name for it
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: object,
    ) -> str:
        if not self.answer.startswith("250") and not self.hangs_up_after_data:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the server's name for it
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.hangs_up_after_data:
            assert server.transport is not None
            server.transport.close()
        return "250 OK"


@pytest.fixture
def post() -> Iterator[SimpleNamespace]:
    """A mail server that can be started and stopped on one port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Post()
    running: list[Controller] = []

    def start() -> None:
        controller = Controller(box, hostname="127.0.0.1", port=port)
        controller.start()
        running.append(controller)

    def stop() -> None:
        while running:
            running.pop().stop()

    start()
    yield SimpleNamespace(box=box, start=start, stop=stop, port=port)
    stop()


@pytest.fixture
def smtp(db: None, settings: Settings, post: SimpleNamespace) -> SimpleNamespace:
    """Deliver to that server."""
    config = Config(email_url=f"smtp://127.0.0.1:{post.port}")
    settings.MAILERS = {**settings.MAILERS, "delivery": delivery_mailer(config)}
    return post


def _send(recipient: str = "ida@people.example") -> OutboxMessage:
    return services.send_mail(
        recipient=recipient,
        subject="Your credential",
        text="Open it: http://127.0.0.1:8000/claim/x",
        html="<p>Open it</p>",
        reply_to=["hello@harbour.example"],
    )


def test_a_mail_arrives_whole(smtp: SimpleNamespace) -> None:
    message = _send("Ida Ünal <ida@people.example>")
    assert outbox.dispatch_all().sent == 1
    (mail,) = smtp.box.taken
    assert mail["Message-ID"] == message.message_id
    assert mail["Subject"] == "Your credential"
    assert mail["Reply-To"] == "hello@harbour.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body(("plain",)).get_content().startswith("Open it")
    assert mail.get_body(("html",)).get_content().startswith("<p>Open it")


def test_down_then_up_delivers_each_once(smtp: SimpleNamespace) -> None:
    smtp.stop()
    messages = [_send(f"person{n}@people.example") for n in range(12)]
    now = timezone.now()
    for minute in range(60):
        outbox.dispatch_all(now=now + timedelta(minutes=minute))
    assert OutboxMessage.objects.filter(state=OutboxState.WAITING).count() == 12
    smtp.start()
    outbox.dispatch_all(now=now + timedelta(minutes=90))
    identifiers = [mail["Message-ID"] for mail in smtp.box.taken]
    assert sorted(identifiers) == sorted(message.message_id for message in messages)
    assert not OutboxMessage.objects.exclude(state=OutboxState.SENT).exists()


def test_a_server_that_hangs_up_after_the_data_gets_the_same_id_again(
    smtp: SimpleNamespace,
) -> None:
    message = _send()
    smtp.box.hangs_up_after_data = True
    now = timezone.now()
    outbox.dispatch_all(now=now)
    smtp.box.hangs_up_after_data = False
    outbox.dispatch_all(now=now + timedelta(minutes=5))
    assert [mail["Message-ID"] for mail in smtp.box.taken] == [message.message_id] * 2
    message.refresh_from_db()
    assert message.state == OutboxState.SENT


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("550 No such mailbox", OutboxState.FAILED),
        ("553 Bad address", OutboxState.FAILED),
        ("451 Try again later", OutboxState.WAITING),
        ("452 Mailbox full", OutboxState.WAITING),
    ],
)
def test_a_refusal_is_final_and_a_delay_is_not(
    smtp: SimpleNamespace, answer: str, state: OutboxState
) -> None:
    message = _send()
    smtp.box.answer = answer
    outbox.dispatch_all()
    message.refresh_from_db()
    assert message.state == state


def test_one_bad_recipient_does_not_hold_up_the_rest(smtp: SimpleNamespace) -> None:
    smtp.box.answer = "550 No such mailbox"
    _send("nobody@people.example")
    outbox.dispatch_all()
    smtp.box.answer = "250 OK"
    _send()
    outbox.dispatch_all()
    assert len(smtp.box.taken) == 1


def test_django_mail_goes_through_the_outbox_too(db: None, deliver: Callable[[], None]) -> None:
    def send_and_fail() -> None:
        with transaction.atomic():
            send_mail("Never", "text", None, ["ida@people.example"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        send_and_fail()
    send_mail("Once", "text", None, ["ida@people.example", "bo@people.example"])
    deliver()
    kept = StoredMail.objects.all()
    assert {(mail.subject, mail.recipient) for mail in kept} == {
        ("Once", "ida@people.example"),
        ("Once", "bo@people.example"),
    }
    assert b"bo@people.example" not in bytes(kept.get(recipient="ida@people.example").raw)


def test_a_subject_cannot_add_headers(db: None, deliver: Callable[[], None]) -> None:
    services.send_mail(
        recipient="ida@people.example", subject="Hi\r\nBcc: all@people.example", text="x"
    )
    deliver()
    assert b"\nBcc:" not in bytes(StoredMail.objects.get().raw)


def test_attachments_are_refused(db: None) -> None:
    mail = EmailMessage("x", "y", None, ["ida@people.example"])
    mail.attach("a.txt", "text")
    with pytest.raises(MailContentError):
        mail.send()


def test_the_mailbox_takes_a_mail_once(db: None) -> None:
    message = _send()
    now = timezone.now()
    outbox.dispatch_all(now=now)
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=OutboxState.WAITING, payload={**_payload(), "subject": "again"}
    )
    outbox.dispatch_all(now=now + timedelta(hours=1))
    assert StoredMail.objects.get().subject == "Your credential"


def _payload() -> dict[str, object]:
    return {
        "sender": "a@b.example",
        "recipient": "ida@people.example",
        "reply_to": [],
        "subject": "s",
        "text": "t",
        "html": "",
    }


def test_the_mailbox_is_listed_searched_and_paged(
    client: Client, deliver: Callable[[], None]
) -> None:
    assert "No mail yet" in client.get("/mailbox").text
    for n in range(30):
        _send(f"person{n}@people.example")
    deliver()
    assert len(client.get("/mailbox").context["page"]) == 25
    assert len(client.get("/mailbox", {"page": 2}).context["page"]) == 5
    assert len(client.get("/mailbox", {"q": "person29@"}).context["page"]) == 1
    assert "No mail matches" in client.get("/mailbox", {"q": "nothing like it"}).text


def test_a_mail_is_shown_where_nothing_can_run(
    client: Client, db: None, deliver: Callable[[], None]
) -> None:
    services.send_mail(
        recipient="ida@people.example",
        subject="<script>alert(1)</script>",
        text="<b>http://127.0.0.1:8000/claim/x</b>",
        html="<script>alert(1)</script><p>Hello</p>",
    )
    deliver()
    url = f"/mailbox/{StoredMail.objects.get().pk}"
    page = client.get(url)
    assert "<script>alert" not in page.text
    assert 'href="http://127.0.0.1:8000/claim/x' in page.text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.text
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    shown = client.get(f"{url}/html")
    assert "script-src" not in shown["Content-Security-Policy"]
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert "sandbox allow-popups" in shown["Content-Security-Policy"]
    assert "allow-scripts" not in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get(f"{url}.eml")["Content-Type"] == "message/rfc822"


def test_a_real_installation_has_no_mailbox(
    client: Client, db: None, settings: Settings, deliver: Callable[[], None]
) -> None:
    _send()
    deliver()
    url = f"/mailbox/{StoredMail.objects.get().pk}"
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update={"demo": False})
    for address in ("/mailbox", url, f"{url}/html", f"{url}.eml"):
        assert client.get(address).status_code == 404
