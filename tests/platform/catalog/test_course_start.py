"""The first day on which an achievement can have been earned."""

from datetime import date

import pytest

from skillmark.platform.catalog.content import Content, ContentError


@pytest.mark.parametrize("given", ["2026-03-02", date(2026, 3, 2)])
def test_a_day_is_read_as_written_or_as_a_date(given: object) -> None:
    assert Content.parse({"name": "Fire", "course_start": given}).course_start == date(
        2026, 3, 2
    )


def test_no_day_means_that_any_will_do() -> None:
    assert Content.parse({"name": "Fire", "course_start": ""}).course_start is None


@pytest.mark.parametrize("given", ["31/02/2026", "2026-02-31", 5, "soon"])
def test_what_is_no_day_is_named(given: object) -> None:
    with pytest.raises(ContentError) as caught:
        Content.parse({"name": "Fire", "course_start": given})
    assert "course_start" in caught.value.problems
