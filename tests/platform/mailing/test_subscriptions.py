"""Suppressions and unsubscribing: what reaches whom, and the way back."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client

from skillmark.platform.events import outbox, services
from skillmark.platform.events.models import OutboxMessage, OutboxState
from skillmark.platform.mailing import subscriptions, suppressions
from skillmark.platform.mailing.errors import UnsubscribeError
from skillmark.platform.mailing.models import Cause, Subscription, Suppression

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

IDA = "ida@people.example"


def _link(organisation: "Organisation", address: str = IDA) -> str:
    return subscriptions.links([address], organisation.pk)[address]


def _path(organisation: "Organisation") -> str:
    return "/unsubscribe/" + _link(organisation).rpartition("/")[2]


def _mail(organisation: "Organisation", *, news: bool = False) -> OutboxMessage:
    draft = services.mail_draft(
        recipient=f"Ida <{IDA.upper()}>",
        subject="s",
        text="t",
        organisation_id=organisation.pk,
        news=news,
    )
    return outbox.emit([draft])[0]


@pytest.mark.parametrize(
    ("cause", "news", "state"),
    [
        (Cause.BOUNCED, False, OutboxState.FAILED),
        (Cause.COMPLAINED, False, OutboxState.FAILED),
        (Cause.UNSUBSCRIBED, False, OutboxState.SENT),
        (Cause.UNSUBSCRIBED, True, OutboxState.FAILED),
        (Cause.BOUNCED, True, OutboxState.FAILED),
    ],
)
def test_what_waits_is_stopped_when_its_address_is_suppressed_meanwhile(
    organisation: "Organisation", cause: Cause, news: bool, state: OutboxState
) -> None:
    message = _mail(organisation, news=news)
    suppressions.suppress(IDA, organisation.pk, cause)
    outbox.dispatch_all()
    message.refresh_from_db()
    assert message.state == state


def test_one_organisation_s_bounce_is_nobody_else_s_business(
    organisation: "Organisation", other_organisation: "Organisation"
) -> None:
    suppressions.suppress(IDA, other_organisation.pk, Cause.BOUNCED)
    message = _mail(organisation)
    outbox.dispatch_all()
    message.refresh_from_db()
    assert message.state == OutboxState.SENT


def test_account_mail_asked_for_a_moment_ago_is_not_stopped(db: None) -> None:
    suppressions.suppress(IDA, None, Cause.BOUNCED)
    message = services.send_mail(recipient=IDA, subject="s", text="t")
    outbox.dispatch_all()
    message.refresh_from_db()
    assert message.state == OutboxState.SENT


def test_suppressed_everywhere_holds_for_every_organisation(
    organisation: "Organisation",
) -> None:
    suppressions.suppress(IDA, None, Cause.BOUNCED)
    assert suppressions.blocked([IDA], organisation.pk) == {IDA: Cause.BOUNCED}


def test_twice_is_once_and_lifting_ends_it(organisation: "Organisation") -> None:
    one = suppressions.suppress(" IDA@People.Example ", organisation.pk, Cause.BOUNCED)
    assert suppressions.suppress(IDA, organisation.pk, Cause.BOUNCED).pk == one.pk
    suppressions.suppress(IDA, organisation.pk, Cause.COMPLAINED)
    assert suppressions.blocked([IDA], organisation.pk) == {IDA: Cause.COMPLAINED}
    assert suppressions.lift(IDA, organisation.pk, [Cause.COMPLAINED], actor=None) == 1
    assert suppressions.blocked([IDA], organisation.pk) == {IDA: Cause.BOUNCED}
    assert suppressions.lift(IDA, organisation.pk, [Cause.BOUNCED], actor=None) == 1
    assert suppressions.lift(IDA, organisation.pk, [Cause.BOUNCED], actor=None) == 0
    assert suppressions.suppress(IDA, organisation.pk, Cause.BOUNCED).pk != one.pk


def test_the_trail_tells_of_it_without_the_address(organisation: "Organisation") -> None:
    from skillmark.platform.events.models import AuditEntry

    suppressions.suppress(IDA, organisation.pk, Cause.BOUNCED, evidence=f"550 <{IDA}>")
    suppressions.lift(IDA, organisation.pk, [Cause.BOUNCED], actor=None)
    entries = AuditEntry.objects.with_scopes_disabled().filter(object_kind="suppression")
    told = str(list(entries.values()))
    assert entries.count() == 2
    assert "people.example" not in told


def test_a_link_is_the_same_for_the_same_reader_and_tells_nothing(
    organisation: "Organisation", other_organisation: "Organisation"
) -> None:
    assert _link(organisation) == _link(organisation)
    assert _link(organisation) != _link(other_organisation)
    assert _link(organisation) != _link(organisation, "bo@people.example")
    assert "ida" not in _link(organisation)
    token = _link(organisation).rpartition("/")[2]
    assert not Subscription.objects.filter(token_digest__contains=token).exists()


def test_asking_changes_nothing_and_the_button_does(organisation: "Organisation") -> None:
    client, path = Client(enforce_csrf_checks=True), _path(organisation)
    page = client.get(path)
    assert "No more reminders?" in page.text
    assert organisation.name in page.text
    assert IDA not in page.text
    assert not Suppression.objects.with_scopes_disabled().exists()
    assert client.post(path)["Location"] == path
    assert "You get no more reminders" in client.get(path).text
    client.post(path, {"undo": "1"})
    assert "No more reminders?" in client.get(path).text


def test_one_click_of_a_mail_program(organisation: "Organisation") -> None:
    client, path = Client(enforce_csrf_checks=True), _path(organisation)
    for _ in range(2):
        got = client.post(path, {"List-Unsubscribe": "One-Click"})
        assert (got.status_code, got.cookies) == (204, {})
    assert suppressions.blocked([IDA], organisation.pk, news=True) == {IDA: Cause.UNSUBSCRIBED}
    assert suppressions.blocked([IDA], organisation.pk) == {}


@pytest.mark.parametrize("token", ["x", "x" * 43, "é" * 43, "x" * 5_000])
def test_an_unknown_link_is_a_plain_404(db: None, client: Client, token: str) -> None:
    assert client.get(f"/unsubscribe/{token}").status_code == 404
    assert client.post(f"/unsubscribe/{token}").status_code == 404
    with pytest.raises(UnsubscribeError):
        subscriptions.unsubscribe(token)


def test_the_page_of_an_organisation_that_is_gone(db: None, client: Client) -> None:
    link = subscriptions.links([IDA], uuid4())[IDA]
    assert client.get("/unsubscribe/" + link.rpartition("/")[2]).status_code == 404


def test_headers_are_those_of_the_standard(organisation: "Organisation") -> None:
    link = _link(organisation)
    assert subscriptions.headers(link) == {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_invited_and_bounced(
    organisation: "Organisation", deliver: Callable[[], None], settings: object
) -> None:
    """A mail that no app follows suppresses by the address it went to."""
    from mail_server import serving

    with serving() as server:
        settings.MAILERS = {**settings.MAILERS, "delivery": server.mailer()}
        server.box.recipient = "550 5.1.1 No such user"
        _mail(organisation)
        deliver()
    assert suppressions.blocked([IDA], organisation.pk) == {IDA: Cause.BOUNCED}
