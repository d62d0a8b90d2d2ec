"""What an attempt asks, and in which order: drawn by a secret seed, the same whenever asked again.

Pure. A keyed hash orders the questions of a section, and the options of each; nobody who does not
know the seed can foresee or rule out anything.
"""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

SEED_BYTES: Final = 32


def draw(seed: bytes, section: str, ids: Iterable[str], count: int | None) -> list[str]:
    """Return `count` of the ids, in the order drawn; all of them when it is None.

    Args:
        seed: of the attempt.
        section: tells the drawings of one attempt apart.
        ids: in any order.
        count: how many; at most as many as there are.
    """
    order = sorted(set(ids), key=lambda one: _rank(seed, f"question|{section}|{one}"))
    return order if count is None else order[:count]


def permutation(seed: bytes, question: str, size: int) -> list[int]:
    """Return the numbers below `size` in the order in which options are shown."""
    return sorted(range(size), key=lambda one: _rank(seed, f"option|{question}|{one}"))


def _rank(seed: bytes, words: str) -> bytes:
    return hmac.new(seed, words.encode(), hashlib.sha256).digest()
