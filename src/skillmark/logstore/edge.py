"""The right edge of a tree: all that is needed to append to it, a few kilobytes.

Pure. For every level the hashes of its last, partial tile, and the entries of the last, partial
bundle. `Edge.grown` returns the files that more entries make, and the edge after them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.log import merkle
from skillmark.core.log.reading import Source, read_tile
from skillmark.core.log.tiles import (
    HEIGHT,
    WIDTH,
    decode_bundle,
    decode_tile,
    encode_bundle,
    tile_of,
    tiles_between,
)

_LEVELS: Final = 8  # of tiles, enough for 2⁶³ leaves


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree.

    Attributes:
        size: leaves.
        entries: of the last bundle, when it is partial.
        hashes: of the last tile of each level, when it is partial; one tuple a level.
    """

    size: int = 0
    entries: tuple[bytes, ...] = ()
    hashes: tuple[tuple[bytes, ...], ...] = ((),) * _LEVELS

    @classmethod
    def read(cls, source: Source, size: int) -> Self:
        """Read the edge of a tree from files that were examined.

        Raises:
            LogError: a file is not there or not as wide as it must be.
        """
        hashes: list[tuple[bytes, ...]] = []
        for level in range(_LEVELS):
            index, width = divmod(size >> HEIGHT * level, WIDTH)
            tile = tile_of(level, index, size) if width else None
            hashes.append(decode_tile(read_tile(source, tile), width) if tile else ())
        last, width = divmod(size, WIDTH)
        bundle = tile_of(None, last, size) if width else None
        entries = decode_bundle(read_tile(source, bundle), width) if bundle else ()
        return cls(size, entries, tuple(hashes))

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        below: tuple[bytes, ...] = ()
        for level in self.hashes:
            row = (*level, *below)
            below = (merkle.root_of(row),) if row else ()
        return below[0] if below else merkle.EMPTY_ROOT

    def grown(self, entries: Sequence[bytes]) -> tuple[Self, dict[str, bytes]]:
        """Return the edge after more entries, and the files they make, by path.

        Raises:
            TileFormatError: an entry is too long.
        """
        bundles = (*self.entries, *entries)
        rows = [[*level] for level in self.hashes]
        rows[0] += map(merkle.leaf_hash, entries)
        for level in range(_LEVELS - 1):
            row = rows[level]
            rows[level + 1] += (
                merkle.root_of(row[at : at + WIDTH])
                for at in range(0, len(row) - WIDTH + 1, WIDTH)
            )
        size = self.size + len(entries)
        files: dict[str, bytes] = {}
        for tile in tiles_between(self.size, size):
            first = (self.size >> HEIGHT * (tile.level or 0)) // WIDTH
            start = (tile.index - first) * WIDTH
            if tile.level is None:
                files[tile.path] = encode_bundle(bundles[start : start + tile.width])
            else:
                files[tile.path] = b"".join(rows[tile.level][start : start + tile.width])
        edge = type(self)(
            size,
            bundles[len(bundles) - size % WIDTH :] if size % WIDTH else (),
            tuple(tuple(row[len(row) // WIDTH * WIDTH :]) for row in rows),
        )
        return edge, files
