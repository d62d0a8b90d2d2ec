"""Reports about mail: signed or not taken, whoever they come from; twice is once."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pydantic import SecretStr
from pytest_django.fixtures import Settings

from skillmark.platform.events import outbox, services
from skillmark.platform.events.models import OutboxMessage
from skillmark.platform.mailing import dsn, providers, reports, signed
from skillmark.platform.mailing.errors import ReportError
from skillmark.platform.mailing.models import Cause, Suppression
from skillmark.platform.mailing.reports import Outcome, Report

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

SECRET = "user:a-long-enough-password"
AMAZON = {"HTTP_X_AMZ_SNS_MESSAGE_TYPE": "Notification", "HTTP_X_AMZ_SNS_MESSAGE_ID": "1"}
BOUNCE = Path(__file__).with_name("bounce.eml").read_text()


@pytest.fixture
def message(
    db: None, organisation: "Organisation", deliver: Callable[[], None]
) -> OutboxMessage:
    """A mail of an organisation that has left."""
    sent = services.send_mail(
        recipient="ida@people.example", subject="s", text="t", organisation_id=organisation.pk
    )
    deliver()
    sent.refresh_from_db()
    return sent


@pytest.fixture
def configure(settings: Settings) -> Callable[..., None]:
    from skillmark.platform.settings.mail import anymail

    def run(provider: str = "", secret: str = SECRET, key: str = "") -> None:
        changed = {
            "mail_provider": provider,
            "mail_webhook_secret": SecretStr(secret),
            "mail_webhook_key": SecretStr(key),
        }
        settings.SKILLMARK = settings.SKILLMARK.model_copy(update=changed)
        settings.ANYMAIL = anymail(settings.SKILLMARK)

    return run


def _post(body: bytes, *, secret: str = SECRET, age_s: int = 0, **more: Any) -> HttpResponse:
    at = int(datetime.now(UTC).timestamp()) - age_s
    header = signed.signature(secret, body, at)
    kind = more.pop("content_type", "application/json")
    return Client().post(
        "/mail/reports", body, content_type=kind, headers={"Skillmark-Signature": header}
    )


def _said(message: OutboxMessage, **more: Any) -> bytes:
    one = {
        "outcome": "bounced",
        "message_id": message.message_id,
        "address": "Ida@people.example",
        "words": "550 5.1.1 No such user",
        **more,
    }
    return json.dumps({"reports": [one]}).encode()


def _suppressed() -> list[tuple[str, str]]:
    rows = Suppression.objects.with_scopes_disabled().filter(lifted_at=None)
    return list(rows.values_list("address", "cause"))


def test_a_signed_report_is_taken_once(
    message: OutboxMessage, configure: Callable[..., None]
) -> None:
    configure()
    for _ in range(2):
        got = _post(_said(message))
        assert (got.status_code, got.json()) == (200, {"taken": 1, "unknown": 0})
    assert _suppressed() == [("ida@people.example", Cause.BOUNCED)]


@pytest.mark.parametrize(
    ("more", "status"),
    [({"secret": "another"}, 401), ({"age_s": 301}, 401), ({"age_s": -301}, 401)],
)
def test_an_unsigned_or_old_report_is_not(
    message: OutboxMessage, configure: Callable[..., None], more: dict[str, Any], status: int
) -> None:
    configure()
    with time_machine.travel(datetime.now(UTC), tick=False):  # the limit is met to the second
        got = _post(_said(message), **more)
    assert got.status_code == status
    assert got["Content-Type"] == "application/problem+json"
    assert _suppressed() == []


@pytest.mark.parametrize(
    "header", ["", "t=1", "t=1,v1=00", "t=x,v1=", "v1=00,t=99999999999999999"]
)
def test_a_malformed_signature_is_refused(
    message: OutboxMessage, configure: Callable[..., None], header: str
) -> None:
    configure()
    got = Client().post(
        "/mail/reports", b"{}", content_type="application/json",
        headers={"Skillmark-Signature": header},
    )  # fmt: skip
    assert got.status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{}", b'{"reports": 1}', b'{"reports": [1]}', b'{"reports": [{}]}',
        b'{"reports": [{"outcome": "loved", "message_id": "x"}]}',
        b'{"reports": [{"outcome": "bounced", "message_id": "x", "more": 1}]}',
        b'{"reports": [{"outcome": "bounced", "message_id": "x", "at": "yesterday"}]}',
        b'{"reports": [{"outcome": "bounced", "message_id": "x", "at": "2026-05-03T10:00:00"}]}',
        b'{"reports": [{"outcome": "bounced", "message_id": "x", "permanent": "no"}]}',
        b'{"reports": [{"outcome": ["bounced"], "message_id": "x"}]}',
    ],
)  # fmt: skip
def test_a_malformed_report_says_what_is_wrong(
    db: None, configure: Callable[..., None], body: bytes
) -> None:
    configure()
    got = _post(body)
    assert (got.status_code, got.json()["code"]) == (400, "mailing.report_malformed")


def test_without_a_secret_there_is_no_door(db: None) -> None:
    assert _post(b"{}").status_code == 404
    assert Client().post("/mail/reports/mailgun", {}).status_code == 404


def test_a_report_about_nothing_of_ours_changes_nothing(
    db: None, configure: Callable[..., None]
) -> None:
    configure()
    body = b'{"reports": [{"outcome": "bounced", "message_id": "<x@y>", "address": "a@b.example"}]}'
    assert _post(body).json() == {"taken": 0, "unknown": 1}
    assert _suppressed() == []


@pytest.mark.parametrize(
    ("report", "cause"),
    [
        ({"outcome": "complained"}, Cause.COMPLAINED),
        ({"outcome": "unsubscribed"}, Cause.UNSUBSCRIBED),
        ({"outcome": "bounced", "permanent": False}, None),
        ({"outcome": "delayed"}, None),
        ({"outcome": "delivered"}, None),
    ],
)
def test_what_follows_from_an_outcome(
    message: OutboxMessage,
    configure: Callable[..., None],
    report: dict[str, Any],
    cause: Cause | None,
) -> None:
    configure()
    _post(_said(message, **report))
    assert [found for _address, found in _suppressed()] == ([cause] if cause else [])


def test_a_raw_bounce_is_read(message: OutboxMessage, configure: Callable[..., None]) -> None:
    configure()
    raw = BOUNCE.replace("<MESSAGE-ID>", message.message_id).encode()
    assert _post(raw, content_type="message/rfc822").json() == {"taken": 1, "unknown": 0}
    row = Suppression.objects.with_scopes_disabled().get()
    assert (row.address, row.cause) == ("ida@people.example", Cause.BOUNCED)
    assert row.evidence == "550 5.1.1 <ida@people.example>: Recipient address rejected"


@pytest.mark.parametrize(
    ("change", "outcome", "permanent"),
    [
        (("", ""), Outcome.BOUNCED, True),
        (("5.1.1", "5.2.2"), Outcome.BOUNCED, False),
        (("Action: failed", "Action: delayed"), Outcome.DELAYED, True),
        (("message/rfc822", "text/rfc822-headers"), Outcome.BOUNCED, True),
    ],
)
def test_what_a_notification_says(
    change: tuple[str, str], outcome: Outcome, permanent: bool
) -> None:
    (report,) = dsn.parse(BOUNCE.replace(*change).encode())
    assert (report.outcome, report.permanent) == (outcome, permanent)
    assert report.message_id == "<MESSAGE-ID>"


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\xff" * 100, b"Subject: hello\n\nNo bounce.", b"x" * (dsn.MAX_BYTES + 1),
        BOUNCE.replace("Action: failed", "Action: laughed").encode(),
        BOUNCE.replace("Message-ID: <MESSAGE-ID>", "X: y").encode(),
        BOUNCE.replace("message/delivery-status", "text/plain").encode(),
    ],
)  # fmt: skip
def test_what_is_no_notification_is_refused(raw: bytes) -> None:
    with pytest.raises(ReportError):
        dsn.parse(raw)


@pytest.mark.parametrize(
    ("words", "stage", "bad"),
    [
        ("550 5.1.1 No such user", "recipient", True),
        ("550 5.2.1 Disabled", "recipient", True),
        ("552 5.2.2 Full", "recipient", False),
        ("550 5.7.1 Spam", "recipient", False),
        ("554 5.7.1 Spam", "content", False),
        ("550 5.1.1 No such user", "content", True),
        ("550 no code", "recipient", True),
        ("554 no code", "content", False),
        ("550 5.1 odd", "recipient", True),
    ],
)
def test_only_a_bad_address_is_suppressed(words: str, stage: str, bad: bool) -> None:
    from skillmark.platform.events.post import MailRefusedError

    error = MailRefusedError("x", smtp_code=550, stage=stage, words=words)
    assert reports.is_bad_address(error) == bad
    assert not reports.is_bad_address(outbox.RefusedError("x"))


def _mailgun(message_id: str) -> dict[str, Any]:
    import hashlib
    import hmac

    token, stamp = "t" * 50, "1790000000"
    mac = hmac.new(b"mailgun-key", f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": stamp, "token": token, "signature": mac},
        "event-data": {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "recipient": "ida@people.example",
            "timestamp": 1790000000.0,
            "user-variables": {"skillmark_id": message_id},
            "message": {"headers": {"message-id": "theirs@mailgun.example"}},
            "delivery-status": {"code": 550, "message": "5.1.1 No such user"},
        },
    }


def _postmark(message_id: str) -> dict[str, Any]:
    return {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "TypeCode": 1,
        "MessageID": "theirs",
        "Metadata": {"skillmark_id": message_id},
        "Email": "ida@people.example",
        "Details": "550 5.1.1 No such user",
        "BouncedAt": "2026-05-03T10:00:00Z",
        "ID": 1,
    }


def _sendgrid(message_id: str) -> list[dict[str, Any]]:
    return [
        {
            "email": "ida@people.example",
            "event": "bounce",
            "type": "bounce",
            "timestamp": 1790000000,
            "reason": "550 5.1.1 No such user",
            "sg_event_id": "1",
            "sg_message_id": "theirs",
            "skillmark_id": message_id,
        }
    ]


def _amazon(message_id: str, kind: str = "Permanent") -> dict[str, Any]:
    event = {
        "eventType": "Bounce",
        "mail": {
            "messageId": "theirs",
            "destination": ["ida@people.example"],
            "headers": [
                {"name": "X-Metadata", "value": json.dumps({"skillmark_id": message_id})}
            ],
        },
        "bounce": {
            "bounceType": kind,
            "bounceSubType": "General",
            "bouncedRecipients": [
                {
                    "emailAddress": "ida@people.example",
                    "diagnosticCode": "550 5.1.1 No such user",
                }
            ],
        },
    }
    return {
        "Type": "Notification",
        "MessageId": "1",
        "Timestamp": "2026-05-03T10:00:00.000Z",
        "Message": json.dumps(event),
    }


PROVIDERS = {
    "mailgun": _mailgun, "postmark": _postmark, "sendgrid": _sendgrid, "amazon_ses": _amazon,
}  # fmt: skip


def _tell(provider: str, body: Any, *, password: str = SECRET) -> HttpResponse:
    import base64

    more = AMAZON if provider == "amazon_ses" else {}
    told = base64.b64encode(password.encode()).decode()
    return Client(raise_request_exception=False).post(
        f"/mail/reports/{provider}",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Basic {told}"},
        **more,
    )


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_provider_s_bounce_is_taken(
    message: OutboxMessage, configure: Callable[..., None], provider: str
) -> None:
    configure(provider, key="mailgun-key" if provider == "mailgun" else "")
    body = PROVIDERS[provider](message.message_id.strip("<>"))
    for _ in range(2):
        assert _tell(provider, body).status_code == 200
    row = Suppression.objects.with_scopes_disabled().get()
    assert (row.address, row.cause) == ("ida@people.example", Cause.BOUNCED)
    assert "No such user" in row.evidence


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_provider_without_the_password_is_nobody(
    message: OutboxMessage, configure: Callable[..., None], provider: str
) -> None:
    configure(provider, key="another-key" if provider == "mailgun" else "")
    body = PROVIDERS[provider](message.message_id.strip("<>"))
    assert _tell(provider, body, password="user:wrong").status_code == 400
    assert _suppressed() == []


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "body", [[], {}, [1], {"signature": 1}, {"Type": "Notification"}, None]
)
def test_junk_from_a_provider_is_a_bad_request(
    db: None, configure: Callable[..., None], provider: str, body: Any
) -> None:
    configure(provider, key="mailgun-key" if provider == "mailgun" else "")
    assert _tell(provider, body).status_code in {200, 400}
    assert _suppressed() == []


def test_only_the_configured_provider_has_a_door(
    db: None, configure: Callable[..., None]
) -> None:
    configure("postmark")
    assert _tell("mailgun", {}).status_code == 404


def test_a_full_mailbox_at_amazon_is_no_bad_address(
    message: OutboxMessage, configure: Callable[..., None]
) -> None:
    configure("amazon_ses")
    _tell("amazon_ses", _amazon(message.message_id.strip("<>"), kind="Transient"))
    assert _suppressed() == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_each_mail_carries_its_id_in_the_provider_s_own_way(
    message: OutboxMessage, configure: Callable[..., None], provider: str
) -> None:
    configure(provider)
    (header,) = providers.mark(message).items()
    assert message.message_id.strip("<>") in header[1]
    assert Report(Outcome.BOUNCED, "x").permanent
