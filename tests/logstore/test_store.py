"""The log on disk: what is appended stays, and nothing older is ever taken for the newest."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import aics_tlog
import pytest
from log_samples import LOG_KEY, ORIGIN, cosigned, head_of, key, sign
from log_shelf import Shelf, many

from skillmark.core.log import Checkpoint, LogError, Note, NoteKey, examine, merkle
from skillmark.core.log.checkpoint import sign as sign_with
from skillmark.core.log.merkle import EMPTY_ROOT
from skillmark.logstore import LogStore, LogStoreError, folder_source
from skillmark.logstore import anchor as anchors
from skillmark.logstore import files as durable


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_a_new_log_is_empty_and_signed(shelf: Shelf) -> None:
    with shelf.create() as store:
        assert store.checkpoint == Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    with shelf.open() as store:
        assert store.checkpoint.size == 0
    with pytest.raises(LogStoreError) as caught:
        shelf.create()
    assert caught.value.code == "logstore.exists"
    shutil.rmtree(shelf.folder)
    with pytest.raises(LogStoreError) as caught:
        shelf.create()
    assert caught.value.code == "logstore.exists"


@pytest.mark.parametrize(
    "counts", [(1,), (255, 1, 1), (256,), (300, 300, 1), (5,) * 4, (700, 7_000)]
)
def test_what_is_appended_is_what_is_read(shelf: Shelf, counts: tuple[int, ...]) -> None:
    total = sum(counts)
    shelf.filled(*counts)
    with shelf.open() as store:
        assert store.checkpoint == head_of(many(0, total))
        reader = store.reader()
        assert [entry for _index, entry in reader.entries()] == many(0, total)
        reader.inclusion(total - 1)
        store.append([b"last"], sign=sign)
        store.reader().consistency(reader.checkpoint)
    source = folder_source(shelf.folder)
    assert not list(examine(source, head_of([*many(0, total), b"last"]), entries=False))


def test_a_foreign_program_reads_our_files(shelf: Shelf) -> None:
    shelf.filled(255, 2, 700, 43)
    foreign = aics_tlog.FileSystemTileReader(shelf.folder)
    entries = many(0, 1_000)
    leaves = merkle.Leaves(tuple(map(merkle.leaf_hash, entries)))
    assert aics_tlog.tree_root_from_tiles(foreign, 1_000) == leaves.subtree(0, 1_000)
    for index in (0, 255, 256, 777, 999):
        path = aics_tlog.inclusion_proof_from_tiles(foreign, index, 1_000)
        assert tuple(path) == merkle.inclusion_path(leaves, index, 1_000)
        assert aics_tlog.read_entry(foreign, index, 1_000) == entries[index]
    grown = aics_tlog.consistency_proof_from_tiles(foreign, 257, 1_000)
    assert tuple(grown) == merkle.consistency_path(leaves, 257, 1_000)
    note = aics_tlog.parse_note((shelf.folder / "checkpoint").read_bytes())
    found = aics_tlog.verify_checkpoint(note, aics_tlog.parse_vkey(str(LOG_KEY)))
    assert found.log_ok


def test_older_partial_tiles_stay_until_their_tile_is_full(shelf: Shelf) -> None:
    shelf.filled(5, 5)
    assert (shelf.folder / "tile/0/000.p/5").exists()
    with shelf.open() as store:
        store.append(many(10, 250), sign=sign)
    assert not (shelf.folder / "tile/0/000.p").exists()
    assert (shelf.folder / "tile/entries/000").exists()
    assert (shelf.folder / "tile/entries/001.p/4").exists()


def test_witnesses_are_asked_after_the_log_cannot_go_back(shelf: Shelf) -> None:
    asked: list[anchors.State] = []
    with shelf.create() as store:

        def witnesses(note: Note) -> Note:
            asked.append(store._anchor.state)
            return cosigned(note, 1, 2)

        note = store.append(many(0, 3), sign=sign, witnesses=witnesses)
        assert (shelf.folder / "checkpoint").read_bytes() == note.to_bytes()
        store.cosign(cosigned(note, 3))
        assert len(store.note.signatures) == 4
        with pytest.raises(LogStoreError):
            store.cosign(note)
    assert not asked[0].settled
    assert asked[0].after == Note(note.text, note.signatures[:1]).to_bytes().decode()
    assert len(shelf.open().note.signatures) == 4


def test_two_writers_and_one_stops(shelf: Shelf) -> None:
    with shelf.filled(3).open() as store:
        assert shelf.refuses() == "logstore.locked"
        with pytest.raises(LogStoreError) as caught:
            LogStore.adopt(shelf.folder, shelf.anchor, key=LOG_KEY, newest=store.checkpoint)
        assert caught.value.code == "logstore.locked"
    shelf.open().close()


def test_two_writers_without_a_lock_and_one_stops(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a network disk that knows no locks: the loser of the swap publishes nothing."""
    shelf.filled(3)
    monkeypatch.setattr(anchors, "_hold", lambda _lock: None)
    first, second = shelf.open(), shelf.open()
    note = first.append([b"of the first"], sign=sign)
    for entries in ([b"of the other"], [b"a", b"b"]):
        with pytest.raises(LogStoreError) as caught:
            second.append(entries, sign=sign)
        assert caught.value.code in {"logstore.conflict", "logstore.stopped"}
    assert first.append([b"more"], sign=sign).text.split("\n")[1] == "5"
    assert (shelf.folder / "checkpoint").read_bytes() != note.to_bytes()
    third = shelf.open()
    third._anchor.advance(second._anchor.state)
    with pytest.raises(LogStoreError) as caught:
        first.append([b"too late"], sign=sign)
    assert caught.value.code == "logstore.conflict"


