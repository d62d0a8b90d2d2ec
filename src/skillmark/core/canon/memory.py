"""A canonicaliser that does no document twice that it has just done.

One document is looked at by several hands in a row: to check its context, to sign it, to check
the signature. Two documents are one here when they have the same members in the same order and
each member is the same object, or the same text, or a list of such; so nothing else can be taken
for a document, as long as nobody changes what is inside it in between.
"""

from collections import deque
from typing import Final

from skillmark.core.canon import Canonicalizer
from skillmark.core.jsonio import JsonObject, JsonValue

MAX_REMEMBERED: Final = 8  # documents

type _Members = tuple[tuple[str, JsonValue], ...]


class Memory:
    """Remembers the last documents and their canonical bytes; not shared between threads."""

    __slots__ = ("_canonicalize", "_known")

    def __init__(self, canonicalize: Canonicalizer) -> None:
        """Start with nothing remembered."""
        self._canonicalize = canonicalize
        self._known: deque[tuple[str, _Members, bytes]] = deque(maxlen=MAX_REMEMBERED)

    def __call__(self, document: JsonObject, hash_name: str = "sha256") -> bytes:
        """Return the canonical bytes of a document.

        Raises:
            CanonError: the document is refused, now and every time.
        """
        members = tuple(document.items())
        for name, known, made in self._known:
            if name == hash_name and _same_members(known, members):
                return made
        made = self._canonicalize(document, hash_name)
        self._known.append((hash_name, members, made))
        return made

    def forget(self) -> None:
        """Forget all documents; for whoever cannot know that they stay as they are."""
        self._known.clear()


def _same_members(known: _Members, members: _Members) -> bool:
    return len(known) == len(members) and all(
        name == other and (value is given or _same(value, given))
        for (name, value), (other, given) in zip(known, members, strict=True)
    )


def _same(value: JsonValue, other: JsonValue) -> bool:
    """Say whether two values are one: not merely equal, since 1 equals True and 1.0."""
    if isinstance(value, str):
        return isinstance(other, str) and value == other
    if isinstance(value, list) and isinstance(other, list):
        return len(value) == len(other) and all(map(_same, value, other))
    return value is other
