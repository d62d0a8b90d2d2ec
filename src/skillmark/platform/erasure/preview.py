"""What an erasure would take, counted by kind."""

from dataclasses import dataclass

from skillmark.platform.events.erasure import Subject, parts


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A kind of rows.

    Attributes:
        kind: what they are called.
        count: how many there are.
    """

    kind: str
    count: int


def foresee(whom: Subject) -> list[Foreseen]:
    """Return what is kept of a person, in the order of the work; changes nothing."""
    found: dict[str, int] = {}
    for part in parts():
        if part.shown:
            kind = str(part.kind)
            found[kind] = found.get(kind, 0) + part.rows(whom).count()
    return [Foreseen(kind, count) for kind, count in found.items() if count]


def told(counts: dict[str, int]) -> list[Foreseen]:
    """Return what an erasure took, by the names of today."""
    found: dict[str, int] = {}
    for part in parts():
        if part.shown and counts.get(part.key):
            kind = str(part.kind)
            found[kind] = found.get(kind, 0) + counts[part.key]
    return [Foreseen(kind, count) for kind, count in found.items()]
