"""The outbox: nothing leaves before the commit, everything leaves after it, and says so."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.utils import timezone

from skillmark.platform.events import outbox
from skillmark.platform.events.models import OutboxMessage, OutboxState

KIND = "test"


@dataclass
class Channel:
    """A channel whose mood the test sets; it keeps what it sent."""

    mood: str = "open"
    sent: list[str] = field(default_factory=list)
    after_each: Callable[[], None] = lambda: None

    def send(self, message: OutboxMessage) -> None:
        match self.mood:
            case "down":
                raise outbox.ChannelDownError("The line is dead.")
            case "refusing":
                raise outbox.RefusedError("No such receiver.")
            case "broken":
                raise ValueError("a mistake of the channel's own")
        self.sent.append(message.message_id)
        self.after_each()


@pytest.fixture
def channel(db: None, monkeypatch: pytest.MonkeyPatch) -> Channel:
    one = Channel()

    @contextmanager
    def opened() -> Iterator[Channel]:
        yield one

    monkeypatch.setitem(outbox._ways, KIND, outbox._Way(opened, str))
    return one


def _emit(count: int = 1, key: str | None = None) -> list[OutboxMessage]:
    return outbox.emit([outbox.Draft(KIND, {"secret": "word"}, None, key)] * count)


def test_no_other_message_is_begun_once_it_is_told_to_stop(channel: Channel) -> None:
    _emit(3)
    stop = threading.Event()
    channel.after_each = stop.set
    assert outbox.dispatch_all(stop=stop) == outbox.Dispatched(sent=1)
    assert (
        OutboxMessage.objects.filter(lease_until=None, state=OutboxState.WAITING).count() == 2
    )
    assert outbox.dispatch_all() == outbox.Dispatched(sent=2)


def test_a_message_is_sent_once_and_its_content_dropped(channel: Channel) -> None:
    (message,) = _emit()
    assert outbox.dispatch_all() == outbox.Dispatched(sent=1)
    assert outbox.dispatch_all() == outbox.Dispatched()
    message.refresh_from_db()
    assert channel.sent == [message.message_id]
    assert message.state == OutboxState.SENT
    assert message.payload == {}


def test_a_rollback_sends_nothing(channel: Channel) -> None:
    def emit_and_fail() -> None:
        with transaction.atomic():
            _emit()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        emit_and_fail()
    assert outbox.dispatch_all() == outbox.Dispatched()


def test_a_dedupe_key_is_sent_once(channel: Channel) -> None:
    first, second = _emit(1, "award-1")[0], _emit(1, "award-1")[0]
    assert first.pk == second.pk
    assert outbox.dispatch_all().sent == 1
    assert _emit(1, "award-1")[0].pk == first.pk
    assert outbox.dispatch_all().sent == 0


def test_one_batch_with_the_same_key_twice_is_one_message(channel: Channel) -> None:
    messages = _emit(2, "award-1")
    assert messages[0].pk == messages[1].pk
    assert outbox.dispatch_all().sent == 1


def test_a_dead_channel_postpones_and_recovers(channel: Channel) -> None:
    _emit(250)
    channel.mood = "down"
    now = timezone.now()
    assert outbox.dispatch_all(now=now).channel_down
    assert not channel.sent
    channel.mood = "open"
    assert outbox.dispatch_all(now=now + timedelta(minutes=1)).sent == 250
    assert len(set(channel.sent)) == 250


def test_waiting_grows_and_ends(channel: Channel) -> None:
    (message,) = _emit()
    channel.mood = "broken"
    now, waits = timezone.now(), []
    for _ in range(12):
        outbox.dispatch_due(now=now)
        message.refresh_from_db()
        waits.append(message.next_attempt_at - now)
        now = message.next_attempt_at
    assert outbox.FIRST_RETRY <= waits[0] <= outbox.FIRST_RETRY * 1.2
    assert all(later > earlier for earlier, later in pairwise(waits[:9]))
    assert outbox.LONGEST_RETRY <= waits[-1] <= outbox.LONGEST_RETRY * 1.2
    outbox.dispatch_due(now=message.created_at + outbox.GIVE_UP_AFTER)
    message.refresh_from_db()
    assert message.state == OutboxState.FAILED


def test_a_refusal_is_final(channel: Channel) -> None:
    (message,) = _emit()
    channel.mood = "refusing"
    assert outbox.dispatch_all().refused == 1
    message.refresh_from_db()
    assert (message.state, message.last_error) == (OutboxState.FAILED, "No such receiver.")


def test_a_leased_message_is_not_sent_by_another(channel: Channel) -> None:
    _emit()
    now = timezone.now()
    assert len(outbox.lease(KIND, now, 10)) == 1
    assert outbox.lease(KIND, now, 10) == []


def test_a_crash_between_sending_and_noting_sends_again_under_the_same_id(
    channel: Channel,
) -> None:
    (message,) = _emit()
    now = timezone.now()
    (leased,) = outbox.lease(KIND, now, 10)
    channel.send(leased)  # and here the process dies
    assert outbox.dispatch_due(now=now).sent == 0
    assert outbox.dispatch_due(now=now + outbox.LEASE).sent == 1
    assert channel.sent == [message.message_id] * 2


def test_listeners_hear_the_outcome(channel: Channel) -> None:
    heard: list[str] = []

    def listen(message: OutboxMessage, **_: object) -> None:
        heard.append(message.state)

    outbox.settled.connect(listen)
    try:
        _emit()
        outbox.dispatch_all()
    finally:
        outbox.settled.disconnect(listen)
    assert heard == [OutboxState.SENT]


def test_a_failing_listener_does_not_send_again(channel: Channel) -> None:
    def listen(**_: object) -> None:
        raise ValueError

    outbox.settled.connect(listen)
    try:
        _emit()
        outbox.dispatch_all(now=timezone.now() + timedelta(seconds=1))
        outbox.dispatch_all(now=timezone.now() + timedelta(hours=1))
    finally:
        outbox.settled.disconnect(listen)
    assert len(channel.sent) == 1


def test_an_unknown_kind_is_refused_at_the_door(db: None) -> None:
    with pytest.raises(outbox.UnknownKindError):
        outbox.emit([outbox.Draft("pigeon", {})])
