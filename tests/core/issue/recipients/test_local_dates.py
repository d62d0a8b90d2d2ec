"""Dates as lists from everywhere write them: one day, or why it is none."""

from datetime import date

import pytest

from skillmark.core.issue.recipients import local_dates
from skillmark.core.issue.recipients.problem import Fault
from skillmark.core.issue.recipients.reading import ASK, DAY_FIRST, MONTH_FIRST

DAY = date(2026, 3, 31)
SPELLINGS = [
    "2026-03-31",
    "2026-03-31T00:00:00Z",
    "2026-03-31 00:00",
    "2026/3/31",
    "2026.03.31.",
    "2026年3月31日",
    "2026년 3월 31일",
    "31.03.2026",
    "31. 3. 2026",
    "31.3.26",
    "31.03.2026 00:00:00",
    "03/31/2026",
    "31/03/2026",
    "31 de marzo de 2026",
    "31-Mar-26",
    "31 März 2026",
    "31st of March, 2026",
    "31 марта 2026 г.",
    "March 31, 2026",
    "Mar 31 2026",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_spellings_of_one_day(text: str) -> None:
    assert local_dates.day(text) == DAY


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("03/04/2026", "row.date_ambiguous", "3 April 2026 or 4 March 2026"),
        ("13/13/2026", "row.date_invalid", "there is no month 13"),
        ("31.02.2026", "row.date_invalid", "February 2026 has 28 days"),
        ("2026-03-31T09:00", "row.date_invalid", "a time of day"),
        ("31 Foo 2026", "row.date_invalid", "is no date"),
        ("Foo 31, 2026", "row.date_invalid", "is no date"),
        ("46112", "row.date_invalid", "write 2026-03-31"),
        ("46112.5", "row.date_invalid", "write 2026-03-31"),
        ("soon", "row.date_invalid", "is no date"),
    ],
)
def test_what_is_no_day_or_two(text: str, code: str, words: str) -> None:
    found = local_dates.day(text)
    assert isinstance(found, Fault)
    assert found.code == code
    assert words in found.message


def test_a_known_order_decides() -> None:
    assert local_dates.day("03/04/2026", DAY_FIRST) == date(2026, 4, 3)
    assert local_dates.day("03/04/2026", MONTH_FIRST) == date(2026, 3, 4)
    assert local_dates.day("04/04/2026") == date(2026, 4, 4)
    assert isinstance(local_dates.day("31/03/2026", MONTH_FIRST), Fault)
    assert isinstance(local_dates.day("03/31/2026", DAY_FIRST), Fault)
    assert local_dates.day("03.04.2026", MONTH_FIRST) == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        ([], ""),
        (["2026-01-01", "soon"], ""),
        (["04/04/2026"], ""),
        (["03/04/2026"], ASK),
        (["03/04/2026", "31/03/2026"], DAY_FIRST),
        (["03/04/2026", " 03/31/2026 "], MONTH_FIRST),
        (["03.04.2026"], DAY_FIRST),
        (["31/03/2026", "03/31/2026"], ""),
        (["31/03/2026", "03/31/2026", "03/04/2026"], ASK),
    ],
)
def test_the_order_is_found_in_the_other_dates(texts: list[str], order: str) -> None:
    assert local_dates.order_of(texts) == order
