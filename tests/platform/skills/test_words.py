"""Words and stems: forms of one act come together, forms of different acts stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.platform.skills.engine import words


@pytest.mark.parametrize(
    "forms",
    [
        "extinguish extinguishes extinguished extinguishing extinguisher extinguishers",
        "manage manages managed managing management",
        "analyse analysis analyses analyzing analytics analyze",
        "organisation organize organising organised organization",
        "protect protection protective protecting",
        "communicate communication communicating communicative",
        "prevent prevention preventive preventing",
        "colour color colours",
        "programme programmes program",
        "apply applies applied applying",
        "control controls controlled controlling",
        "clean cleans cleaned cleaning",
        "Après apres",
        "e-mail email",
    ],
)
def test_forms_of_one_word_share_a_stem(forms: str) -> None:
    assert len({tuple(words.stems(form)) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("custom", "customer"),
        ("water", "watt"),
        ("news", "new"),
        ("C", "C++"),
        ("C#", "C++"),
        ("train", "training"),  # to teach somebody, and what is taught
        ("data", "date"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert words.stem(one) != words.stem(other)


def test_a_word_knows_where_it_stands() -> None:
    text = "Can weld, isn't it"
    weld = next(word for word in words.read(text) if word.text == "weld")
    assert text[weld.start : weld.end] == "weld"
    assert words.stems("can the of") == []


@given(st.text(max_size=200))
def test_any_text_of_any_script_can_be_read(text: str) -> None:
    assert all(stem and stem == stem.casefold() for stem in words.stems(text))


def test_reading_stops_at_the_limit() -> None:
    assert len(words.read("a " * words.MAX_TEXT)) <= words.MAX_TEXT
