"""Whether a run of entries is whole, and if not, which entry is the first that does not fit.

The check can stop and go on: `follow` takes a `Position` and returns the next one, so a long
trail is checked piece by piece. The end of a chain is only known from outside (`close`): entries
cut off at the end leave a chain that looks whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from skillmark.core.audit.entry import FIRST, Entry, digest

MOVED_WITHIN: Final = 10_000  # numbers tried to tell a moved entry from an altered one


class Fault(StrEnum):
    """What does not match."""

    CONTENT = "content"
    LINK = "link"
    MISSING = "missing"
    ORDER = "order"
    END = "end"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class Finding:
    """The first number in a chain at which something does not match."""

    number: int
    fault: Fault

    @property
    def sentence(self) -> str:
        """Say it in one sentence."""
        return _SENTENCES[self.fault].format(n=self.number, before=self.number - 1)


@dataclass(frozen=True, slots=True)
class Position:
    """How far a chain was followed: the last number that fits, and its hash."""

    sequence: int
    hash: str


BEGIN: Final = Position(0, FIRST)

_SENTENCES: Final = {
    Fault.CONTENT: "Entry {n} was changed after it was written.",
    Fault.LINK: "Entry {n} does not follow entry {before}: one of the two was replaced.",
    Fault.MISSING: "Entry {n} is missing.",
    Fault.ORDER: "Entry {n} stands in another place than where it was written.",
    Fault.END: "The trail does not end where its record says; look from entry {n} on.",
    Fault.REWRITTEN: "Entry {n} is not the one that the earlier export ends with.",
}


def follow(
    entries: Iterable[Entry], start: Position = BEGIN, *, organisation: str = ""
) -> tuple[Position, Finding | None]:
    """Follow a chain from `start`; return how far it fits, and what stopped it.

    Args:
        entries: in the order in which they are kept, the first one after `start`.
        start: where an earlier piece ended.
        organisation: whose chain it must be, if that is known.
    """
    position = start
    for entry in entries:
        fault = _fault(entry, position, organisation)
        if fault is not None:
            return position, fault
        position = Position(entry.sequence, entry.hash)
    return position, None


def close(position: Position, end: Position) -> Finding | None:
    """Hold where a chain was followed to against where it is recorded to end."""
    if position == end:
        return None
    if position.sequence < end.sequence:
        return Finding(position.sequence + 1, Fault.MISSING)
    if position.sequence > end.sequence:
        return Finding(end.sequence + 1, Fault.END)
    return Finding(position.sequence, Fault.END)


def _fault(entry: Entry, position: Position, organisation: str) -> Finding | None:
    number = position.sequence + 1
    if entry.sequence > number:
        return Finding(number, Fault.MISSING)
    if entry.sequence < number:
        return Finding(entry.sequence, Fault.ORDER)
    if digest(entry) != entry.hash:
        return Finding(number, _what_changed(entry, position))
    if entry.previous != position.hash:
        return Finding(number, Fault.LINK)
    if organisation and entry.organisation != organisation:
        return Finding(number, Fault.CONTENT)
    return None


def _what_changed(entry: Entry, position: Position) -> Fault:
    """Tell what of an entry was altered: its link, its place or what it says."""
    if digest(replace(entry, previous=position.hash)) == entry.hash:
        return Fault.LINK
    nearest = range(max(1, entry.sequence - MOVED_WITHIN), entry.sequence + MOVED_WITHIN)
    if any(digest(replace(entry, sequence=number)) == entry.hash for number in nearest):
        return Fault.ORDER
    return Fault.CONTENT
