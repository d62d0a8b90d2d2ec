"""How many people hold each version; the app above that issues says it.

The catalogue knows nothing of credentials. Issuing registers one counter when it is ready; until
then nobody holds anything.
"""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

type Counter = Callable[[Collection[UUID]], Mapping[UUID, int]]

_counters: list[Counter] = []


def register(counter: Counter) -> None:
    """Let `counter` say how many credentials of each version were issued."""
    _counters[:] = [counter]


def of(versions: Collection[UUID]) -> dict[UUID, int]:
    """Return version → credentials issued, in the organisation's scope."""
    found: dict[UUID, int] = dict.fromkeys(versions, 0)
    for counter in _counters:
        found |= counter(versions)
    return found
