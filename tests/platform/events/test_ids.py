"""UUIDv7: version, order, uniqueness."""

import threading
import time
from uuid import UUID

from skillmark.platform.events.ids import uuid7


def test_says_its_version_and_variant() -> None:
    identifier = uuid7()
    assert identifier.version == 7
    assert identifier.variant == "specified in RFC 4122"


def test_holds_the_time_in_milliseconds() -> None:
    before = time.time_ns() // 1_000_000
    stamp = uuid7().int >> 80
    assert before <= stamp <= time.time_ns() // 1_000_000 + 1


def test_each_is_greater_than_the_last() -> None:
    identifiers = [uuid7() for _ in range(5_000)]
    assert identifiers == sorted(identifiers)
    assert len(set(identifiers)) == len(identifiers)


def test_threads_never_share_one() -> None:
    found: list[UUID] = []
    threads = [
        threading.Thread(target=lambda: found.extend(uuid7() for _ in range(1_000)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 4_000
