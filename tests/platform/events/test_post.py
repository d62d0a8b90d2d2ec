"""Carrying mail through every mood of a real mail server: nothing is lost, nothing comes twice."""

import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from mail_server import MailServer, serving
from pytest_django.fixtures import Settings

from skillmark.platform.events import breaker, mail, outbox, post, services
from skillmark.platform.events.models import ChannelState, OutboxMessage, OutboxState

MINUTE = timedelta(minutes=1)


@pytest.fixture
def server(db: None, settings: Settings) -> Iterator[MailServer]:
    with serving(timeout_s=1) as one:
        settings.MAILERS = {**settings.MAILERS, "delivery": one.mailer()}
        yield one


@pytest.fixture
def patient(db: None, settings: Settings) -> Iterator[MailServer]:
    """A server for which we wait, however busy the machine is: no line is cut by us."""
    with serving(timeout_s=60) as one:
        settings.MAILERS = {**settings.MAILERS, "delivery": one.mailer()}
        yield one


def _send(*names: str, awaited: bool = False) -> list[OutboxMessage]:
    return services.emit_many(
        [
            services.mail_draft(
                recipient=f"{name}@people.example",
                subject="Your credential",
                text="Open it.",
                html="<p>Open it.</p>",
                awaited=awaited,
            )
            for name in names
        ]
    )


def _states() -> dict[str, int]:
    found: dict[str, int] = {}
    for state in OutboxMessage.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def test_a_hundred_mails_take_one_connection(server: MailServer) -> None:
    _send(*[f"p{n}" for n in range(100)])
    assert outbox.dispatch_all().sent == 100
    assert server.box.sessions == 1


def test_an_hour_without_a_server_a_thousand_mails_each_arrives_once(
    patient: MailServer,
) -> None:
    messages = _send(*[f"p{n}" for n in range(1_000)])
    patient.stop()
    now = timezone.now()
    for minute in range(60):
        assert outbox.dispatch_all(now=now + minute * MINUTE).sent == 0
    assert _states() == {OutboxState.WAITING: 1_000}
    assert not OutboxMessage.objects.filter(attempts__gt=0).exists()
    assert not OutboxMessage.objects.filter(lease_until__isnull=False).exists()
    down = ChannelState.objects.get()
    assert down.retry_at - (now + 59 * MINUTE) <= breaker.LONGEST_WAIT * (1 + breaker.SPREAD)
    patient.start()
    assert outbox.dispatch_all(now=now + timedelta(hours=1, minutes=3)).sent == 1_000
    assert sorted(patient.box.ids) == sorted(message.message_id for message in messages)
    assert not ChannelState.objects.exists()


def test_while_it_is_down_one_try_a_while_is_enough(server: MailServer) -> None:
    _send(*[f"p{n}" for n in range(5)])
    server.box.greeting = "421 Too busy"
    now = timezone.now()
    for second in range(600):
        outbox.dispatch_all(now=now + timedelta(seconds=second))
    assert server.box.sessions <= 12
    assert "421" in ChannelState.objects.get().reason


@pytest.mark.parametrize(
    ("mood", "state"),
    [
        ({"recipient": "450 4.2.1 Later"}, OutboxState.WAITING),
        ({"recipient": "452 4.2.2 Full"}, OutboxState.WAITING),
        ({"recipient": "550 5.1.1 No such user"}, OutboxState.FAILED),
        ({"content": "451 4.7.1 Grey"}, OutboxState.WAITING),
        ({"content": "554 5.6.0 No"}, OutboxState.FAILED),
    ],
)
def test_what_is_said_of_one_mail_concerns_it_alone(
    server: MailServer, mood: dict[str, str], state: OutboxState
) -> None:
    first, second = _send("ida", "bo")
    for name, answer in mood.items():
        setattr(server.box, name, answer)
    outbox.dispatch_all()
    first.refresh_from_db()
    assert first.state == state
    assert next(iter(mood.values())) in first.last_error
    assert not ChannelState.objects.exists()
    server.box.recipient = server.box.content = "250 OK"
    outbox.dispatch_all(now=timezone.now() + MINUTE)
    second.refresh_from_db()
    assert second.state == (OutboxState.SENT if state == OutboxState.WAITING else state)


def test_a_bad_recipient_among_good_ones_costs_no_other(server: MailServer) -> None:
    server.box.bad = frozenset({"p3@people.example"})
    _send(*[f"p{n}" for n in range(9)])
    assert outbox.dispatch_all() == outbox.Dispatched(sent=8, refused=1)
    assert server.box.sessions == 1


def test_a_mail_that_breaks_the_connection_holds_nobody_up(server: MailServer) -> None:
    server.box.cuts = frozenset({"p0@people.example"})
    _send(*[f"p{n}" for n in range(9)])
    assert outbox.dispatch_all() == outbox.Dispatched(sent=8, postponed=1)
    assert not ChannelState.objects.exists()


