"""Badges: every design, in every script, is safe and whole."""

import io
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures_of_badges import pixels

from skillmark.core import design

DESIGNS = sorted(design.DESIGNS)
WORDS = {
    "latin": ("Workplace Safety Foundations", "Harbour Skills Training", "2026"),
    "greek": ("Ευρωπαϊκή ασφάλεια", "Πανεπιστήμιο Αιγαίου", "\u03957"),
    "cyrillic": ("Обработка данных", "Университет Меридиана", "L1"),
    "arabic": ("السلامة في مكان العمل", "معهد الميناء", "٢٠٢٦"),
    "chinese": ("数据科学基础", "子午线大学", "2026"),
    "markup": ("<script>alert(1)</script>", "\"A\" & 'B' <x>", "<&>"),
    "empty": ("", "", ""),
    "endless": ("Supervision " * 60, "Institute of " * 40, "9" * 40),
    "one letter": ("R", "K", "1"),
}


@pytest.mark.parametrize("key", DESIGNS)
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_every_badge_is_whole_svg_with_its_words_for_listeners(
    key: str, words: tuple[str, str, str]
) -> None:
    title, issuer, mark = words
    svg = design.draw(key, title=title, issuer=issuer, colour="#0b5a54", mark=mark)
    root = ET.fromstring(svg)  # noqa: S314 -- we have just drawn it
    assert root.attrib["viewBox"] == "-300 -300 600 600"
    spoken = root.findtext("{http://www.w3.org/2000/svg}title")
    assert (spoken or "").split() == title.split()
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {
        "svg",
        "title",
        "desc",
        "g",
        "path",
        "circle",
        "clipPath",
        "text",
        "textPath",
    }
    ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        assert "style" not in element.attrib
        assert element.attrib.get("href", "#").startswith("#")


@pytest.mark.parametrize("key", DESIGNS)
def test_the_same_data_gives_the_same_bytes(key: str) -> None:
    drawn = [
        design.draw(key, title="First aid", issuer="Harbour", colour="#8c2f23", mark="L2")
        for _time in range(2)
    ]
    assert drawn[0] == drawn[1]
    assert design.png(drawn[0], size=64) == design.png(drawn[1], size=64)


@pytest.mark.parametrize("key", DESIGNS)
def test_a_badge_stands_free_on_its_ground_and_fills_its_square(key: str) -> None:
    svg = design.draw(key, title="First aid", issuer="Harbour", colour="#8c2f23")
    picture = pixels(design.png(svg, size=120))
    assert picture.alpha(0, 0) == picture.alpha(119, 119) == 0
    left, top, right, bottom = picture.painted()
    assert bottom - top >= 100
    assert right - left >= 90
    assert min(left, top) >= 1
    assert max(right, bottom) <= 118


@settings(max_examples=40)
@given(
    key=st.sampled_from(DESIGNS),
    title=st.text(max_size=60),
    issuer=st.text(max_size=40),
    mark=st.text(max_size=8),
    colour=st.from_regex(r"#[0-9a-f]{6}", fullmatch=True),
)
def test_any_words_and_colour_make_a_picture(
    key: str, title: str, issuer: str, mark: str, colour: str
) -> None:
    svg = design.draw(key, title=title, issuer=issuer, colour=colour, mark=mark)
    ET.fromstring(svg)  # noqa: S314 -- we have just drawn it
    assert io.BytesIO(svg.encode()).getbuffer().nbytes < 400_000


def test_an_unknown_design_is_named() -> None:
    with pytest.raises(design.DesignError) as caught:
        design.draw("poster", title="x", issuer="y", colour="#000000")
    assert caught.value.code == "design.unknown"
    assert caught.value.facts == {"design": "poster"}


@pytest.mark.parametrize("colour", ["javascript:alert(1)", '#fff" onload="x', ""])
def test_a_colour_cannot_carry_markup(colour: str) -> None:
    with pytest.raises(design.ColourError):
        design.draw("seal", title="x", issuer="y", colour=colour)


def test_an_accent_changes_the_metal() -> None:
    plain = design.draw("coin", title="x", issuer="y", colour="#0b5a54")
    silver = design.draw("coin", title="x", issuer="y", colour="#0b5a54", accent="#c0c7cc")
    assert plain != silver
    assert "#c0c7cc" in silver
