"""Reading a log from its files: hashes, entries and proofs, none of them believed.

The files come from a function, so the same reader serves a folder, a web site and a test. What
it returns was checked against the root of a checkpoint; whether the checkpoint is to be trusted
is the caller's question (`skillmark.core.log.checkpoint`, `skillmark.core.log.policy`).
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Final

from skillmark.core.log import merkle
from skillmark.core.log.checkpoint import Checkpoint
from skillmark.core.log.errors import (
    ConsistencyError,
    InclusionError,
    TileFormatError,
    TileMismatchError,
    TileMissingError,
    TreeRangeError,
)
from skillmark.core.log.spelling import HASH_BYTES
from skillmark.core.log.tiles import HEIGHT, WIDTH, Tile, decode_bundle, decode_tile, tile_of

type Source = Callable[[str], bytes | None]
"""Returns the bytes at a path below the log's prefix, or None when there is nothing."""

_KEPT: Final = 1024  # tiles in memory


class LogReader:
    """The tree of one checkpoint, read from files that may lie."""

    def __init__(self, source: Source, checkpoint: Checkpoint) -> None:
        self._source = source
        self._checkpoint = checkpoint
        self._tiles: OrderedDict[Tile, tuple[bytes, ...]] = OrderedDict()

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint whose tree is read."""
        return self._checkpoint

    def subtree(self, first: int, end: int) -> bytes:
        """Return the hash over a range of leaves, as the tiles have it, not yet checked.

        Raises:
            TreeRangeError: the tree has no such range.
            TileMissingError: a tile is not served.
            TileFormatError: a tile has not the width it must have.
        """
        width = end - first
        if not 0 <= first < end <= self._checkpoint.size:
            raise TreeRangeError("The tree has no such range.", first=first, end=end)
        if width.bit_count() != 1 or first % width:
            middle = first + merkle.split(width)
            return merkle.node_hash(self.subtree(first, middle), self.subtree(middle, end))
        level, rest = divmod(width.bit_length() - 1, HEIGHT)
        place = first >> HEIGHT * level
        start = place % WIDTH
        hashes = self._tile(level, place // WIDTH)
        return merkle.root_of(hashes[start : start + (1 << rest)])

    def check(self) -> None:
        """Recompute the root from the tiles on the right edge and above.

        Raises:
            TileMismatchError: it is not the root of the checkpoint.
            LogError: as `subtree`.
        """
        size = self._checkpoint.size
        if size and self.subtree(0, size) != self._checkpoint.root:
            raise TileMismatchError("The tiles do not hash to the root of the checkpoint.")

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """Return the path from an entry to the root, verified.

        Raises:
            TreeRangeError: there is no such entry.
            TileMismatchError: what the tiles say does not lead to the root.
            LogError: as `subtree`.
        """
        path = merkle.inclusion_path(self, index, self._checkpoint.size)
        leaf = self.subtree(index, index + 1)
        self._check_path(leaf, index, path)
        return path

    def consistency(self, old: Checkpoint) -> tuple[bytes, ...]:
        """Return the proof that this tree grew out of an older one, verified.

        Raises:
            ConsistencyError: it did not.
            TreeRangeError: the older one is larger.
            LogError: as `subtree`.
        """
        new = self._checkpoint
        if old.origin != new.origin:
            raise ConsistencyError("The checkpoints are of two logs.")
        path = merkle.consistency_path(self, old.size, new.size)
        merkle.check_consistency(old.size, old.root, new.size, new.root, path)
        return path

    def entry(self, index: int) -> bytes:
        """Return one entry, verified against the root.

        Raises:
            TreeRangeError: there is no such entry.
            TileMismatchError: the bundle does not hash to the root.
            LogError: as `subtree`.
        """
        path = merkle.inclusion_path(self, index, self._checkpoint.size)
        found = self._bundle(index // WIDTH)[index % WIDTH]
        self._check_path(merkle.leaf_hash(found), index, path)
        return found

    def entries(self, first: int = 0, end: int | None = None) -> Iterator[tuple[int, bytes]]:
        """Yield index and bytes of entries, each bundle verified against the root.

        Raises:
            TreeRangeError: there is no such range.
            TileMismatchError: a bundle does not hash to the root.
            LogError: as `subtree`.
        """
        size = self._checkpoint.size
        last = size if end is None else end
        if not 0 <= first <= last <= size:
            raise TreeRangeError("The log has no such entries.", first=first, end=last)
        for index in range(first // WIDTH, -(-last // WIDTH) if last > first else 0):
            bundle = self._verified_bundle(index)
            start = index * WIDTH
            for place in range(max(first, start), min(last, start + len(bundle))):
                yield place, bundle[place - start]

    def _verified_bundle(self, index: int) -> tuple[bytes, ...]:
        """Return a bundle whose entries are those of its tile, and the tile that of the root."""
        bundle, hashes = self._bundle(index), self._tile(0, index)
        if tuple(map(merkle.leaf_hash, bundle)) != hashes:
            raise TileMismatchError("The bundle is not that of its tile.", index=index)
        first = index * WIDTH  # its path is made of all the other hashes of the tile
        path = merkle.inclusion_path(self, first, self._checkpoint.size)
        self._check_path(hashes[0], first, path)
        return bundle

    def _check_path(self, leaf: bytes, index: int, path: tuple[bytes, ...]) -> None:
        head = self._checkpoint
        try:
            merkle.check_inclusion(leaf, index, head.size, path, head.root)
        except InclusionError as error:
            raise TileMismatchError(
                "The files of the log do not hash to the root of its checkpoint.", index=index
            ) from error

    def _tile(self, level: int, index: int) -> tuple[bytes, ...]:
        tile = tile_of(level, index, self._checkpoint.size)
        return self._kept(tile) or self._keep(tile, decode_tile(self._read(tile), tile.width))

    def _bundle(self, index: int) -> tuple[bytes, ...]:
        tile = tile_of(None, index, self._checkpoint.size)
        return self._kept(tile) or self._keep(tile, decode_bundle(self._read(tile), tile.width))

    def _read(self, tile: Tile) -> bytes:
        return read_tile(self._source, tile)

    def _kept(self, tile: Tile) -> tuple[bytes, ...] | None:
        found = self._tiles.get(tile)
        if found is not None:
            self._tiles.move_to_end(tile)
        return found

    def _keep(self, tile: Tile, found: tuple[bytes, ...]) -> tuple[bytes, ...]:
        self._tiles[tile] = found
        if len(self._tiles) > _KEPT:
            self._tiles.popitem(last=False)
        return found


def read_tile(source: Source, tile: Tile) -> bytes:
    """Return the bytes of a tile or bundle; of a partial one that is full by now, its part.

    Raises:
        TileMissingError: neither is served.
        TileFormatError: the full one is shorter than it must be.
    """
    data = source(tile.path)
    if data is not None:
        return data
    whole = source(tile.full.path) if tile.width < WIDTH else None
    if whole is None:
        raise TileMissingError(f"The log does not serve {tile.path}.", path=tile.path)
    if tile.level is not None:
        if len(whole) != WIDTH * HASH_BYTES:
            raise TileFormatError("The full tile has not its full width.", path=tile.full.path)
        return whole[: tile.width * HASH_BYTES]
    place = 0
    for _ in range(tile.width):
        place += 2 + int.from_bytes(whole[place : place + 2])
    return whole[:place]
