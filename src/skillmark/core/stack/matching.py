"""Giving each credential to one part only, so that as much as possible is fulfilled.

Parts that one credential fulfils and the credentials that could are a bipartite graph; the sets
of credentials that can be placed are a transversal matroid. So taking the credentials from the
best to the worst, and moving others along where that makes room, gives the best whole: the
most parts, and for credits the largest sum. The order of the history does not matter.
"""

from collections.abc import Mapping, Sequence

from skillmark.core.stack.history import HistoryItem


def assign(
    wanted: Mapping[int, Sequence[HistoryItem]], best_first: Sequence[HistoryItem]
) -> dict[int, HistoryItem]:
    """Return which credential goes to which part.

    Args:
        wanted: for each part the credentials that fulfil it.
        best_first: every credential once, the one to be placed first in front.

    Returns:
        The credential of each part that got one; none is in two parts.
    """
    parts: dict[str, list[int]] = {}
    for part, items in wanted.items():
        for item in items:
            parts.setdefault(item.credential, []).append(part)
    placed: dict[int, HistoryItem] = {}
    for item in best_first:
        _place(item, parts, placed)
    return placed


def _place(
    item: HistoryItem, parts: Mapping[str, Sequence[int]], placed: dict[int, HistoryItem]
) -> None:
    """Find the shortest way to a free part, each credential on it moving one part on."""
    came_from: dict[int, tuple[HistoryItem, int | None]] = {}
    queue: list[tuple[HistoryItem, int | None]] = [(item, None)]
    for mover, left in queue:
        for part in parts.get(mover.credential, ()):
            if part in came_from:
                continue
            came_from[part] = (mover, left)
            holder = placed.get(part)
            if holder is None:
                _move(part, came_from, placed)
                return
            queue.append((holder, part))


def _move(
    part: int,
    came_from: Mapping[int, tuple[HistoryItem, int | None]],
    placed: dict[int, HistoryItem],
) -> None:
    here: int | None = part
    while here is not None:
        mover, left = came_from[here]
        placed[here] = mover
        here = left
