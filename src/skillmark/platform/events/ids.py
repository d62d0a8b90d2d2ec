"""Identifiers: UUID version 7 of RFC 9562, in order of time within one process.

Our own because Python has ``uuid.uuid7`` only from 3.14 and we run on 3.12.
"""

import secrets
import threading
import time
from typing import Final
from uuid import UUID

_FRACTION_BITS: Final = 12  # sub-millisecond bits, RFC 9562 §6.2 method 3
_NS_PER_MS: Final = 1_000_000
_lock = threading.Lock()
_last_tick = 0


def uuid7() -> UUID:
    """Return a new identifier, greater than every earlier one of this process.

    48 bits of milliseconds, 12 bits of their fraction, 62 random bits.
    """
    global _last_tick  # noqa: PLW0603 - one clock a process
    ms, rest = divmod(time.time_ns(), _NS_PER_MS)
    tick = (ms << _FRACTION_BITS) | ((rest << _FRACTION_BITS) // _NS_PER_MS)
    with _lock:
        tick = max(tick, _last_tick + 1)
        _last_tick = tick
    ms, fraction = tick >> _FRACTION_BITS, tick & ((1 << _FRACTION_BITS) - 1)
    return UUID(
        int=(ms << 80) | (7 << 76) | (fraction << 64) | (2 << 62) | secrets.randbits(62)
    )
