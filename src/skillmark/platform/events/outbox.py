"""The outbox: what must leave, leaves after the commit, at least once.

A message is written in the transaction of the act it speaks of. The dispatcher leases due
messages, hands each to the channel of its kind and notes the outcome; a crash in between lets the
lease run out and sends again with the same ``message_id``. One message that fails waits alone, the
next goes on; only when the server itself is down does everything of its kind wait (`breaker`).
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from uuid import UUID

import structlog
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import breaker
from skillmark.platform.events.ids import uuid7
from skillmark.platform.events.models import OutboxMessage, OutboxState, Urgency

log = structlog.get_logger("skillmark.outbox")

BATCH: Final = 100  # messages leased at a time
LEASE: Final = timedelta(minutes=5)
LEASE_USED: Final = (
    0.6  # of a lease, then the rest is handed back: nobody sends what is not his
)
FIRST_RETRY: Final = timedelta(seconds=5)
LONGEST_RETRY: Final = timedelta(minutes=30)
GIVE_UP_AFTER: Final = timedelta(days=5)  # the custom of mail servers, RFC 5321 §4.5.4.1
CUTS_MEANING_DOWN: Final = 3  # in a row
MANY: Final = 20  # messages written at once from which on they are bulk
POLL_S: Final = 1.0
ERROR_LENGTH: Final = 300  # characters kept of an error

settled = Signal()
"""Sent with ``message``, its ``payload`` and ``error`` (or None) once it is sent or given up."""

postponed = Signal()
"""Sent with the same when a message was tried and will be tried again."""

_wake = threading.Event()


class RefusedError(SkillmarkError):
    """The receiver refuses this message for good; trying again is useless."""

    code = "outbox.refused"


class LaterError(SkillmarkError):
    """The receiver cannot take this message now and asks to try later."""

    code = "outbox.later"


class CutError(SkillmarkError):
    """The connection broke in the midst of this message; what became of it is unknown."""

    code = "outbox.cut"


class ChannelDownError(SkillmarkError):
    """The channel itself is down; no message of its kind can leave now."""

    code = "outbox.channel_down"


class UnknownKindError(SkillmarkError):
    """Nobody registered a channel for this kind of message."""

    code = "outbox.unknown_kind"


class Channel(Protocol):
    """A way out, open for a run of messages."""

    def send(self, message: OutboxMessage) -> None:
        """Send one message.

        Raises:
            RefusedError: never try this one again.
            LaterError: try this one again later.
            CutError: the same, and the connection is gone; the next call opens another.
            ChannelDownError: stop for now.
        """


type ChannelFactory = Callable[[], AbstractContextManager[Channel]]


@dataclass(frozen=True, slots=True)
class _Way:
    """How messages of a kind leave, and the name of the server that takes them."""

    factory: ChannelFactory
    host: Callable[[], str]


_ways: dict[str, _Way] = {}


def register(kind: str, factory: ChannelFactory, host: Callable[[], str] = str) -> None:
    """Let `factory` open the channel for messages of `kind`; `host` says where to."""
    _ways[kind] = _Way(factory, host)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be written into the outbox.

    Attributes:
        kind: which channel carries it.
        payload: what the channel needs, plain JSON.
        organisation_id: whose message it is, if anybody's.
        dedupe_key: a second message with the same key is not written.
        awaited: somebody sits and waits for it; it goes before all others.
    """

    kind: str
    payload: dict[str, Any]
    organisation_id: UUID | None = None
    dedupe_key: str | None = None
    awaited: bool = False


def emit(drafts: Sequence[Draft]) -> list[OutboxMessage]:
    """Write messages in the caller's transaction; they leave after its commit.

    Returns:
        One message a draft, in order; for a known dedupe key the message already there.

    Raises:
        UnknownKindError: no channel carries one of the kinds.
    """
    for draft in drafts:
        if draft.kind not in _ways:
            raise UnknownKindError("No channel carries this kind of message.", kind=draft.kind)
    many = Urgency.BULK if len(drafts) >= MANY else Urgency.USUAL
    keys = [draft.dedupe_key for draft in drafts if draft.dedupe_key is not None]
    with transaction.atomic():
        OutboxMessage.objects.bulk_create(
            [_message(draft, many) for draft in drafts if draft.dedupe_key is not None],
            ignore_conflicts=True,
        )
        known = {m.dedupe_key: m for m in OutboxMessage.objects.filter(dedupe_key__in=keys)}
        fresh = [_message(draft, many) for draft in drafts if draft.dedupe_key is None]
        OutboxMessage.objects.bulk_create(fresh)
        transaction.on_commit(_wake.set)
    remaining = iter(fresh)
    return [
        next(remaining) if draft.dedupe_key is None else known[draft.dedupe_key]
        for draft in drafts
    ]


