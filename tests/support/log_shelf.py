"""A log on disk and its anchor, for tests: two folders side by side."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from log_samples import LOG_KEY, sign

from skillmark.core.log import Checkpoint
from skillmark.logstore import LogStore, LogStoreError


def many(first: int, count: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(first, first + count)]


class Shelf:
    """A log and its anchor in two folders."""

    def __init__(self, place: Path) -> None:
        self.folder, self.anchor = place / "log", place / "anchor"

    def create(self) -> LogStore:
        return LogStore.create(self.folder, self.anchor, key=LOG_KEY, sign=sign)

    def open(self, *known: Checkpoint) -> LogStore:
        return LogStore.open(self.folder, self.anchor, key=LOG_KEY, known=known)

    def filled(self, *counts: int) -> "Shelf":
        """Create the log and append that many entries, one append each."""
        with self.create() as store:
            for count in counts:
                store.append(many(store.checkpoint.size, count), sign=sign)
        return self

    def refuses(self, *known: Checkpoint) -> str:
        with pytest.raises(LogStoreError) as caught:
            self.open(*known)
        return caught.value.code

    def files(self) -> dict[Path, bytes]:
        root = self.folder.parent
        return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


class PowerCutError(Exception):
    """The power went."""


def cut_at(step: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let the power go at one of the steps that change the disk; return the count of steps."""
    taken = [0]

    def stepping(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def act(*args: object, **named: object) -> object:
            taken[0] += 1
            if taken[0] == step:
                raise PowerCutError
            return real(*args, **named)

        return act

    for name in ("link", "fsync", "unlink", "mkdir", "rename", "replace", "rmdir"):
        monkeypatch.setattr(os, name, stepping(name))
    return taken
