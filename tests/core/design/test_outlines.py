"""The font reader, held against another reader where that is installed."""

import re
from importlib import resources
from typing import Any

import pytest

from skillmark.core.design.outlines import FACES, face, face_for

SAMPLE = "Safety 2026 Áçñő Ευρωπαϊκή Обработка “x” \u2013 & <"


@pytest.mark.parametrize("name", ["serif-600", "sans-600"])
def test_the_scripts_we_promise_are_covered(name: str) -> None:
    assert face(name).covers(SAMPLE)


def test_chinese_falls_to_its_own_face_and_arabic_to_none() -> None:
    assert face_for("数据科学", "serif-600") is face("chinese-600")
    assert face_for("السلامة", "serif-600") is None


def test_kerning_draws_letters_together() -> None:
    font = face("serif-600")
    apart = font.width("A") + font.width("V")
    assert font.width("AV") < apart


def test_a_space_has_width_and_no_outline() -> None:
    font = face("sans-600")
    assert font.width(" ") > 0
    assert font.path(font.glyphs[ord(" ")]) == ""


@pytest.mark.parametrize("name", FACES)
def test_outlines_are_those_of_another_reader(name: str) -> None:
    fonttools = pytest.importorskip("fontTools.ttLib", reason="needs fonttools, the oracle")
    pens = pytest.importorskip("fontTools.pens.boundsPen")
    path = resources.files("skillmark.core.design").joinpath("fonts", f"{name}.ttf")
    theirs: Any = fonttools.TTFont(str(path))
    ours = face(name)
    glyph_set, order = theirs.getGlyphSet(), theirs.getGlyphOrder()
    cmap = {code: theirs.getGlyphID(glyph) for code, glyph in theirs.getBestCmap().items()}
    assert ours.glyphs == cmap
    assert ours.units == theirs["head"].unitsPerEm
    assert list(ours.advances) == [theirs["hmtx"][glyph][0] for glyph in order]
    for number in list(range(0, len(order), 7))[:200]:
        pen = pens.ControlBoundsPen(glyph_set)
        glyph_set[order[number]].draw(pen)
        figures = [float(f) for f in re.findall(r"-?\d+(?:\.\d+)?", ours.path(number))]
        if pen.bounds is None:
            assert figures == []
            continue
        box = (min(figures[::2]), min(figures[1::2]), max(figures[::2]), max(figures[1::2]))
        assert box == pytest.approx(pen.bounds, abs=1.5)  # the side bearing, rounded