def _message(draft: Draft, urgency: Urgency) -> OutboxMessage:
    identifier = uuid7()
    return OutboxMessage(
        id=identifier,
        organisation_id=draft.organisation_id,
        kind=draft.kind,
        payload=draft.payload,
        message_id=f"<{identifier}@{settings.SKILLMARK.site_host}>",
        dedupe_key=draft.dedupe_key,
        urgency=Urgency.AWAITED if draft.awaited else urgency,
    )


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What one round of dispatching did, in messages."""

    sent: int = 0
    postponed: int = 0
    refused: int = 0
    channel_down: bool = False

    def __add__(self, other: "Dispatched") -> "Dispatched":
        return Dispatched(
            self.sent + other.sent,
            self.postponed + other.postponed,
            self.refused + other.refused,
            self.channel_down or other.channel_down,
        )


def dispatch_due(
    *, now: datetime | None = None, limit: int = BATCH, stop: threading.Event | None = None
) -> Dispatched:
    """Send what is due at `now`, at most `limit` messages a kind, and return what happened.

    Once `stop` is set no other message is begun; those left are handed back.
    """
    moment = now or timezone.now()
    return sum((_Round(kind, moment, stop).run(limit) for kind in list(_ways)), Dispatched())


def dispatch_all(
    *, now: datetime | None = None, stop: threading.Event | None = None
) -> Dispatched:
    """Send until nothing more is due or can leave, or `stop` is set; return what happened."""
    total = Dispatched()
    while True:
        done = dispatch_due(now=now, stop=stop)
        total += done
        if not (done.sent or done.postponed or done.refused):
            return total


def lease(kind: str, now: datetime, limit: int) -> list[OutboxMessage]:
    """Take due messages for this process alone, the awaited first, then the oldest."""
    due = Q(kind=kind, state=OutboxState.WAITING, next_attempt_at__lte=now)
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    with transaction.atomic():
        queue = OutboxMessage.objects.filter(due & free).order_by("urgency", "next_attempt_at")
        if connection.features.has_select_for_update_skip_locked:
            queue = queue.select_for_update(skip_locked=True)
        messages = list(queue[:limit])
        if messages:
            OutboxMessage.objects.filter(pk__in=[message.pk for message in messages]).update(
                lease_until=now + LEASE
            )
    return messages


class _Round:
    """One round for one kind: lease, send, note."""

    def __init__(self, kind: str, now: datetime, stop: threading.Event | None) -> None:
        self._stop = stop or threading.Event()
        self._way = _ways[kind]
        self._kind = kind
        self._now = now
        self._server = f"{kind} {self._way.host()}".strip()
        self._probing = False
        self._cuts = 0  # in a row
        self._waiting: deque[OutboxMessage] = deque()

    def run(self, limit: int) -> Dispatched:
        """Do it and return what happened."""
        door = breaker.ask(self._server, self._now, limit)
        self._probing = door.probing
        self._waiting.extend(lease(self._kind, self._now, door.most) if door.most else ())
        if not self._waiting:
            return Dispatched()
        try:
            return self._carry()
        finally:
            self._hand_back()

    def _carry(self) -> Dispatched:
        total, ends = Dispatched(), time.monotonic() + LEASE.total_seconds() * LEASE_USED
        try:
            with self._way.factory() as channel:
                while self._waiting and time.monotonic() < ends and not self._stop.is_set():
                    total += self._send_one(channel)
        except ChannelDownError as error:
            self._is_down(error.message)
            total += self._too_old(error) + Dispatched(channel_down=True)
        return total

    def _send_one(self, channel: Channel) -> Dispatched:
        message = self._waiting[0]
        try:
            channel.send(message)
        except ChannelDownError:
            raise  # this one was not tried: it keeps its place
        except CutError as error:
            return self._cut(message, error)
        except RefusedError as error:
            return self._tried(_give_up(message, error))
        except LaterError as error:
            return self._tried(_postpone(message, error, self._now))
        except Exception as error:
            log.exception("message failed", kind=self._kind, message_id=message.message_id)
            later = LaterError(type(error).__name__)
            return self._tried(_postpone(message, later, self._now))
        return self._tried(_sent(message))

    def _cut(self, message: OutboxMessage, error: CutError) -> Dispatched:
        """Postpone the message alone; if it happens to one after another, the server is down."""
        self._waiting.popleft()
        self._cuts += 1
        if self._probing or self._cuts >= CUTS_MEANING_DOWN:
            self._is_down(error.message)
            self._hand_back()
        return _postpone(message, error, self._now)

    def _tried(self, done: Dispatched) -> Dispatched:
        """Go on: whatever the server said of this message, it answers."""
        self._waiting.popleft()
        self._cuts = 0
        if self._probing:
            self._probing = False
            breaker.note_success(self._server)
            log.info("channel up again", kind=self._kind)
        return done

    def _is_down(self, reason: str) -> None:
        breaker.note_failure(self._server, reason, self._now)
        log.warning("channel down", kind=self._kind, waiting=len(self._waiting))

    def _too_old(self, error: SkillmarkError) -> Dispatched:
        old = [m for m in self._waiting if self._now - m.created_at >= GIVE_UP_AFTER]
        for message in old:
            self._waiting.remove(message)
        return sum((_give_up(message, error) for message in old), Dispatched())

    def _hand_back(self) -> None:
        ids = [message.pk for message in self._waiting]
        self._waiting.clear()
        if ids:
            OutboxMessage.objects.filter(pk__in=ids).update(lease_until=None)


def _sent(message: OutboxMessage) -> Dispatched:
    message.state, message.sent_at = OutboxState.SENT, timezone.now()
    message.attempts += 1
    message.last_error = ""
    _settle(message, None)
    return Dispatched(sent=1)


def _postpone(message: OutboxMessage, error: SkillmarkError, now: datetime) -> Dispatched:
    if now - message.created_at >= GIVE_UP_AFTER:
        return _give_up(message, error)
    message.attempts += 1
    wait = min(FIRST_RETRY * 2 ** min(message.attempts - 1, 20), LONGEST_RETRY)
    message.next_attempt_at = now + breaker.spread(wait)
    message.last_error = error.message[:ERROR_LENGTH]
    _note(message, postponed, error, message.payload)
    return Dispatched(postponed=1)


def _give_up(message: OutboxMessage, error: SkillmarkError) -> Dispatched:
    message.state = OutboxState.FAILED
    message.attempts += 1
    message.last_error = error.message[:ERROR_LENGTH]
    _settle(message, error)
    return Dispatched(refused=1)


def _settle(message: OutboxMessage, error: SkillmarkError | None) -> None:
    payload, message.payload = message.payload, {}  # what was said is the receiver's now
    _note(message, settled, error, payload)


def _note(
    message: OutboxMessage,
    signal: Signal,
    error: SkillmarkError | None,
    payload: dict[str, Any],
) -> None:
    message.lease_until = None
    try:
        with transaction.atomic():
            message.save()
            signal.send(sender=OutboxMessage, message=message, error=error, payload=payload)
    except Exception:  # a listener's mistake must not send the message again
        log.exception("listener failed", kind=message.kind, message_id=message.message_id)
        message.save()


def run(stop: threading.Event) -> None:
    """Dispatch until `stop` is set: at once after a commit here, every second otherwise."""
    while not stop.is_set():
        try:
            close_old_connections()
            dispatch_all(stop=stop)
        except Exception:
            log.exception("dispatcher round failed")
        finally:
            close_old_connections()
        _wake.wait(POLL_S)
        _wake.clear()


def wake() -> None:
    """Let a waiting `run` look again at once."""
    _wake.set()
