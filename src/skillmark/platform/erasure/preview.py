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
    """Return what is kept of a person; changes nothing."""
    found: dict[str, int] = {}
    for part in parts():
        if part.shown:
            kind = str(part.kind)
            found[kind] = found.get(kind, 0) + part.rows(whom).count()
    return _in_order(found)


def anything(whom: Subject) -> bool:
    """Say whether anything is kept of a person, also where only reading all of it can tell."""
    return any(part.rows(whom).exists() for part in parts())


def told(counts: dict[str, int]) -> list[Foreseen]:
    """Return what an erasure took, by the names of today."""
    found: dict[str, int] = {}
    for part in parts():
        if counts.get(part.key):
            kind = str(part.kind)
            found[kind] = found.get(kind, 0) + counts[part.key]
    return _in_order(found)


def _in_order(found: dict[str, int]) -> list[Foreseen]:
    kinds = sorted(found, key=str.casefold)
    return [Foreseen(kind, found[kind]) for kind in kinds if found[kind]]
