"""Points in time: what is taken, what is refused, and the round trip."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.encoding import EncodingError, timestamp

MOMENTS = {
    "2023-02-24T23:36:38Z": datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC),
    "2023-02-24T23:36:38.5Z": datetime(2023, 2, 24, 23, 36, 38, 500_000, tzinfo=UTC),
    "2023-02-24T23:36:38.1234569Z": datetime(2023, 2, 24, 23, 36, 38, 123_456, tzinfo=UTC),
    "2023-02-25T19:10:39-06:00": datetime(2023, 2, 26, 1, 10, 39, tzinfo=UTC),
    "2023-02-25T19:10:39+05:45": datetime(2023, 2, 25, 13, 25, 39, tzinfo=UTC),
    "2023-02-25T19:10:39+14:00": datetime(2023, 2, 25, 5, 10, 39, tzinfo=UTC),
    "2023-02-25T19:10:39-00:00": datetime(2023, 2, 25, 19, 10, 39, tzinfo=UTC),
    "2024-02-29T00:00:00Z": datetime(2024, 2, 29, tzinfo=UTC),
}


@pytest.mark.parametrize(("text", "moment"), MOMENTS.items())
def test_a_moment_is_read_in_utc(text: str, moment: datetime) -> None:
    assert timestamp.decode(text) == moment
    assert timestamp.decode(text).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023-02-24",
        "2023-02-24T23:36:38",
        "2023-02-24 23:36:38Z",
        "2023-02-24t23:36:38z",
        "2023-02-24T24:00:00Z",
        "2023-02-24T23:36:60Z",
        "2023-02-24T23:60:00Z",
        "2023-02-24T23:36Z",
        "23-02-24T23:36:38Z",
        "02023-02-24T23:36:38Z",
        "-2023-02-24T23:36:38Z",
        "0000-01-01T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "2023-13-01T00:00:00Z",
        "2023-2-4T00:00:00Z",
        "2023-02-24T23:36:38+0600",
        "2023-02-24T23:36:38+06",
        "2023-02-24T23:36:38+14:01",
        "2023-02-24T23:36:38+05:60",
        "2023-02-24T23:36:38.Z",
        "2023-02-24T23:36:38,5Z",
        "2023-02-24T23:36:38Z ",
        "2023-02-24T23:36:38Z\n",
        "2023-02-24T23:36:38." + "9" * 25 + "Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "Sun, 26 Feb 2023 01:22:14 +0000",
        "1677283200",
        "\u0662\u0660\u0662\u0663-02-24T23:36:38Z",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(EncodingError) as refused:
        timestamp.decode(text)
    assert refused.value.code == "encoding.timestamp"


def test_a_moment_is_written_in_utc_to_the_second() -> None:
    east = timezone(timedelta(hours=2))
    moment = datetime(2026, 1, 31, 11, 0, 0, 999_999, tzinfo=east)
    assert timestamp.encode(moment) == "2026-01-31T09:00:00Z"


def test_a_date_without_zone_is_not_written() -> None:
    with pytest.raises(EncodingError):
        timestamp.encode(datetime(2026, 1, 31))  # noqa: DTZ001 — the defect


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_is_written_is_read_back(moment: datetime) -> None:
    assert timestamp.decode(timestamp.encode(moment)) == moment.replace(microsecond=0)


@given(st.from_regex(r"[0-9]{4}-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]Z"))
def test_only_our_errors_come_out(text: str) -> None:
    with suppress(EncodingError):
        timestamp.decode(text)
