"""The anchor: a small folder beside the log, never in its backups, that knows how far it went.

It holds a lock file and the newest state of the log, in a file with a number in its name. A new
state is a new file with the next number, created only if nobody else has (compare and swap);
whoever loses stops.

A backup that is put back cannot roll it back: the state names the lock file by its inode and
the moment of its last change, which only the kernel sets. A copy of the folder, however exact,
has a lock file with other ones. What this cannot see (a snapshot of the whole disk put back),
the witnesses of the log do: see `LogStore.open`.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from skillmark.core import jsonio
from skillmark.core.jsonio import JsonError
from skillmark.logstore.errors import (
    StoreConflictError,
    StoreExistsError,
    StoreLockedError,
    StoreMissingError,
    StoreRollbackError,
)
from skillmark.logstore.files import (
    TEMPORARY,
    create_all,
    make_folder,
    read_file,
    remove,
    sync_folders,
)

_FORMAT: Final = "skillmark-log-anchor-1"
_LOCK: Final = "lock"
_HEAD: Final = re.compile(r"head-([0-9]{16})\.json", re.ASCII)
_FIELDS: Final = {"format", "generation", "inode", "changed_ns", "before", "after", "settled"}


@dataclass(frozen=True, slots=True)
class State:
    """How far the log went.

    Attributes:
        before: the signed checkpoint before the last step.
        after: the signed checkpoint of the last step.
        settled: the last step is over and ``after`` is published; until then either may be.
    """

    before: str
    after: str
    settled: bool


class Anchor:
    """The anchor of one log, held by its one writer."""

    def __init__(self, folder: Path, lock: int, generation: int, state: State) -> None:
        self._folder = folder
        self._lock = lock
        self._generation = generation
        self.state = state

    @classmethod
    def create(cls, folder: Path, state: State) -> Self:
        """Make a new anchor and hold it.

        Raises:
            StoreExistsError: there is one.
            StoreLockedError: somebody else makes one at the same time.
            LogStoreError: the disk refuses.
        """
        make_folder(folder)
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        anchor = cls(folder, lock, -1, state)
        try:
            _hold(lock)
            _check_empty(folder)
            os.fsync(lock)
            sync_folders({folder})
            anchor.advance(state)
        except BaseException:
            anchor.close()
            raise
        return anchor

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Hold the anchor that is there.

        Raises:
            StoreMissingError: there is none.
            StoreLockedError: another process holds it.
            StoreRollbackError: it is a copy of the one that was, or was tampered with.
        """
        try:
            lock = os.open(folder / _LOCK, os.O_RDWR)
        except FileNotFoundError:
            raise StoreMissingError("The anchor of the log is not there.") from None
        try:
            _hold(lock)
            newest = _newest(folder)
            state = _read(folder, newest, _identity(lock))
        except BaseException:
            os.close(lock)
            raise
        remove(folder.glob(f"head-*{TEMPORARY}"))
        return cls(folder, lock, newest, state)

    def advance(self, state: State) -> None:
        """Set the next state, if the one that was read is still the newest.

        Raises:
            StoreConflictError: another writer was here; this one must stop.
            StoreWriteError: the disk refuses.
        """
        newest = max(_heads(self._folder), default=-1)
        if newest != self._generation:
            raise StoreConflictError("Another writer moved the anchor of the log.")
        inode, changed = _identity(self._lock)
        said = jsonio.dumps(
            {
                "format": _FORMAT,
                "generation": self._generation + 1,
                "inode": str(inode),
                "changed_ns": str(changed),
                "before": state.before,
                "after": state.after,
                "settled": state.settled,
            }
        )
        create_all(self._folder, {_name(self._generation + 1): said})
        self._generation += 1
        self.state = state
        remove(
            self._folder / _name(number)
            for number in _heads(self._folder)
            if number < self._generation
        )

    def close(self) -> None:
        """Let the anchor go."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def discard(folder: Path) -> None:
    """Remove an anchor that holds no longer, if nobody holds it.

    Raises:
        StoreLockedError: another process does.
    """
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        lock = -1
    try:
        if lock >= 0:
            _hold(lock)
        names = [*map(_name, _heads(folder)), _LOCK]
        for name in names:
            (folder / name).unlink(missing_ok=True)
    finally:
        if lock >= 0:
            os.close(lock)


def _check_empty(folder: Path) -> None:
    if any(True for _number in _heads(folder)):
        raise StoreExistsError("The anchor has a state already.")


def _newest(folder: Path) -> int:
    newest = max(_heads(folder), default=None)
    if newest is None:
        raise StoreMissingError("The anchor of the log has no state.")
    return newest


def _hold(lock: int) -> None:
    import fcntl  # noqa: PLC0415 - Windows has none; there a log is read and not written

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StoreLockedError("Another process writes this log.") from None


def _identity(lock: int) -> tuple[int, int]:
    """Return inode and time of the last change of the lock file, which nobody writes to."""
    facts = os.fstat(lock)
    return facts.st_ino, facts.st_ctime_ns


def _read(folder: Path, number: int, identity: tuple[int, int]) -> State:
    try:
        said = jsonio.load_object(read_file(folder / _name(number)) or b"")
    except JsonError as error:
        raise StoreRollbackError("The anchor cannot be read.", cause=error.code) from error
    if said.keys() != _FIELDS or (said["format"], said["generation"]) != (_FORMAT, number):
        raise StoreRollbackError("The anchor is not in the form we write.")
    if (said["inode"], said["changed_ns"]) != tuple(map(str, identity)):
        raise StoreRollbackError(
            "The anchor is a copy: a backup was put back, or the folder was moved."
        )
    return State(str(said["before"]), str(said["after"]), said["settled"] is True)


def _heads(folder: Path) -> Iterator[int]:
    """Yield the numbers of the states that lie in the folder."""
    for path in folder.iterdir() if folder.is_dir() else ():
        match = _HEAD.fullmatch(path.name)
        if match is not None:
            yield int(match[1])


def _name(number: int) -> str:
    return f"head-{number:016}.json"
