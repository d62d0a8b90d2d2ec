"""Examining a whole log: every file against every other, and every entry against its issuer.

What ``skillmark log fsck`` and the start of a store do. All is recomputed from the entries; what
does not fit is said with the path where it lies, and the rest is examined all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from skillmark.core.log import merkle
from skillmark.core.log.checkpoint import Checkpoint
from skillmark.core.log.entry import Entry
from skillmark.core.log.errors import (
    EntryFormatError,
    EntrySignatureError,
    TileFormatError,
    TileMismatchError,
    TileMissingError,
)
from skillmark.core.log.reading import Source, read_tile
from skillmark.core.log.tiles import WIDTH, Tile, decode_bundle, decode_tile, tile_of

GAP: Final = "log.sequence_gap"
REPEATED: Final = "log.sequence_repeated"
WRONG_ROOT: Final = "log.root_mismatch"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a log that does not fit.

    Attributes:
        code: stable and dotted.
        reason: one sentence for a person.
        path: of the file, or empty.
        index: of the entry, or None.
    """

    code: str
    reason: str
    path: str = ""
    index: int | None = None


@dataclass(slots=True)
class Sequences:
    """The numbers that issuers gave their entries, as they are met in the log."""

    last: dict[bytes, int] = field(default_factory=dict)

    def take(self, entry: Entry) -> tuple[str, str] | None:
        """Note an entry; return a code and a sentence when its number is not the next one."""
        expected = self.last.get(entry.issuer, 0) + 1
        self.last[entry.issuer] = max(entry.sequence, expected - 1)
        if entry.sequence == expected:
            return None
        if entry.sequence < expected:
            return REPEATED, f"An issuer used the number {entry.sequence} twice."
        return GAP, f"An issuer's number {expected} is missing before {entry.sequence}."


def examine(source: Source, checkpoint: Checkpoint, *, entries: bool = True) -> Iterator[Fault]:
    """Yield what does not fit in the files of a log with this checkpoint, signatures too.

    Args:
        source: of the files.
        checkpoint: that somebody trusted has checked the signatures of.
        entries: look into them (form, signature, numbers), not only at their hashes.
    """
    size = checkpoint.size
    numbers = Sequences()
    roots: list[bytes] = []
    for index in range(-(-size // WIDTH)):
        tile = tile_of(None, index, size)
        found, fault = _bundle(source, tile)
        if fault is not None:
            yield fault
        leaves = tuple(map(merkle.leaf_hash, found))
        yield from _tile(source, tile_of(0, index, size), leaves)
        roots.append(merkle.root_of(leaves) if leaves else b"")
        if entries:
            yield from _entries(found, index * WIDTH, numbers)
    if all(roots):
        yield from _upper(source, checkpoint, roots)


def _upper(source: Source, checkpoint: Checkpoint, roots: list[bytes]) -> Iterator[Fault]:
    """Look at the levels above the leaves, each made from the full tiles below it."""
    size, level = checkpoint.size, 1
    root = _root(roots, size)
    hashes = roots[: size // WIDTH]
    while hashes:
        above: list[bytes] = []
        for index in range(-(-len(hashes) // WIDTH)):
            part = tuple(hashes[index * WIDTH : (index + 1) * WIDTH])
            yield from _tile(source, tile_of(level, index, size), part)
            if len(part) == WIDTH:
                above.append(merkle.root_of(part))
        hashes, level = above, level + 1
    if root != checkpoint.root:
        yield Fault(WRONG_ROOT, "The entries do not hash to the root of the checkpoint.")


def _root(roots: list[bytes], size: int) -> bytes:
    """Return the root over the roots of blocks of 256; the last block may be smaller."""
    return merkle.root_of(roots) if size else merkle.EMPTY_ROOT


def _bundle(source: Source, tile: Tile) -> tuple[tuple[bytes, ...], Fault | None]:
    """Return the entries of a bundle, or none and why."""
    try:
        return decode_bundle(read_tile(source, tile), tile.width), None
    except (TileMissingError, TileFormatError) as error:
        return (), Fault(error.code, error.message, tile.path)


def _tile(source: Source, tile: Tile, expected: tuple[bytes, ...]) -> Iterator[Fault]:
    try:
        found = decode_tile(read_tile(source, tile), tile.width)
    except (TileMissingError, TileFormatError) as error:
        yield Fault(error.code, error.message, tile.path)
        return
    if expected and found != expected:
        wrong = next(at for at in range(tile.width) if found[at] != expected[at])
        yield Fault(
            TileMismatchError.code,
            f"Hash {wrong} of the tile is not that of what lies below it.",
            tile.path,
        )


def _entries(bundle: tuple[bytes, ...], first: int, numbers: Sequences) -> Iterator[Fault]:
    for index, data in enumerate(bundle, start=first):
        try:
            entry = Entry.parse(data)
            entry.check_signature()
        except (EntryFormatError, EntrySignatureError) as error:
            yield Fault(error.code, error.message, index=index)
            continue
        wrong = numbers.take(entry)
        if wrong is not None:
            yield Fault(*wrong, index=index)
