"""Files that are there or not there, never half: temporary file, fsync, rename, fsync of the folder.

A tile is created once and never again (`create_all`); only the checkpoint is replaced.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from skillmark.core.log import Source, Tile
from skillmark.core.log.errors import TilePathError
from skillmark.core.log.tiles import CHECKPOINT, MAX_BUNDLE
from skillmark.logstore.errors import StoreConflictError, StoreWriteError

TEMPORARY: Final = ".part"


def folder_source(folder: Path) -> Source:
    """Return a source over the files of a log; only tiles, bundles and the checkpoint are read."""

    def read(path: str) -> bytes | None:
        if path != CHECKPOINT:
            try:
                Tile.parse(path)
            except TilePathError:
                return None
        return read_file(folder / path)

    return read


def read_file(path: Path) -> bytes | None:
    """Return the bytes of a file, None when there is none.

    Raises:
        StoreWriteError: it cannot be read, or is longer than any file of a log.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BUNDLE + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreWriteError(
            f"A file of the log cannot be read: {error.strerror}.", name=path.name
        ) from error
    if len(data) > MAX_BUNDLE:
        raise StoreWriteError("A file of the log is longer than any.", name=path.name)
    return data


def create_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Create files that must not be there yet, each one durable and whole.

    Args:
        folder: below which they lie.
        contents: by relative path; written in this order.

    Raises:
        StoreConflictError: one is there already.
        StoreWriteError: the disk refuses.
    """
    try:
        for name, data in contents.items():
            path = folder / name
            make_folder(path.parent)
            part = _write_part(path, data)
            try:
                os.link(part, path)
            except FileExistsError:
                raise StoreConflictError(
                    f"{name} is there already: another writer was here.", name=name
                ) from None
            finally:
                part.unlink(missing_ok=True)
        sync_folders({(folder / name).parent for name in contents})
    except OSError as error:
        raise _unwritable(error) from error


def replace(path: Path, data: bytes) -> None:
    """Put a new file in the place of an old one, durably.

    Raises:
        StoreWriteError: the disk refuses.
    """
    try:
        _write_part(path, data).replace(path)
        sync_folders({path.parent})
    except OSError as error:
        raise _unwritable(error) from error


def remove(paths: Iterable[Path]) -> None:
    """Remove files that may be gone already, and folders of partial tiles this leaves empty."""
    folders = set()
    for path in paths:
        path.unlink(missing_ok=True)
        folders.add(path.parent)
    for folder in folders:
        if folder.name.endswith(".p"):
            with suppress(OSError):
                folder.rmdir()


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each entered durably into the one above."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folders({folder.parent})


def sync_folders(folders: Iterable[Path]) -> None:
    """Make what was entered into folders durable."""
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_part(path: Path, data: bytes) -> Path:
    part = path.with_name(f"{path.name}.{os.getpid()}{TEMPORARY}")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return part


def _unwritable(error: OSError) -> StoreWriteError:
    return StoreWriteError(f"The log cannot be written: {error.strerror}.")
