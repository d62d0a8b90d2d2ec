"""A witness's memory: the newest checkpoint that it cosigned of each log, in one small file.

One table of SQLite, synced before an answer leaves. A checkpoint is set only in the place of the
one that was compared against, in one step, so that of two requests for one log one loses. A file
that was put back from a backup is recognised where it can be: next to it lies a second file, which
a copy does not carry along, with the facts that only the kernel sets.
"""

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Final, Self

from skillmark.core import jsonio
from skillmark.core.jsonio import JsonError, JsonObject
from skillmark.core.log import Checkpoint, Note
from skillmark.logstore.errors import (
    StoreLockedError,
    StoreMissingError,
    StoreRollbackError,
    StoreWriteError,
)
from skillmark.logstore.files import make_folder, read_file, replace

_FILE: Final = "witness.sqlite3"
_MARK: Final = "mark.json"
_LOCK: Final = "lock"
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS latest ("
    "origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL, "
    "moved INTEGER NOT NULL) STRICT"
)


class WitnessStore:
    """The memory of one witness, held by its one process."""

    def __init__(self, folder: Path, lock: int, database: sqlite3.Connection) -> None:
        self._folder = folder
        self._lock = lock
        self._database = database
        self._guard = threading.Lock()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the memory, or begin it in an empty folder.

        Raises:
            StoreLockedError: another process holds it.
            StoreMissingError: it was there once, and the file is gone.
            StoreRollbackError: the file is older than it was, or the folder is a copy.
            StoreWriteError: the disk refuses.
        """
        make_folder(folder)
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _hold(lock)
            mark = _read_mark(folder)
            database = _connect(folder / _FILE)
        except BaseException:
            os.close(lock)
            raise
        store = cls(folder, lock, database)
        try:
            store._check(mark, _identity(lock))
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def adopt(cls, folder: Path) -> Self:
        """Open a memory whose folder was moved; never one that was put back from a backup.

        Raises:
            LogStoreError: as `open`, but for the mark.
        """
        if not (folder / _FILE).exists():
            raise _gone()
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _hold(lock)
            store = cls(folder, lock, _connect(folder / _FILE))
        except BaseException:
            os.close(lock)
            raise
        store._mark(settled=True)
        return store

    def latest(self) -> dict[str, Checkpoint]:
        """Return the newest checkpoint of each log, by origin."""
        with self._guard:
            rows = self._database.execute("SELECT origin, size, root FROM latest").fetchall()
        return {origin: Checkpoint(origin, size, root) for origin, size, root in rows}

    def note(self, origin: str) -> bytes | None:
        """Return the newest checkpoint of a log with the signatures of log and witness."""
        with self._guard:
            row = self._database.execute(
                "SELECT note FROM latest WHERE origin = ?", (origin,)
            ).fetchone()
        return row[0] if row else None

    def advance(self, replaces: Checkpoint | None, latest: Checkpoint, note: Note) -> bool:
        """Set a checkpoint if the one that was compared against is still the newest.

        Returns:
            False when another one came in between; nothing changed then.

        Raises:
            StoreWriteError: the disk refuses.
        """
        values = (latest.size, latest.root, note.to_bytes())
        try:
            with self._guard, self._database:
                self._database.execute("BEGIN IMMEDIATE")
                if replaces is None:
                    done = self._database.execute(
                        "INSERT INTO latest VALUES (?, ?, ?, ?, 1) ON CONFLICT DO NOTHING",
                        (latest.origin, *values),
                    )
                else:
                    done = self._database.execute(
                        "UPDATE latest SET size = ?, root = ?, note = ?, moved = moved + 1 "
                        "WHERE origin = ? AND size = ? AND root = ?",
                        (*values, latest.origin, replaces.size, replaces.root),
                    )
                if done.rowcount != 1:
                    return False
                self._mark(settled=False)
            with self._guard:
                self._mark(settled=True)
        except sqlite3.Error as error:
            raise StoreWriteError(
                f"The witness's memory cannot be written: {error}."
            ) from error
        return True

    def close(self) -> None:
        """Let the memory go."""
        with self._guard:
            self._database.close()
            if self._lock >= 0:
                os.close(self._lock)
                self._lock = -1

    def _moved(self) -> int:
        found = self._database.execute("SELECT COALESCE(SUM(moved), 0) FROM latest").fetchone()
        return int(found[0])

    def _mark(self, *, settled: bool) -> None:
        """Say beside the file how far it goes, before it goes there and again after."""
        inode, changed = _identity(self._lock)
        said = jsonio.dumps(
            {
                "moved": self._moved(),
                "settled": settled,
                "inode": str(inode),
                "changed_ns": str(changed),
            }
        )
        replace(self._folder / _MARK, said)

    def _check(self, mark: JsonObject | None, identity: tuple[int, int]) -> None:
        """Hold the file against its mark, which may be one step ahead after a crash.

        Raises:
            StoreRollbackError: it is older, or the folder is a copy.
        """
        moved = self._moved()
        if mark is None and moved:
            raise StoreRollbackError("The witness's memory has no mark: it is a copy.")
        if mark is not None:
            if (mark.get("inode"), mark.get("changed_ns")) != tuple(map(str, identity)):
                raise StoreRollbackError(
                    "The witness's folder is a copy: a backup was put back, or it was moved."
                )
            said = mark.get("moved")
            behind = (
                not mark.get("settled") and said == moved + 1
            )  # killed before the file moved
            if said != moved and not behind:
                raise StoreRollbackError("The witness's memory is older than it was.")
        self._mark(settled=True)


def _connect(path: Path) -> sqlite3.Connection:
    try:
        database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        with closing(database.cursor()) as cursor:
            cursor.execute("PRAGMA journal_mode = DELETE")
            cursor.execute("PRAGMA synchronous = EXTRA")
            cursor.execute(_TABLE)
    except sqlite3.Error as error:
        raise StoreWriteError(f"The witness's memory cannot be opened: {error}.") from error
    return database


def _read_mark(folder: Path) -> JsonObject | None:
    """Return what the mark says, None before the witness began.

    Raises:
        StoreMissingError: there is a mark and no file.
        StoreRollbackError: it cannot be read.
    """
    data = read_file(folder / _MARK)
    if data is None:
        return None
    if not (folder / _FILE).exists():
        raise _gone()
    try:
        return jsonio.load_object(data)
    except JsonError as error:
        raise StoreRollbackError("The mark of the witness cannot be read.") from error


def _gone() -> StoreMissingError:
    return StoreMissingError("The witness's memory is gone; it was begun before.")


def _identity(lock: int) -> tuple[int, int]:
    facts = os.fstat(lock)
    return facts.st_ino, facts.st_ctime_ns


def _hold(lock: int) -> None:
    import fcntl  # noqa: PLC0415 - Windows has none

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StoreLockedError("Another process holds this witness.") from None