def older(shelf: Shelf) -> Iterator[tuple[Path, bytes | None]]:
    """Yield every file that differs from what it was before the last append, and its past."""
    shelf.filled(240)
    past = shelf.files()
    with shelf.open() as store:
        store.append(many(240, 30), sign=sign)
    now = shelf.files()
    for path in sorted({*past, *now}):
        if past.get(path) != now.get(path):
            yield path, past.get(path)


def test_no_single_file_may_be_older_than_it_was(tmp_path: Path) -> None:
    changed = list(older(Shelf(tmp_path / "look")))
    assert len(changed) > 6
    for number, (path, _past) in enumerate(changed):
        shelf = Shelf(tmp_path / str(number))
        target, before = list(older(shelf))[number]
        assert target.name.split(".")[0] == path.name.split(".")[0]
        if before is not None and not target.exists():
            continue  # an older partial tile that is gone: nobody needs it any more
        if before is None:
            target.unlink()
        else:
            target.write_bytes(before)
        assert shelf.refuses() in {"logstore.rollback", "logstore.damaged", "logstore.missing"}


def test_a_restored_log_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    """The anchor is not in the backup."""
    shelf.filled(10)
    shutil.copytree(shelf.folder, tmp_path / "backup")
    with shelf.open() as store:
        store.append(many(10, 10), sign=sign)
    shutil.rmtree(shelf.folder)
    shutil.copytree(tmp_path / "backup", shelf.folder)
    assert shelf.refuses() == "logstore.rollback"


@pytest.mark.parametrize("how", ["copy", "rename back", "archive"])
def test_a_restored_anchor_is_refused(shelf: Shelf, tmp_path: Path, how: str) -> None:
    """The anchor was in the backup after all, and everything is put back."""
    shelf.filled(10)
    backup = tmp_path / "backup"
    for folder in (shelf.folder, shelf.anchor):
        shutil.copytree(folder, backup / folder.name)
    if how == "archive":
        shutil.make_archive(str(tmp_path / "all"), "tar", backup)
    with shelf.open() as store:
        store.append(many(10, 10), sign=sign)
    for folder in (shelf.folder, shelf.anchor):
        shutil.rmtree(folder)
        if how == "copy":
            shutil.copytree(backup / folder.name, folder)
        elif how == "rename back":
            (backup / folder.name).rename(folder)
    if how == "archive":
        shutil.unpack_archive(tmp_path / "all.tar", tmp_path, filter="data")
    assert shelf.refuses() == "logstore.rollback"


def test_a_lock_file_put_in_place_is_refused(shelf: Shelf) -> None:
    shelf.filled(2)
    (shelf.anchor / "lock").unlink()
    assert shelf.refuses() == "logstore.missing"
    (shelf.anchor / "lock").touch()
    assert shelf.refuses() == "logstore.rollback"


