"""The card of a credential: the size sites ask for, safe words, the same bytes each time."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillmark.core import design

WORDS = {
    "design_key": "seal",
    "title": "Fire Prevention",
    "person": "Mark Olsen",
    "issuer": "Harbour Skills Training",
    "colour": "#1f6f5c",
}


def test_its_png_has_the_size_other_sites_ask_for() -> None:
    picture = design.png(design.card(**WORDS), size=1_200, height=630)
    assert struct.unpack(">II", picture[16:24]) == (1_200, 630)


def test_the_same_words_give_the_same_card() -> None:
    assert design.card(**WORDS) == design.card(**WORDS)


@pytest.mark.parametrize("key", design.DESIGNS)
def test_every_design_fits_on_it(key: str) -> None:
    assert design.png(design.card(**WORDS | {"design_key": key}), size=600, height=315)


@settings(max_examples=25)
@given(st.text(max_size=200), st.text(max_size=120), st.text(max_size=120))
def test_no_words_break_it_or_reach_outside(title: str, person: str, issuer: str) -> None:
    drawn = design.card(**WORDS | {"title": title, "person": person, "issuer": issuer})
    assert "<script" not in drawn
    assert design.png(drawn, size=240, height=126).startswith(b"\x89PNG")


def test_an_unknown_design_is_refused() -> None:
    with pytest.raises(design.DesignError):
        design.card(**WORDS | {"design_key": "crown"})


@pytest.mark.parametrize("height", [0, 15, 2_401])
def test_a_height_outside_the_limits_is_refused(height: int) -> None:
    with pytest.raises(design.RenderError):
        design.png(design.card(**WORDS), size=600, height=height)