def test_a_server_that_cuts_every_mail_is_down(server: MailServer) -> None:
    server.box.cuts = frozenset(f"p{n}@people.example" for n in range(9))
    _send(*[f"p{n}" for n in range(9)])
    outbox.dispatch_all()
    assert ChannelState.objects.exists()
    assert OutboxMessage.objects.filter(attempts=1).count() == outbox.CUTS_MEANING_DOWN
    server.box.cuts = frozenset()
    assert outbox.dispatch_all(now=timezone.now() + 5 * MINUTE).sent == 9


def test_a_server_that_hangs_after_the_mail_is_given_up_in_time(server: MailServer) -> None:
    (message,) = _send("ida")
    server.box.hangs = True
    began = time.monotonic()
    assert outbox.dispatch_all().postponed == 1
    assert time.monotonic() - began < 5
    server.box.hangs = False
    assert outbox.dispatch_all(now=timezone.now() + MINUTE).sent == 1
    assert server.box.ids == [message.message_id]


def test_an_outcome_that_nobody_heard_comes_at_most_twice_under_one_id(
    server: MailServer,
) -> None:
    (message,) = _send("ida")
    server.box.forgets = True
    outbox.dispatch_all()
    server.box.forgets = False
    outbox.dispatch_all(now=timezone.now() + MINUTE)
    assert server.box.ids == [message.message_id] * 2


def test_a_crash_between_sending_and_noting_sends_once_more_under_the_same_id(
    server: MailServer,
) -> None:
    (message,) = _send("ida")
    now = timezone.now()
    (leased,) = outbox.lease(mail.KIND, now, 10)
    with post.open_channel() as channel:
        channel.send(leased)  # and here the process dies
    assert outbox.dispatch_all(now=now).sent == 0
    assert outbox.dispatch_all(now=now + outbox.LEASE).sent == 1
    assert outbox.dispatch_all(now=now + 2 * outbox.LEASE).sent == 0
    assert server.box.ids == [message.message_id] * 2


def test_a_server_that_refuses_us_is_not_a_bounce(server: MailServer) -> None:
    (message,) = _send("ida")
    server.box.sender = "550 5.7.1 Who are you?"
    assert outbox.dispatch_all().channel_down
    message.refresh_from_db()
    assert (message.state, message.attempts) == (OutboxState.WAITING, 0)


def test_who_waits_goes_before_a_thousand_others(server: MailServer) -> None:
    _send(*[f"p{n}" for n in range(300)])
    _send("waiting", awaited=True)
    outbox.dispatch_due(limit=1)
    assert [str(one["To"]) for one in server.box.taken] == ["waiting@people.example"]


def test_after_five_days_without_a_server_it_is_given_up(server: MailServer) -> None:
    (message,) = _send("ida")
    server.stop()
    outbox.dispatch_all(now=message.created_at + outbox.GIVE_UP_AFTER)
    message.refresh_from_db()
    assert message.state == OutboxState.FAILED


def test_an_address_that_no_server_takes_is_refused_at_once(server: MailServer) -> None:
    (message,) = _send("нет")
    outbox.dispatch_all()
    message.refresh_from_db()
    assert message.state == OutboxState.FAILED
    assert server.box.taken == []


def test_pictures_travel_inside_and_a_lost_one_stops_nothing(server: MailServer) -> None:
    mail.register_pictures("test.picture", lambda key: b"\x89PNG" if key == "there" else None)
    pictures = [mail.Picture("badge", "test.picture", "there")]
    pictures += [mail.Picture("gone", "test.picture", "not"), mail.Picture("x", "nobody", "")]
    draft = services.mail_draft(
        recipient="ida@people.example",
        subject="s",
        text="t",
        html='<img src="cid:badge">',
        pictures=pictures,
    )
    outbox.emit([draft])
    outbox.dispatch_all()
    (got,) = server.box.taken
    html = got.get_body(("related", "html"))
    assert html.get_content_type() == "multipart/related"
    (picture,) = html.iter_attachments()
    assert (picture["Content-ID"], picture.get_content()) == ("<badge>", b"\x89PNG")
    assert got.get_body(("plain",)).get_content().strip() == "t"


def test_one_worker_tries_while_the_others_wait(db: None) -> None:
    name, now = f"mail {uuid4()}", timezone.now()
    breaker.note_failure(name, "no", now)
    later = now + MINUTE
    assert breaker.ask(name, now, 100) == breaker.Door(0)
    assert breaker.ask(name, later, 100) == breaker.Door(1, probing=True)
    assert breaker.ask(name, later, 100) == breaker.Door(0)
    breaker.note_success(name)
    assert breaker.ask(name, later, 100) == breaker.Door(100)


def test_waits_grow_to_a_bound_and_differ() -> None:
    waits = [breaker.wait_after(n) for n in range(1, 40)]
    assert waits[0] >= breaker.FIRST_WAIT
    assert max(waits) <= breaker.LONGEST_WAIT * (1 + breaker.SPREAD)
    assert len(set(waits[-20:])) > 1
