"""Setting words: whatever the title, it stays inside its shape."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.design import text

titles = st.text(
    alphabet=st.sampled_from("abcdefgh ABC Öñ Ωж 数据 سل -&<'"), min_size=1, max_size=220
)


@given(titles)
def test_every_line_fits_its_room(title: str) -> None:
    cleaned = text.clean(title)
    room = text.disc(160)
    block = text.fit(cleaned, room, height=230, largest=68, smallest=27)
    assert 1 <= len(block.lines) <= 4
    assert block.height <= 230
    for number, line in enumerate(block.lines):
        base = -block.height / 2 + block.size * 0.7 + block.leading * number
        space = room(base - block.size * 0.74, base + block.size * 0.2)
        assert text.width(line, text.SERIF) * block.size <= space + 1e-6 or len(line) <= 2


@given(titles)
def test_nothing_is_lost_unless_an_ellipsis_says_so(title: str) -> None:
    cleaned = text.clean(title)
    block = text.fit(cleaned, text.box(380), height=230, largest=68, smallest=27)
    shown = "".join(block.lines)
    if text.ELLIPSIS not in shown:
        bare = str.maketrans("", "", " -")
        assert shown.translate(bare) == cleaned.translate(bare)


def test_short_titles_are_large_and_long_ones_are_balanced() -> None:
    short = text.fit("SQL", text.box(380), height=230, largest=68, smallest=27)
    assert (short.lines, short.size) == (("SQL",), 68)
    long = text.fit(
        "Workplace Safety Foundations", text.box(380), height=230, largest=68, smallest=27
    )
    assert long.lines == ("Workplace", "Safety", "Foundations")


def test_a_word_too_long_is_broken_with_a_hyphen() -> None:
    block = text.fit(
        "Donaudampfschifffahrtsgesellschaft", text.box(300), height=230, largest=68, smallest=40
    )
    assert block.lines[0].endswith("-")


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  a \n\t b  ", "a b"),
        ("Jose\u0301", "José"),
        ("a\x00b\x1b", "ab"),
        ("a\ud800b", "ab"),
        ("x\u202ey", "x\u202ey"),
    ],
)
def test_text_is_cleaned(raw: str, cleaned: str) -> None:
    assert text.clean(raw) == cleaned


@given(titles, st.floats(40, 250))
def test_an_arc_never_grows_beyond_its_angle(title: str, radius: float) -> None:
    room = math.radians(150) * radius
    shown, size, tracking = text.shrunk(
        text.clean(title) or "x", text.SANS, room, size=30, smallest=18, tracking=0.08
    )
    fits = text.width(shown, text.SANS, tracking=tracking) * size <= room + 1e-6
    assert fits or shown == text.ELLIPSIS


def test_what_no_face_covers_is_left_to_the_renderer_and_escaped() -> None:
    drawn = text.line("سل <b>&", 0, 0, 20, fill="#000000")
    assert drawn.startswith("<text ")
    assert "&lt;b&gt;&amp;" in drawn


def test_chinese_breaks_between_any_two_characters() -> None:
    block = text.fit(
        "数据科学与人工智能基础", text.box(300), height=230, largest=68, smallest=27
    )
    assert len(block.lines) > 1
    assert "".join(block.lines) == "数据科学与人工智能基础"


def test_very_many_words_end_with_an_ellipsis() -> None:
    block = text.fit("a b " * 30, text.box(900), height=230, largest=68, smallest=27)
    assert block.lines[-1].endswith(text.ELLIPSIS)


def test_a_title_that_fits_the_last_size_word_by_word_needs_no_ellipsis() -> None:
    block = text.fit("one two", text.box(40), height=400, largest=30, smallest=30, most_lines=1)
    assert block.lines[0].endswith(text.ELLIPSIS)


def test_a_long_chinese_word_breaks_without_a_hyphen() -> None:
    block = text.fit("数据科学与", text.box(60), height=230, largest=40, smallest=27)
    assert "-" not in "".join(block.lines)


def test_no_line_stands_where_there_is_no_room() -> None:
    block = text.fit("a b", text.disc(20), height=300, largest=40, smallest=38)
    assert len(block.lines) >= 1


@pytest.mark.parametrize(("height", "wide"), [(-9, 10), (0, 10), (5, 15), (10, 20), (99, 20)])
def test_room_between_straight_edges(height: float, wide: float) -> None:
    assert text.tapering([(0, 10), (10, 20)])(height, height) == wide
