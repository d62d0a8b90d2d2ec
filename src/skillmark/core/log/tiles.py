"""The files of a log: tiles of hashes and bundles of entries (C2SP tlog-tiles).

Pure: where things lie and what their bytes are. A tile holds up to 256 hashes of one level; a
bundle holds the entries under a tile of level 0. Only full tiles count for the level above.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.log.errors import TileFormatError, TilePathError, TreeRangeError
from skillmark.core.log.spelling import HASH_BYTES, MAX_SIZE

WIDTH: Final = 256  # hashes of a full tile
HEIGHT: Final = 8  # levels of the tree between two levels of tiles
MAX_ENTRY: Final = 65_535  # bytes of one entry: a bundle gives its length two bytes
MAX_BUNDLE: Final = WIDTH * (MAX_ENTRY + 2)  # bytes
CHECKPOINT: Final = "checkpoint"

_MAX_LEVEL: Final = 63
_PATH: Final = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile or bundle.

    Attributes:
        level: 0 for leaf hashes, 1 for the roots of full tiles, and so on; None for a bundle
            of entries.
        index: from the left, 0 first.
        width: hashes or entries in it, 1 to 256; less than 256 is a partial tile.

    Raises:
        TilePathError: a value out of range.
    """

    level: int | None
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        level = 0 if self.level is None else self.level
        end = (self.index * WIDTH + self.width) << HEIGHT * level
        if not (0 <= level <= _MAX_LEVEL and self.index >= 0 and 1 <= self.width <= WIDTH):
            raise TilePathError("There is no such tile.", level=level, index=self.index)
        if end > MAX_SIZE:
            raise TilePathError("The tile lies beyond the largest tree.", index=self.index)

    @classmethod
    def parse(cls, path: str) -> Self:
        """Read a path as it stands in an address after the log's prefix.

        Raises:
            TilePathError: another form, another spelling, or out of range.
        """
        match = _PATH.fullmatch(path)
        if match is None:
            raise TilePathError("The path names no tile.")
        level, index, width = match.groups()
        number = int(index.replace("x", "").replace("/", ""))
        tile = cls(
            None if level == "entries" else int(level), number, int(width) if width else WIDTH
        )
        if tile.path != path:  # zeros in front, or `.p/256`
            raise TilePathError("The path is not the one spelling of its tile.")
        return tile

    @property
    def path(self) -> str:
        """The path below the log's prefix."""
        groups = [f"{self.index % 1000:03}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        level = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{partial}"

    @property
    def full(self) -> Self:
        """The same tile when it is full."""
        return type(self)(self.level, self.index)


def tile_of(level: int | None, index: int, size: int) -> Tile:
    """Return a tile as wide as it is in a tree of ``size`` leaves.

    Raises:
        TreeRangeError: that tree has no such tile.
    """
    width = min(WIDTH, (size >> HEIGHT * (level or 0)) - index * WIDTH)
    if width < 1 or index < 0:
        raise TreeRangeError("The tree has no such tile.", index=index, size=size)
    return Tile(level, index, width)


def tiles_between(old: int, new: int) -> Iterator[Tile]:
    """Yield the tiles and bundles that a tree of ``new`` leaves has and one of ``old`` not.

    Bundles first, then the levels upwards, each from left to right.
    """
    for level in (None, *range(_MAX_LEVEL // HEIGHT + 1)):
        shift = HEIGHT * (level or 0)
        before, after = old >> shift, new >> shift
        if after == before:
            continue
        for index in range(before // WIDTH, -(-after // WIDTH)):
            yield tile_of(level, index, new)


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Return the bytes of a bundle: each entry after its length in two bytes.

    Raises:
        TileFormatError: no entry, more than 256, or one longer than `MAX_ENTRY`.
    """
    if not 1 <= len(entries) <= WIDTH or any(len(entry) > MAX_ENTRY for entry in entries):
        raise TileFormatError(
            f"A bundle has 1 to {WIDTH} entries of at most {MAX_ENTRY} bytes."
        )
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def decode_bundle(data: bytes, width: int) -> tuple[bytes, ...]:
    """Return the entries of a bundle that must hold ``width`` of them.

    Raises:
        TileFormatError: fewer, more, or cut off.
    """
    entries: list[bytes] = []
    place = 0
    while place < len(data):
        end = place + 2 + int.from_bytes(data[place : place + 2])
        if end > len(data) or place + 2 > len(data) or len(entries) == width:
            raise TileFormatError("The bundle is cut off, or holds more than it should.")
        entries.append(data[place + 2 : end])
        place = end
    if len(entries) != width:
        raise TileFormatError("The bundle holds fewer entries than it should.")
    return tuple(entries)


def decode_tile(data: bytes, width: int) -> tuple[bytes, ...]:
    """Return the hashes of a tile that must hold ``width`` of them.

    Raises:
        TileFormatError: another length.
    """
    if len(data) != width * HASH_BYTES:
        raise TileFormatError(f"A tile of {width} hashes has {width * HASH_BYTES} bytes.")
    return tuple(data[place : place + HASH_BYTES] for place in range(0, len(data), HASH_BYTES))
