"""Names become plain letters, and no letter of a Latin script goes missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.encoding import latin


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nørd Academy", "nord-academy"),
        ("Łódź / Größe & Œuvre", "lodz-grosse-oeuvre"),
        ("ÆØÅ", "aeoa"),
        ("Þórður", "thordur"),
        ("IŞIK ılık", "isik-ilik"),
        ("Université Été", "universite-ete"),
        ("Ｆｕｌｌ ｗｉｄｔｈ", "full-width"),
        ("李伟", ""),
        ("  --  ", ""),
    ],
)
def test_a_name_keeps_its_letters(text: str, expected: str) -> None:
    assert latin.slug(text, longest=60) == expected


@given(st.text(max_size=200), st.integers(1, 80))
def test_a_slug_is_usable_and_stays_as_it_is(text: str, longest: int) -> None:
    found = latin.slug(text, longest=longest)
    assert len(found) <= longest
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert found.strip("-") == found
    assert latin.slug(found, longest=longest) == found