def test_a_whole_disk_put_back_is_seen_by_what_others_know(shelf: Shelf) -> None:
    shelf.filled(20)
    seen = head_of(many(0, 20))
    shelf.open(seen, head_of(many(0, 7)), Checkpoint(ORIGIN, 0, EMPTY_ROOT)).close()
    assert shelf.refuses(head_of(many(0, 21))) == "logstore.rollback"
    assert shelf.refuses(head_of(many(1, 20))) == "logstore.rollback"
    assert shelf.refuses(head_of(many(1, 7))) == "logstore.rollback"


def test_a_moved_log_is_adopted_when_it_has_come_far_enough(shelf: Shelf) -> None:
    shelf.filled(20)
    shutil.rmtree(shelf.anchor)
    assert shelf.refuses() == "logstore.missing"
    for newest in (head_of(many(0, 21)), head_of(many(1, 20))):
        with pytest.raises(LogStoreError) as caught:
            LogStore.adopt(shelf.folder, shelf.anchor, key=LOG_KEY, newest=newest)
        assert caught.value.code == "logstore.rollback"
    newest = head_of(many(0, 20))
    with LogStore.adopt(shelf.folder, shelf.anchor, key=LOG_KEY, newest=newest) as store:
        store.append([b"on"], sign=sign)
    (shelf.anchor / "lock").unlink()
    with LogStore.adopt(shelf.folder, shelf.anchor, key=LOG_KEY, newest=newest) as store:
        assert store.checkpoint.size == 21
    with pytest.raises(LogStoreError) as caught:
        LogStore.adopt(shelf.anchor, shelf.folder, key=LOG_KEY, newest=newest)
    assert caught.value.code == "logstore.missing"


