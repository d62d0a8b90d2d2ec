"""Any order of appends, stops, restarts and restored backups: the log only grows, or refuses."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from log_samples import LOG_KEY, head_of, sign
from log_shelf import PowerCutError, Shelf, cut_at, many

from skillmark.core.log import Checkpoint, LogReader, examine, open_checkpoint
from skillmark.logstore import LogStore, folder_source

EXHAUSTIVE = bool(os.environ.get("SKILLMARK_TEST_EXHAUSTIVE"))


class Life(RuleBasedStateMachine):
    """The life of one log, and what everybody who looks at it has seen."""

    store: LogStore
    size = 0

    @initialize()
    def begin(self) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="skillmark-life-"))
        self.shelf = Shelf(self.place)
        self.store = self.shelf.create()
        self.backups: list[tuple[int, Path]] = []
        self.seen: list[Checkpoint] = []

    def teardown(self) -> None:
        if hasattr(self, "place"):
            self.store.close()
            shutil.rmtree(self.place)

    @rule(count=st.integers(1, 300))
    def append(self, count: int) -> None:
        self.store.append(many(self.size, count), sign=sign)
        self.size += count

    @rule(count=st.integers(1, 300), step=st.integers(1, 60))
    def stop_while_appending(self, count: int, step: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            cut_at(step, patch)
            with suppress(PowerCutError):
                self.store.append(many(self.size, count), sign=sign)
        self.store.close()
        self.store = self.shelf.open(*self.seen[-1:])
        assert self.store.checkpoint.size in {self.size, self.size + count}
        self.size = self.store.checkpoint.size

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = self.shelf.open(*self.seen)

    @rule()
    def start_a_second_one(self) -> None:
        assert self.shelf.refuses() == "logstore.locked"

    @rule()
    def back_up(self) -> None:
        target = self.place / f"backup-{len(self.backups)}"
        shutil.copytree(self.shelf.folder, target)
        self.backups.append((self.size, target))

    @precondition(lambda self: self.backups)
    @rule(which=st.integers(0, 99), anchor=st.booleans())
    def put_a_backup_back(self, which: int, *, anchor: bool) -> None:
        size, backup = self.backups[which % len(self.backups)]
        self.store.close()
        now = self.place / "now"
        self.shelf.folder.rename(now)
        shutil.copytree(backup, self.shelf.folder)
        kept = self.place / "anchor-now"
        if anchor:
            self.shelf.anchor.rename(kept)
            shutil.copytree(kept, self.shelf.anchor)
        if size != self.size or anchor:
            assert self.shelf.refuses() == "logstore.rollback"
        shutil.rmtree(self.shelf.folder)
        now.rename(self.shelf.folder)
        if anchor:
            shutil.rmtree(self.shelf.anchor)
            kept.rename(self.shelf.anchor)
        self.store = self.shelf.open()

    @invariant()
    def everybody_sees_one_log_that_grew(self) -> None:
        if not hasattr(self, "place"):
            return
        source = folder_source(self.shelf.folder)
        head, _note = open_checkpoint(source("checkpoint") or b"", LOG_KEY)
        assert head == head_of(many(0, self.size))
        reader = LogReader(source, head)
        for earlier in self.seen[-3:]:
            reader.consistency(earlier)
        assert not list(examine(source, head, entries=False))
        self.seen.append(head)


Life.TestCase.settings = settings(
    max_examples=200 if EXHAUSTIVE else 6,
    stateful_step_count=20 if EXHAUSTIVE else 12,
    derandomize=not EXHAUSTIVE,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestLife = Life.TestCase
