"""Choosing places in a status list at random, so that a place says nothing of its holder, §6.1.

The randomness is an argument; keeping the choice unique for ever is the caller's business.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from skillmark.core.status.errors import ListFullError


def draw_indexes(
    *, length: int, taken: AbstractSet[int], count: int, draw: Callable[[int], int]
) -> tuple[int, ...]:
    """Return ``count`` free places, each equally likely, in the order they were drawn.

    Args:
        length: entries of the list.
        taken: places given out before, all below ``length``.
        count: how many are wanted.
        draw: a uniform random number below its argument, such as ``secrets.randbelow``.

    Raises:
        ListFullError: fewer than ``count`` places are free.
    """
    if count > length - len(taken):
        raise ListFullError(
            "The list has not that many free places.", free=length - len(taken), wanted=count
        )
    if 2 * (len(taken) + count) > length:  # drawing would hit taken places too often
        free = [index for index in range(length) if index not in taken]
        return tuple(_take(free, draw(len(free))) for _ in range(count))
    drawn: dict[int, None] = {}
    while len(drawn) < count:
        index = draw(length)
        if index not in taken:
            drawn[index] = None
    return tuple(drawn)


def _take(free: list[int], position: int) -> int:
    """Take one place out; the last one moves into the gap, which is cheap."""
    free[position], free[-1] = free[-1], free[position]
    return free.pop()
