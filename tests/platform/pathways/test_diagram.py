"""The picture of a rule: legible on a phone, mirrored where writing runs from the right."""

import re

import pytest
from django.utils import translation

from skillmark.platform.pathways import diagram
from skillmark.platform.pathways.words import MET, Line


def _line(index: int, depth: int, parent: int | None, state: str = "") -> Line:
    return Line(
        index=index,
        parent=parent,
        depth=depth,
        label=f"Part {index}",
        detail="",
        href="",
        state=state,
    )


def _drawn(deepest: int = 1) -> str:
    lines = [_line(at, at, at - 1 if at else None, MET) for at in range(deepest + 1)]
    return diagram.svg("Safety", lines, name="rule")


def _width(picture: str) -> int:
    found = re.search(r'viewBox="0 0 (\d+) ', picture)
    assert found is not None
    return int(found[1])


def test_it_is_as_wide_as_a_phone_and_wider_only_for_deep_rules() -> None:
    assert _width(_drawn(1)) == 350
    assert _width(_drawn(10)) > 450


def test_no_word_begins_outside_the_picture() -> None:
    picture = _drawn(11)
    places = [float(x) for x in re.findall(r'<text [^>]*x="([\d.]+)"', picture)]
    assert max(places) + 100 < _width(picture)


@pytest.mark.parametrize(("language", "mirrored"), [("en", False), ("ar", True)])
def test_it_is_mirrored_for_arabic(language: str, mirrored: bool) -> None:
    with translation.override(language):
        picture = _drawn()
    assert ("matrix(-1 0 0 1 350 0)" in picture) is mirrored
    assert ("scale(-1 1)" in picture) is mirrored  # the tick is turned back
    title = re.search(r'<text class="stack-final" x="(\d+)"', picture)
    assert title is not None
    assert int(title[1]) == (350 - 52 if mirrored else 52)
