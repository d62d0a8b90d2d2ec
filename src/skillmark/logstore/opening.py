"""What must hold before a log on disk is written to: nothing is older than it was, all of it hashes."""

from collections.abc import Iterable
from pathlib import Path

from skillmark.core.log import (
    Checkpoint,
    LogError,
    LogReader,
    Note,
    NoteKey,
    Source,
    Tile,
    examine,
)
from skillmark.core.log.checkpoint import open_checkpoint
from skillmark.core.log.errors import TilePathError
from skillmark.core.log.spelling import HASH_BYTES
from skillmark.core.log.tiles import CHECKPOINT, HEIGHT, WIDTH, decode_bundle
from skillmark.logstore.anchor import State
from skillmark.logstore.errors import StoreDamagedError, StoreRollbackError
from skillmark.logstore.files import TEMPORARY, folder_source, remove


def signed(data: bytes, key: NoteKey) -> Note:
    """Return a published checkpoint that the log signed.

    Raises:
        StoreDamagedError: it did not.
    """
    try:
        return open_checkpoint(data, key)[1]
    except LogError as error:
        raise StoreDamagedError(
            f"The checkpoint of the log is not its own: {error.message}", cause=error.code
        ) from error


def agreed(published: bytes | None, state: State, key: NoteKey) -> tuple[Note, bool]:
    """Return the checkpoint on which folder and anchor agree, and whether to publish it.

    Raises:
        StoreRollbackError: they do not agree.
        StoreDamagedError: it is not signed by the key.
    """
    after = signed(state.after.encode(), key)
    if published is None:
        if not state.settled and state.before == state.after:  # a log just begun
            return after, True
        raise StoreRollbackError("The checkpoint of the log is gone.")
    if state.settled:
        if published != state.after.encode():
            raise StoreRollbackError("The checkpoint is not the one that the anchor knows.")
        return after, False
    note = signed(published, key)
    if note.text == after.text and set(after.signatures) <= set(note.signatures):
        return note, False
    if published != state.before.encode():
        raise StoreRollbackError("The checkpoint is none that the anchor knows.")
    return after, True


def check_files(folder: Path, head: Checkpoint) -> None:
    """Recompute the whole tree.

    Raises:
        StoreDamagedError: with the first thing that does not fit.
    """
    fault = next(examine(folder_source(folder), head, entries=False), None)
    if fault is not None:
        raise StoreDamagedError(fault.reason, cause=fault.code, path=fault.path)


def check_known(folder: Path, head: Checkpoint, known: Iterable[Checkpoint]) -> None:
    """Hold the log against what others know of it.

    Raises:
        StoreRollbackError: it is behind one of them, or does not contain it.
    """
    reader = LogReader(folder_source(folder), head)
    for other in known:
        if other.size > head.size:
            raise StoreRollbackError(
                "Others have seen a newer checkpoint of the log: it was rolled back.",
                size=head.size,
                known=other.size,
            )
        try:
            reader.consistency(other)
        except LogError as error:
            raise StoreRollbackError(
                f"The log is not the one that others have seen: {error.message}",
                cause=error.code,
            ) from error


def clear(folder: Path, size: int) -> None:
    """Remove what an append left behind that was never published; check older partials.

    Raises:
        StoreDamagedError: a partial tile is not the beginning of the one that is there now.
    """
    source = folder_source(folder)
    left: list[Path] = []
    for path in (folder / "tile").rglob("*"):
        if path.is_dir():
            continue
        try:
            tile = Tile.parse(path.relative_to(folder).as_posix())
        except TilePathError:
            left += [path] if path.name.endswith(TEMPORARY) else []
            continue
        if (tile.index * WIDTH + tile.width) << HEIGHT * (tile.level or 0) > size:
            left.append(path)
        elif tile.width < WIDTH and not _is_beginning(source, tile, size):
            raise StoreDamagedError("An older partial tile was changed.", path=tile.path)
    remove([*left, *folder.glob(f"{CHECKPOINT}.*{TEMPORARY}")])


def _is_beginning(source: Source, tile: Tile, size: int) -> bool:
    """Say whether a partial tile is the beginning of what the tree has in its place."""
    whole = min(WIDTH, (size >> HEIGHT * (tile.level or 0)) - tile.index * WIDTH)
    now = source(Tile(tile.level, tile.index, whole).path) or b""
    then = source(tile.path) or b""
    if tile.level is not None:
        return then == now[: tile.width * HASH_BYTES]
    try:
        return decode_bundle(then, tile.width) == decode_bundle(now, whole)[: tile.width]
    except LogError:
        return False
