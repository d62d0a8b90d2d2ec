"""Tiles, bundles and the reader: the paths of the specification, foreign files, files that lie."""

import aics_tlog
import pytest
from hypothesis import given
from hypothesis import strategies as st
from log_samples import ORIGIN, files_of, head_of, reader_of, source_of

from skillmark.core.log import (
    Checkpoint,
    LogError,
    LogReader,
    Tile,
    examine,
    merkle,
    reading,
)
from skillmark.core.log.tiles import decode_bundle, encode_bundle, tile_of, tiles_between


def many(count: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(count)]


def test_the_paths_of_the_specification() -> None:
    assert Tile(0, 1_234_067).path == "tile/0/x001/x234/067"
    assert Tile(None, 0, 5).path == "tile/entries/000.p/5"
    assert Tile(63 // 8, 0, 1).path == "tile/7/000.p/1"


def test_the_tiles_of_the_example_of_the_specification() -> None:
    """70,000 leaves: 273 full tiles and one of 112; one of 256 and one of 17; one of 1."""
    tiles = [tile for tile in tiles_between(0, 70_000) if tile.level is not None]
    widths = [(tile.level, tile.width) for tile in tiles]
    assert widths.count((0, 256)) == 273
    assert [one for one in widths if one != (0, 256)] == [(0, 112), (1, 256), (1, 17), (2, 1)]
    assert [tile.path for tile in tiles_between(0, 256)] == [
        "tile/entries/000",
        "tile/0/000",
        "tile/1/000.p/1",
    ]


BAD_PATHS = [
    *("", "tile", "checkpoint", "tile/0/1", "tile/0/0001", "tile/0/x001", "tile/00/001"),
    *(
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
    ),
    *("tile/0/000.p/", "tile/0/000/", "/tile/0/000", "tile/0/../000", "tile/-1/000"),
    *("tile/0/\u0660\u0661\u0662", "tile/0/000\n", "tile/entries/x1/000", "tile/8/001"),
    "tile/0/" + "x999/" * 7 + "999",
]


@pytest.mark.parametrize("path", BAD_PATHS)
def test_other_paths_are_refused(path: str) -> None:
    with pytest.raises(LogError) as caught:
        Tile.parse(path)
    assert caught.value.code == "log.tile_path"


@given(st.none() | st.integers(0, 5), st.integers(0, 2**20), st.integers(1, 256))
def test_a_path_reads_back(level: int | None, index: int, width: int) -> None:
    tile = Tile(level, index if (level or 0) < 3 else index % 200, width)
    assert Tile.parse(tile.path) == tile


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=256))
def test_a_bundle_reads_back_and_no_other_width_does(entries: list[bytes]) -> None:
    data = encode_bundle(entries)
    assert decode_bundle(data, len(entries)) == tuple(entries)
    for width, changed in ((len(entries) + 1, data), (len(entries) - 1, data)):
        with pytest.raises(LogError):
            decode_bundle(changed, width)
    for changed in (data[:-1], data + b"\0"):
        with pytest.raises(LogError):
            decode_bundle(changed, len(entries))


