"""The outbox: what must leave, leaves after the commit, at least once.

A message is written in the transaction of the act it speaks of. The dispatcher leases due
messages, hands each to the channel of its kind and notes the outcome; a crash in between lets the
lease run out and sends again with the same ``message_id``.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final, Protocol
from uuid import UUID

import structlog
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events.ids import uuid7
from skillmark.platform.events.models import OutboxMessage, OutboxState

log = structlog.get_logger("skillmark.outbox")

BATCH: Final = 100  # messages leased at a time
LEASE: Final = timedelta(minutes=5)
FIRST_RETRY: Final = timedelta(seconds=5)
LONGEST_RETRY: Final = timedelta(minutes=15)
GIVE_UP_AFTER: Final = timedelta(days=5)  # the custom of mail servers, RFC 5321 §4.5.4.1
POLL_S: Final = 1.0
ERROR_LENGTH: Final = 300  # characters kept of an error

settled = Signal()
"""Sent with ``message`` once a message is sent or given up."""

_wake = threading.Event()


class RefusedError(SkillmarkError):
    """The receiver refuses this message for good; trying again is useless."""

    code = "outbox.refused"


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
            ChannelDownError: stop for now.
        """


type ChannelFactory = Callable[[], AbstractContextManager[Channel]]

_channels: dict[str, ChannelFactory] = {}


def register(kind: str, factory: ChannelFactory) -> None:
    """Let `factory` open the channel for messages of `kind`."""
    _channels[kind] = factory


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be written into the outbox.

    Attributes:
        kind: which channel carries it.
        payload: what the channel needs, plain JSON.
        organisation_id: whose message it is, if anybody's.
        dedupe_key: a second message with the same key is not written.
    """

    kind: str
    payload: dict[str, Any]
    organisation_id: UUID | None = None
    dedupe_key: str | None = None


def emit(drafts: Sequence[Draft]) -> list[OutboxMessage]:
    """Write messages in the caller's transaction; they leave after its commit.

    Returns:
        One message a draft, in order; for a known dedupe key the message already there.

    Raises:
        UnknownKindError: no channel carries one of the kinds.
    """
    for draft in drafts:
        if draft.kind not in _channels:
            raise UnknownKindError("No channel carries this kind of message.", kind=draft.kind)
    keys = [draft.dedupe_key for draft in drafts if draft.dedupe_key is not None]
    with transaction.atomic():
        OutboxMessage.objects.bulk_create(
            [_message(draft) for draft in drafts if draft.dedupe_key is not None],
            ignore_conflicts=True,
        )
        known = {m.dedupe_key: m for m in OutboxMessage.objects.filter(dedupe_key__in=keys)}
        fresh = [_message(draft) for draft in drafts if draft.dedupe_key is None]
        OutboxMessage.objects.bulk_create(fresh)
        transaction.on_commit(_wake.set)
    remaining = iter(fresh)
    return [
        next(remaining) if draft.dedupe_key is None else known[draft.dedupe_key]
        for draft in drafts
    ]


def _message(draft: Draft) -> OutboxMessage:
    identifier = uuid7()
    return OutboxMessage(
        id=identifier,
        organisation_id=draft.organisation_id,
        kind=draft.kind,
        payload=draft.payload,
        message_id=f"<{identifier}@{settings.SKILLMARK.site_host}>",
        dedupe_key=draft.dedupe_key,
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


def dispatch_due(*, now: datetime | None = None, limit: int = BATCH) -> Dispatched:
    """Send what is due at `now`, at most `limit` messages, and return what happened."""
    leased = _lease(now or timezone.now(), limit)
    total = Dispatched()
    for kind, messages in groupby(leased, key=lambda message: message.kind):
        total += _deliver(kind, list(messages), now or timezone.now())
    return total


def dispatch_all(*, now: datetime | None = None) -> Dispatched:
    """Send until nothing more is due or a channel is down, and return what happened."""
    total = Dispatched()
    while True:
        done = dispatch_due(now=now)
        total += done
        if done.channel_down or not (done.sent or done.postponed or done.refused):
            return total


def _lease(now: datetime, limit: int) -> list[OutboxMessage]:
    due = Q(state=OutboxState.WAITING, next_attempt_at__lte=now)
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    with transaction.atomic():
        queue = OutboxMessage.objects.filter(due & free).order_by("kind", "created_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            queue = queue.select_for_update(skip_locked=True)
        messages = list(queue[:limit])
        OutboxMessage.objects.filter(pk__in=[message.pk for message in messages]).update(
            lease_until=now + LEASE
        )
    return messages


def _deliver(kind: str, messages: Sequence[OutboxMessage], now: datetime) -> Dispatched:
    factory = _channels.get(kind)
    if factory is None:
        return sum((_postpone(m, "no channel", now) for m in messages), Dispatched())
    total, waiting = Dispatched(), list(messages)
    try:
        with factory() as channel:
            while waiting:
                total += _send_one(channel, waiting[0], now)
                waiting.pop(0)
    except ChannelDownError as error:
        log.warning("channel down", kind=kind, code=error.code, waiting=len(waiting))
        down = sum((_postpone(m, error.message, now) for m in waiting), Dispatched())
        return total + down + Dispatched(channel_down=True)
    return total


def _send_one(channel: Channel, message: OutboxMessage, now: datetime) -> Dispatched:
    try:
        channel.send(message)
    except ChannelDownError:
        raise
    except RefusedError as error:
        return _give_up(message, error.message)
    except Exception as error:
        log.exception("message failed", kind=message.kind, message_id=message.message_id)
        return _postpone(message, type(error).__name__, now)
    return _sent(message)


def _sent(message: OutboxMessage) -> Dispatched:
    message.state, message.sent_at = OutboxState.SENT, timezone.now()
    message.attempts += 1
    message.last_error = ""
    message.payload = {}  # what was said is the receiver's now; we keep that it was sent
    _settle(message)
    return Dispatched(sent=1)


def _postpone(message: OutboxMessage, reason: str, now: datetime) -> Dispatched:
    if now - message.created_at >= GIVE_UP_AFTER:
        return _give_up(message, reason)
    message.attempts += 1
    wait = min(FIRST_RETRY * 2 ** min(message.attempts - 1, 20), LONGEST_RETRY)
    message.next_attempt_at = now + wait
    message.last_error = reason[:ERROR_LENGTH]
    message.lease_until = None
    message.save()
    return Dispatched(postponed=1)


def _give_up(message: OutboxMessage, reason: str) -> Dispatched:
    message.state = OutboxState.FAILED
    message.attempts += 1
    message.last_error = reason[:ERROR_LENGTH]
    message.payload = {}
    _settle(message)
    return Dispatched(refused=1)


def _settle(message: OutboxMessage) -> None:
    message.lease_until = None
    try:
        with transaction.atomic():
            message.save()
            settled.send(sender=OutboxMessage, message=message)
    except Exception:  # a listener's mistake must not send the message again
        log.exception("listener failed", kind=message.kind, message_id=message.message_id)
        message.save()


def run(stop: threading.Event) -> None:
    """Dispatch until `stop` is set: at once after a commit here, every second otherwise."""
    while not stop.is_set():
        try:
            close_old_connections()
            dispatch_all()
        except Exception:
            log.exception("dispatcher round failed")
        finally:
            close_old_connections()
        _wake.wait(POLL_S)
        _wake.clear()


def wake() -> None:
    """Let a waiting `run` look again at once."""
    _wake.set()
