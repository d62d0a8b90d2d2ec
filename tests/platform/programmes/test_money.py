"""Money: whole numbers of the smallest unit, read and written without losing a cent."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from skillmark.platform.programmes import money
from skillmark.platform.programmes.errors import MoneyError


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("120", "EUR", 12_000),
        ("89.50", "EUR", 8_950),
        ("89,5", "EUR", 8_950),
        ("1 200.05", "EUR", 120_005),
        ("0", "EUR", 0),
        ("1.10", "EUR", 110),
        ("500", "JPY", 500),
        ("500.00", "JPY", 500),
        ("1.005", "KWD", 1_005),
        ("1.5", "KWD", 1_500),
    ],
)
def test_what_people_write_is_read(written: str, currency: str, minor: int) -> None:
    assert money.parse(written, currency) == minor


@pytest.mark.parametrize(
    ("written", "currency"),
    [
        ("1.005", "EUR"),
        ("0.5", "JPY"),
        ("-1", "EUR"),
        ("1e3", "EUR"),
        ("NaN", "EUR"),
        ("1,200.00", "EUR"),
        ("", "EUR"),
        ("١٢", "EUR"),
        ("120", "XXX"),
        ("120", "eur"),
        ("120", ""),
        ("9999999999999", "EUR"),
    ],
)
def test_what_is_no_amount_is_refused(written: str, currency: str) -> None:
    with pytest.raises(MoneyError):
        money.parse(written, currency)


@given(st.integers(0, money.MAX_MINOR), st.sampled_from(sorted(money.DECIMALS)))
def test_what_is_written_reads_back_to_the_same(minor: int, currency: str) -> None:
    assert money.parse(money.plain(minor, currency), currency) == minor


def test_people_read_it_in_their_way() -> None:
    assert money.shown(None, "EUR") == ""
    assert money.shown(0, "") == "Free of charge"
    assert money.shown(1_234_550, "EUR") == "12,345.50 EUR"
    assert money.shown(1_200_000, "EUR") == "12,000 EUR"
    with override("de"):
        assert money.shown(1_234_550, "EUR") == "12.345,50 EUR"
