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
