"""The inverted index: what is dumped loads the same, what is damaged is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skills_samples import SAFETY

from skillmark.platform.skills.engine import segment
from skillmark.platform.skills.engine.segment import Document, SegmentError

DOCUMENTS = [Document(one.uri, one.label, one.alternatives, one.description) for one in SAFETY]


def test_what_is_dumped_loads_the_same() -> None:
    built = segment.build(DOCUMENTS)
    loaded = segment.load(built.dump())
    assert loaded == built
    assert loaded.frequency("fir") == 1
    assert next(iter(loaded.phrases_of(0))) == ["extinguish", "fir"]


def test_an_empty_framework_has_an_index() -> None:
    assert len(segment.load(segment.build([]).dump())) == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda _data: b"",
        lambda data: b"SKX0" + data[4:],
        lambda data: data[: len(data) // 2],
        lambda data: data[:8] + b"\xff" * 8 + data[16:],
    ],
    ids=["nothing", "another release", "cut", "changed"],
)
def test_damaged_bytes_are_refused(damage: object) -> None:
    data = segment.build(DOCUMENTS).dump()
    with pytest.raises(SegmentError):
        segment.load(damage(data))  # type: ignore[operator]


@given(st.binary(max_size=64))
def test_foreign_bytes_never_break_anything(data: bytes) -> None:
    with pytest.raises(SegmentError):
        segment.load(segment.MAGIC + data)


@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_labels_can_be_indexed(labels: list[str]) -> None:
    documents = [Document(f"urn:{at}", label) for at, label in enumerate(labels)]
    assert len(segment.load(segment.build(documents).dump())) == len(labels)
