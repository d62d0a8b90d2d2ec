"""Ends, the shorter clock and the renewal window, to the second."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from skillmark.platform.catalog import validity
from skillmark.platform.catalog.content import Content, ContentError
from skillmark.platform.catalog.models import AchievementVersion

START = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


def version(**raw: object) -> AchievementVersion:
    return AchievementVersion(**Content.parse({"name": "First aid", **raw}).to_row())


@pytest.mark.parametrize(
    ("raw", "end"),
    [
        ({}, None),
        ({"validity_months": 1}, datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC)),
        ({"validity_months": 36}, datetime(2029, 1, 31, 23, 59, 59, tzinfo=UTC)),
        ({"validity_until": "2026-12-31"}, datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ({"validity": "none", "validity_months": 12}, None),
    ],
)
def test_a_version_says_when_it_ends(raw: dict[str, object], end: datetime | None) -> None:
    assert validity.end_of(version(**raw), START) == end


def test_the_day_is_counted_in_universal_time() -> None:
    late = datetime(2026, 2, 1, 1, 0, tzinfo=timezone(timedelta(hours=3)))
    assert validity.end_of(version(validity_months=1), late) == datetime(
        2026, 2, 28, 23, 59, 59, tzinfo=UTC
    )


def test_two_clocks_and_a_window() -> None:
    aid = version(validity_months=36, inner_months=12, inner_name="CPR", renewal_days=60)
    inner = validity.inner_end_of(aid, START)
    assert inner == datetime(2027, 1, 31, 23, 59, 59, tzinfo=UTC)
    end = validity.end_of(aid, START)
    assert validity.renewal_opens(aid, end) == datetime(2028, 12, 2, tzinfo=UTC)
    assert validity.renewal_opens(aid, None) is None
    assert validity.renewal_opens(version(validity_months=36), end) is None
    assert validity.inner_end_of(version(), START) is None


def test_the_shorter_clock_ends_with_the_whole() -> None:
    short = version(validity_until="2026-03-01", inner_months=12, inner_name="CPR")
    assert validity.inner_end_of(short, START) == validity.end_of(short, START)


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"validity": "months"}, "validity_months"),
        ({"validity": "fixed"}, "validity_until"),
        ({"validity": "for ever"}, "validity"),
        ({"inner_months": 12}, "inner_name"),
        ({"inner_name": "CPR"}, "inner_months"),
        ({"validity_months": 12, "inner_months": 12, "inner_name": "CPR"}, "inner_months"),
        ({"validity_months": 12, "renewal_days": "0"}, "renewal_days"),
        ({"validity_months": 12, "renewal_days": "3661"}, "renewal_days"),
    ],
)
def test_a_policy_that_contradicts_itself_is_named(raw: dict[str, object], field: str) -> None:
    with pytest.raises(ContentError) as caught:
        Content.parse({"name": "First aid", **raw})
    assert list(caught.value.problems) == [field]


def test_what_does_not_belong_to_the_policy_is_dropped() -> None:
    content = Content.parse(
        {"name": "x", "validity": "fixed", "validity_until": date(2027, 1, 1),
         "validity_months": 3, "renewal_days": 30}
    )  # fmt: skip
    assert (content.validity_months, content.renewal_days) == (None, 30)
    assert Content.parse({"name": "x", "renewal_days": 30}).renewal_days is None
