"""Colours: what is read, what is refused, and that words can always be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.design.colour import (
    BLACK,
    WHITE,
    Colour,
    ColourError,
    contrast,
    readable,
)
from skillmark.core.design.palette import Palette

channels = st.integers(0, 255)
colours = st.builds(Colour, channels, channels, channels)


@given(colours)
def test_a_colour_is_read_back_as_it_was_written(colour: Colour) -> None:
    assert Colour.parse(str(colour)) == colour


def test_when_nothing_passes_the_better_end_is_taken() -> None:
    assert readable(Colour(90, 90, 90), Colour(120, 120, 120), ratio=21) in {BLACK, WHITE}


def test_three_digits_stand_for_six() -> None:
    assert Colour.parse("#0aF") == Colour(0, 170, 255)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#",
        "0b5a54",
        "#12",
        "#1234",
        "#12345",
        "#1234567",
        "#gggggg",
        "red",
        "#fff\n",
        " #fff",
        "#fff;x",
        "rgb(1,2,3)",
        "#\u0660\u0660\u0660",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ColourError) as caught:
        Colour.parse(text)
    assert caught.value.code == "design.colour"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#123456", "#123456", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(Colour.parse(one), Colour.parse(other)) == pytest.approx(ratio, abs=0.01)


@given(colours, colours)
def test_readable_words_are_readable(colour: Colour, ground: Colour) -> None:
    moved = readable(colour, ground)
    assert contrast(moved, ground) >= 4.5 or moved in {BLACK, WHITE}
    assert contrast(moved, ground) >= 4.5


@given(colours, colours)
def test_a_colour_that_passes_is_left_alone(colour: Colour, ground: Colour) -> None:
    if contrast(colour, ground) >= 4.5:
        assert readable(colour, ground) == colour


@given(colours)
def test_oklab_and_back_is_the_same_colour(colour: Colour) -> None:
    back = Colour.from_oklab(*colour.oklab)
    for one, other in zip(
        (colour.red, colour.green, colour.blue), (back.red, back.green, back.blue), strict=True
    ):
        assert abs(one - other) <= 1


@given(colours, st.none() | colours)
def test_every_palette_can_be_read(colour: Colour, accent: Colour | None) -> None:
    palette = Palette.of(colour, accent)
    assert contrast(palette.on_enamel, palette.enamel) >= 4.5
    assert contrast(palette.metal_on_enamel, palette.enamel) >= 4.5
    assert contrast(palette.on_metal, palette.metal) >= 4.5
    assert contrast(palette.on_paper, palette.paper) >= 4.5
