"""Audit trails to alter."""

from dataclasses import replace

from skillmark.core import audit
from skillmark.core.audit import FIRST, Entry, Position

LENGTH = 8
OWN = "0199a000-0000-7000-8000-000000000001"
OTHERS = "0199a000-0000-7000-8000-000000000002"


def chain(length: int = LENGTH, organisation: str = OWN) -> list[Entry]:
    """Return a whole chain."""
    made: list[Entry] = []
    for number in range(1, length + 1):
        entry = Entry(
            id=f"id-{number}",
            organisation=organisation,
            sequence=number,
            at=f"2026-05-03T10:00:{number:02}.000000+00:00",
            actor="user:7",
            action="thing.changed",
            object_kind="thing",
            object_id=f"t{number}",
            label="Ünïcode",
            before={"n": number - 1},
            after={"n": number, "words": ["a", "ж"]},
            previous=made[-1].hash if made else FIRST,
            hash="",
        )
        made.append(replace(entry, hash=audit.digest(entry)))
    return made


def end_of(entries: list[Entry]) -> Position:
    return Position(entries[-1].sequence, entries[-1].hash)


def rehashed(entries: list[Entry], number: int, **changes: object) -> list[Entry]:
    """Alter an entry and give it the hash that fits."""
    changed = replace(entries[number - 1], **changes)
    changed = replace(changed, hash=audit.digest(changed))
    return [*entries[: number - 1], changed, *entries[number:]]
