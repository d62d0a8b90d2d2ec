"""The breaker of a way out: when a server is down, wait, try with one message, then go on.

It is kept in the database, so that all workers wait together: one of them tries, the others hear
of it. Messages that never met a server keep their place; they count no attempt.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from skillmark.platform.events.models import ChannelState

FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(minutes=2)
SPREAD: Final = 0.2  # of a wait, added by chance, so that many do not come at the same moment
REASON_LENGTH: Final = 300  # characters kept of a reason
_STEPS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Door:
    """What a dispatcher may do now.

    Attributes:
        most: messages that may be tried; 0 while the breaker is open.
        probing: it was open, and one message finds out whether the server is back.
    """

    most: int
    probing: bool = False


def ask(name: str, now: datetime, limit: int) -> Door:
    """Return how many messages may leave by the channel `name` now, at most `limit`."""
    state = ChannelState.objects.filter(pk=name).first()
    if state is None:
        return Door(limit)
    if state.retry_at > now:
        return Door(0)
    mine = ChannelState.objects.filter(pk=name, retry_at=state.retry_at).update(
        retry_at=now + wait_after(state.failures)
    )
    return Door(1, probing=True) if mine else Door(0)


def note_failure(name: str, reason: str, now: datetime) -> None:
    """Open the breaker, or keep it open longer than last time."""
    state, _new = ChannelState.objects.get_or_create(
        pk=name, defaults={"down_since": now, "retry_at": now}
    )
    state.failures += 1
    state.retry_at = now + wait_after(state.failures)
    state.reason = reason[:REASON_LENGTH]
    state.save(update_fields=["failures", "retry_at", "reason"])


def note_success(name: str) -> None:
    """Close the breaker: the server answers."""
    ChannelState.objects.filter(pk=name).delete()


def wait_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    wait = min(FIRST_WAIT * 2 ** min(max(failures - 1, 0), 20), LONGEST_WAIT)
    return spread(wait)


def spread(wait: timedelta) -> timedelta:
    """Return `wait`, made longer by up to a fifth, by chance."""
    return wait * (1 + SPREAD * secrets.randbelow(_STEPS) / _STEPS)