DAMAGE: dict[str, Callable[[Path], object]] = {
    "entry": lambda log: (log / "tile/entries/000").write_bytes(
        (log / "tile/entries/000").read_bytes().replace(b"entry 9", b"entry 8", 1)
    ),
    "hash": lambda log: (log / "tile/0/001.p/44").write_bytes(bytes(44 * 32)),
    "upper hash": lambda log: (log / "tile/1/000.p/1").write_bytes(bytes(32)),
    "older partial": lambda log: (log / "tile/0/001.p/4").write_bytes(bytes(4 * 32)),
    "older bundle": lambda log: (log / "tile/entries/001.p/4").write_bytes(b"\0\0" * 4),
    "older bundle cut": lambda log: (log / "tile/entries/001.p/4").write_bytes(b"\0"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_is_refused(shelf: Shelf, damage: Callable[[Path], object]) -> None:
    shelf.filled(260, 40)
    shelf.open().close()
    damage(shelf.folder)
    assert shelf.refuses() == "logstore.damaged"


def test_a_checkpoint_by_another_key_is_refused(shelf: Shelf) -> None:
    shelf.filled(2)
    thief = key("thief")
    other = NoteKey(ORIGIN, thief.public)
    with pytest.raises(LogStoreError) as caught:
        LogStore.open(shelf.folder, shelf.anchor, key=other)
    assert caught.value.code == "logstore.damaged"
    with shelf.open() as store, pytest.raises(LogError) as wrong:
        store.append([b"x"], sign=lambda head: sign_with(head, thief, thief.public))
    assert wrong.value.code == "log.note_unsigned"


def test_a_signer_that_signs_something_else_stops_the_writer(shelf: Shelf) -> None:
    with shelf.filled(2).open() as store:
        with pytest.raises(LogStoreError):
            store.append([b"x"], sign=lambda _head: sign(head_of([b"y"])))
        with pytest.raises(LogStoreError) as caught:
            store.append([b"x"], sign=sign)
        assert caught.value.code == "logstore.stopped"
    with shelf.open() as store:
        assert store.append([b"x"], sign=sign)
        with pytest.raises(LogStoreError):
            store.append([b"y"], sign=sign, witnesses=lambda _note: sign(head_of([b"z"])))
    assert shelf.open().checkpoint.size == 4  # signed and anchored, so it is published


def test_entries_that_no_append_takes_stop_nobody(shelf: Shelf) -> None:
    with shelf.create() as store:
        for entries in ([], [b"x" * 65_536]):
            with pytest.raises(LogStoreError):
                store.append(entries, sign=sign)
        assert store.append([b"x" * 65_535], sign=sign)


def test_what_is_read_back_differs_and_nothing_is_published(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that lies: one bit of what was written comes back another."""
    before = shelf.filled(3).files()
    with shelf.open() as store:
        honest = durable.os.link

        def lying(part: Path, path: Path) -> None:
            data = bytearray(part.read_bytes())
            data[0] ^= 1
            part.write_bytes(data)
            honest(part, path)

        monkeypatch.setattr(durable.os, "link", lying)
        with pytest.raises(LogStoreError) as caught:
            store.append([b"x"], sign=sign)
        assert caught.value.code == "logstore.read_back"
    monkeypatch.undo()
    with shelf.open() as store:
        assert store.checkpoint.size == 3
        assert store.append([b"x"], sign=sign)
    assert (
        before[shelf.folder / "tile/0/000.p/3"]
        == (shelf.folder / "tile/0/000.p/3").read_bytes()
    )


def test_a_disk_that_is_full_is_an_error_of_ours(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with shelf.filled(3).open() as store:
        monkeypatch.setattr(durable.os, "fsync", full)
        with pytest.raises(LogStoreError) as caught:
            store.append([b"x"], sign=sign)
        assert caught.value.code == "logstore.unwritable"
    monkeypatch.undo()
    shelf.open().close()


def test_a_tile_that_changes_under_the_writer_is_noticed(shelf: Shelf) -> None:
    """A tile that an append reads and does not write: the root is recomputed from the disk."""
    with shelf.filled(300).open() as store:
        (shelf.folder / "tile/1/000.p/1").write_bytes(bytes(32))
        with pytest.raises(LogStoreError) as caught:
            store.append([b"x"], sign=sign)
        assert caught.value.code == "logstore.read_back"
        store.close()
    assert shelf.refuses() == "logstore.damaged"


def test_a_checkpoint_that_the_anchor_does_not_know_is_refused(shelf: Shelf) -> None:
    with shelf.filled(3, 3).open() as store:
        note = store.note.to_bytes().decode()
        store._anchor.advance(anchors.State(note, note, settled=False))
    (shelf.folder / "checkpoint").write_bytes(sign(head_of(many(0, 3))).to_bytes())
    assert shelf.refuses() == "logstore.rollback"
    (shelf.folder / "checkpoint").unlink()
    shelf.open().close()  # as when it stopped before the first publication
    (shelf.folder / "checkpoint").unlink()
    assert shelf.refuses() == "logstore.rollback"


def test_a_checkpoint_that_cannot_be_written_is_an_error_of_ours(shelf: Shelf) -> None:
    with shelf.filled(3).open() as store:
        (shelf.folder / f"checkpoint.{os.getpid()}.part").mkdir()
        with pytest.raises(LogStoreError) as caught:
            store.append([b"x"], sign=sign)
        assert caught.value.code == "logstore.unwritable"


def test_a_source_reads_nothing_but_the_files_of_a_log(shelf: Shelf) -> None:
    shelf.filled(3)
    (shelf.folder / "secret").write_text("x")
    source = folder_source(shelf.folder)
    assert source("checkpoint") is not None
    assert source("tile/0/000.p/3") is not None
    for path in (
        "secret",
        "../anchor/lock",
        "tile/0/../../secret",
        "/etc/passwd",
        "tile/0/007",
    ):
        assert source(path) is None
    (shelf.folder / "tile/0/001").mkdir()
    with pytest.raises(LogStoreError):
        source("tile/0/001")
    with (shelf.folder / "tile/0/002").open("wb") as file:
        file.truncate(17_000_000)
    with pytest.raises(LogStoreError):
        source("tile/0/002")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-5],
        lambda text: text.replace("skillmark-log-anchor-1", "skillmark-log-anchor-2"),
        lambda text: text.replace('"settled":true', '"settled":true,"more":1'),
        lambda text: text.replace('"inode":"', '"inode":"1'),
    ],
)
def test_an_anchor_that_was_tampered_with_is_refused(
    shelf: Shelf, change: Callable[[str], str]
) -> None:
    shelf.filled(3)
    head = next(shelf.anchor.glob("head-*"))
    head.write_text(change(head.read_text()))
    assert shelf.refuses() == "logstore.rollback"
    head.unlink()
    assert shelf.refuses() == "logstore.missing"