def test_a_bundle_has_limits() -> None:
    for entries in ([], [b"x"] * 257, [b"x" * 65_536]):
        with pytest.raises(LogError):
            encode_bundle(entries)


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 512, 700, 70_000])
def test_our_files_are_those_of_a_foreign_implementation(size: int) -> None:
    entries = many(size)
    theirs = dict(aics_tlog.TileWriter(entries).materialise())
    ours = files_of(entries)
    assert ours == {path: theirs[path] for path in ours}
    reader = LogReader(source_of(theirs), head_of(entries))
    reader.check()
    assert reader.entry(size // 2) == entries[size // 2]
    assert not list(examine(source_of(theirs), head_of(entries), entries=False))


def test_proofs_from_tiles_are_those_from_all_leaves() -> None:
    entries = many(1_000)
    leaves = merkle.Leaves(tuple(map(merkle.leaf_hash, entries)))
    for size in (1, 2, 255, 256, 257, 600, 1_000):
        reader = reader_of(entries[:size])
        for index in {0, size // 3, size - 1}:
            assert reader.inclusion(index) == merkle.inclusion_path(leaves, index, size)
        for old in {0, 1, size // 2, size}:
            proof = reader.consistency(head_of(entries[:old]))
            assert proof == merkle.consistency_path(leaves, old, size)
        assert [one for _index, one in reader.entries()] == entries[:size]
        assert list(reader.entries(size)) == []


def test_a_full_tile_serves_where_the_partial_one_is_gone() -> None:
    entries = many(600)
    files = files_of(entries)
    files["tile/1/000.p/1"] = files["tile/1/000.p/2"][:32]  # kept: its tile is not full yet
    old = LogReader(source_of(files), head_of(entries[:300]))
    old.check()
    assert old.entry(299) == entries[299]
    assert [one for _index, one in old.entries(250)] == entries[250:300]


@pytest.mark.parametrize("size", [3, 256, 300, 513])
def test_every_flipped_bit_of_every_file_is_seen(size: int) -> None:
    """One bit of every sixteenth byte; a reader sees it where it looks, `examine` everywhere."""
    entries, head = many(size), head_of(many(size))
    files = files_of(entries)
    assert not list(examine(source_of(files), head, entries=False))
    for path, data in files.items():
        for place in range(0, len(data), 97):
            changed = bytearray(data)
            changed[place] ^= 1 << place % 8
            lying = files | {path: bytes(changed)}
            assert list(examine(source_of(lying), head, entries=False)), (path, place)


def test_a_full_tile_that_is_not_full_is_refused() -> None:
    entries = many(600)
    files = files_of(entries) | {"tile/1/000.p/1": bytes(32), "tile/0/001": bytes(31)}
    for size in (300, 600):
        with pytest.raises(LogError) as caught:
            LogReader(source_of(files), head_of(entries[:size])).subtree(256, 257)
        assert caught.value.code == "log.tile_malformed"


def test_a_reader_remembers_a_few_tiles_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_KEPT", 2)
    reader = reader_of(many(2_000))
    assert [entry for _index, entry in reader.entries()] == many(2_000)
    assert len(reader._tiles) == 2


def test_a_reader_believes_no_file() -> None:
    entries, head = many(600), head_of(many(600))
    files = files_of(entries)
    path = "tile/entries/001"
    lying = files | {path: files[path].replace(b"entry 300", b"entry 999")}
    reader = LogReader(source_of(lying), head)
    for act in (lambda: reader.entry(300), lambda: list(reader.entries(256, 512))):
        with pytest.raises(LogError) as caught:
            act()
        assert caught.value.code == "log.tile_mismatch"
    moved = files | {"tile/0/001": files["tile/0/000"], path: files["tile/entries/000"]}
    with pytest.raises(LogError):
        list(LogReader(source_of(moved), head).entries(256))
    with pytest.raises(LogError) as caught:
        LogReader(source_of({}), head).check()
    assert caught.value.code == "log.tile_missing"
    with pytest.raises(LogError) as caught:
        LogReader(source_of(files), Checkpoint(ORIGIN, 600, b"r" * 32)).check()
    assert caught.value.code == "log.tile_mismatch"


def test_what_the_log_has_not_is_refused() -> None:
    reader = reader_of(many(300))
    for act in (
        lambda: reader.entry(300),
        lambda: reader.entry(-1),
        lambda: reader.inclusion(300),
        lambda: list(reader.entries(5, 301)),
        lambda: reader.subtree(3, 3),
        lambda: reader.consistency(head_of(many(301))),
        lambda: tile_of(0, 2, 300),
    ):
        with pytest.raises(LogError) as caught:
            act()
        assert caught.value.code == "log.range"
    with pytest.raises(LogError) as caught:
        reader.consistency(Checkpoint("other.example", 5, b"r" * 32))
    assert caught.value.code == "log.consistency"
    with pytest.raises(LogError) as caught:
        reader.consistency(Checkpoint(ORIGIN, 5, b"r" * 32))
    assert caught.value.code == "log.consistency"


def test_examining_says_where() -> None:
    entries, head = many(600), head_of(many(600))
    files = files_of(entries)
    short = {path: data for path, data in files.items() if path != "tile/0/001"}
    codes = [
        (fault.code, fault.path) for fault in examine(source_of(short), head, entries=False)
    ]
    assert codes == [("log.tile_missing", "tile/0/001")]
    cut = files | {"tile/entries/001": b"\0"}
    codes = [(fault.code, fault.path) for fault in examine(source_of(cut), head, entries=False)]
    assert codes == [("log.tile_malformed", "tile/entries/001")]
    other = Checkpoint(ORIGIN, 600, b"r" * 32)
    assert [fault.code for fault in examine(source_of(files), other, entries=False)] == [
        "log.root_mismatch"
    ]
    assert len(list(examine(source_of(files), head))) == 600  # none is an entry of ours
