"""A writer that is killed again and again, and a reader that believes nothing meanwhile.

Small in the usual suite; 100,000 entries under `make crash`.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from log_samples import LOG_KEY, head_of, sign
from log_shelf import Shelf, many

from skillmark.core.log import Checkpoint, LogReader, examine, open_checkpoint
from skillmark.logstore import folder_source

EXHAUSTIVE = bool(os.environ.get("SKILLMARK_TEST_EXHAUSTIVE"))
DRAW = random.Random()  # noqa: S311 - where to look and when to kill
SUPPORT = Path(__file__).parents[1] / "support"
ENTRIES, BATCH, KILLS = (100_000, 80, 150) if EXHAUSTIVE else (1_500, 60, 2)


def start(shelf: Shelf) -> subprocess.Popen[str]:
    """Start a writer; it has opened the log, or found it locked, when this returns."""
    words = [sys.executable, str(SUPPORT / "log_writer.py"), str(shelf.folder)]
    words += [str(shelf.anchor), str(ENTRIES), str(BATCH)]
    writer = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    writer.stdout.readline()
    writer.stdout.close()
    return writer


class Sceptic:
    """A reader of the public files that checks everything it sees."""

    def __init__(self, shelf: Shelf) -> None:
        self.source = folder_source(shelf.folder)
        self.seen: Checkpoint | None = None
        self.looks = 0

    def look(self) -> int:
        """Check the newest checkpoint against the last one; return its size."""
        data = self.source("checkpoint")
        assert data is not None
        head, _note = open_checkpoint(data, LOG_KEY)
        reader = LogReader(self.source, head)
        reader.check()
        before = self.seen.size if self.seen else 0
        if self.seen is not None:
            reader.consistency(self.seen)
        for index, entry in reader.entries(before):
            assert entry == b"entry %d" % index
            reader.inclusion(index)  # makes the proof of every entry, and checks it
        if head.size:
            for index in DRAW.choices(range(head.size), k=5):
                reader.inclusion(index)
                assert reader.entry(index) == b"entry %d" % index
        self.seen = head
        self.looks += 1
        return head.size


def test_a_reader_is_never_lied_to_while_the_writer_is_killed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.create().close()
    sceptic = Sceptic(shelf)
    kills = 0
    writer = start(shelf)
    try:
        while sceptic.seen is None or sceptic.seen.size < ENTRIES:
            if writer.poll() is not None:
                assert writer.returncode in {0, -signal.SIGKILL}
                writer = start(shelf)
            elif kills < KILLS and (kills == 0 or DRAW.random() < 0.5):
                time.sleep(DRAW.random() * 0.05)
                writer.kill()
                writer.wait()
                kills += 1
            sceptic.look()
        writer.wait()
    finally:
        writer.kill()
        writer.wait()
    assert kills >= (50 if EXHAUSTIVE else 1)
    with shelf.open() as store:
        assert store.checkpoint == head_of(many(0, ENTRIES)) == sceptic.seen
    source = folder_source(shelf.folder)
    assert not list(examine(source, sceptic.seen, entries=False))


def test_of_two_processes_one_writes(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with shelf.create() as store:
        second = start(shelf)
        second.wait()
        assert second.returncode == 3
        store.append([b"entry 0"], sign=sign)
    assert shelf.open().checkpoint == head_of(many(0, 1))
