"""Mail: through the outbox, over real SMTP that fails and recovers, into the in-app mailbox."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage, send_mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from mail_server import MailServer, serving
from pytest_django.fixtures import Settings

from skillmark.platform.events import mail, outbox, services
from skillmark.platform.events.mail import MailContentError
from skillmark.platform.events.models import OutboxMessage, OutboxState, StoredMail


@pytest.fixture
def server(db: None, settings: Settings) -> Iterator[MailServer]:
    """Deliver to a real mail server."""
    with serving() as one:
        settings.MAILERS = {**settings.MAILERS, "delivery": one.mailer()}
        yield one


def _send(recipient: str = "ida@people.example") -> OutboxMessage:
    return services.send_mail(
        recipient=recipient,
        subject="Your credential",
        text="Open it: http://127.0.0.1:8000/claim/x",
        html="<p>Open it</p>",
        reply_to=["hello@harbour.example"],
    )


def test_a_mail_arrives_whole(server: MailServer) -> None:
    message = _send("Ida Ünal <ida@people.example>")
    assert outbox.dispatch_all().sent == 1
    (mail,) = server.box.taken
    assert mail["Message-ID"] == message.message_id
    assert mail["Subject"] == "Your credential"
    assert mail["Reply-To"] == "hello@harbour.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body(("plain",)).get_content().startswith("Open it")
    assert mail.get_body(("html",)).get_content().startswith("<p>Open it")


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


def test_the_mailbox_shows_the_pictures_that_came_along(
    client: Client, db: None, deliver: Callable[[], None]
) -> None:
    mail.register_pictures("test.png", lambda _key: b"\x89PNG")
    draft = services.mail_draft(
        recipient="ida@people.example",
        subject="s",
        text="t",
        html='<img src="cid:badge">',
        pictures=[mail.Picture("badge", "test.png", "")],
    )
    outbox.emit([draft])
    deliver()
    shown = client.get(f"/mailbox/{StoredMail.objects.get().pk}/html")
    assert 'src="data:image/png;base64,iVBORw==' in shown.text


def test_plain_mail_is_dressed_and_its_link_is_a_button(
    db: None, deliver: Callable[[], None]
) -> None:
    services.send_mail(
        recipient="ida@people.example",
        subject="Decide <now>",
        text="Decide here:\nhttp://127.0.0.1:8000/x?a=1&b=2\n\nOr {{7*7}} [[url]] <b>not</b>.",
    )
    deliver()
    html = StoredMail.objects.get().html
    assert 'href="http://127.0.0.1:8000/x?a=1&amp;b=2"' in html
    assert "Or {{7*7}} [[url]] &lt;b&gt;not&lt;/b&gt;." in html
    assert "Decide &lt;now&gt;" in html


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
