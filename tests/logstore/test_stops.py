"""The power goes at any step: what lies on the disk afterwards is the old log or the new one."""

import os
from pathlib import Path

import pytest
from log_samples import head_of, sign
from log_shelf import PowerCutError, Shelf, cut_at, many

from skillmark.core.log import Checkpoint, Note
from skillmark.logstore import LogStoreError

EXHAUSTIVE = bool(os.environ.get("SKILLMARK_TEST_EXHAUSTIVE"))


def test_a_stop_at_every_step_leaves_the_old_log_or_the_new_one(tmp_path: Path) -> None:
    old, new = head_of(many(0, 250)), head_of(many(0, 260))
    outcomes: list[int] = []
    for step in range(1, 400, 1 if EXHAUSTIVE else 4):
        shelf = Shelf(tmp_path / str(step)).filled(250)
        with pytest.MonkeyPatch.context() as patch, shelf.open() as store:
            taken = cut_at(step, patch)
            try:
                store.append(many(250, 10), sign=sign)
            except PowerCutError:
                pass
            else:
                assert taken[0] < step
                break
        head = Checkpoint.parse(Note.parse((shelf.folder / "checkpoint").read_bytes()).text)
        assert head in {old, new}
        with shelf.open(head) as store:
            assert store.checkpoint in {old, new}
            outcomes.append(store.checkpoint.size)
            store.append(many(store.checkpoint.size, 300), sign=sign)
        shelf.open().close()
        assert not list(shelf.folder.rglob("*.part"))
    assert outcomes == sorted(outcomes)
    assert {*outcomes} == {250, 260}
    assert len(outcomes) >= 10


def test_a_stop_while_a_log_is_begun_leaves_one_that_opens_or_begins(tmp_path: Path) -> None:
    for step in range(1, 60, 1 if EXHAUSTIVE else 2):
        shelf = Shelf(tmp_path / str(step))
        with pytest.MonkeyPatch.context() as patch:
            cut_at(step, patch)
            try:
                shelf.create().close()
            except PowerCutError:
                pass
            else:
                break
        try:
            store = shelf.open()
        except LogStoreError as error:
            if error.code != "logstore.missing":
                raise
            store = shelf.create()
        with store:
            store.append([b"x"], sign=sign)
    assert step > 5
