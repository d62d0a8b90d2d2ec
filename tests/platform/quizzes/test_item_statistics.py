"""Difficulty and discrimination, held against figures worked out by hand; no database."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.platform.quizzes.item_statistics import item

SHARES = st.fractions(0, 1, max_denominator=12)


@pytest.mark.parametrize(
    ("shares", "rests", "difficulty", "discrimination"),
    [
        # right exactly when the rest is good: r = 1
        ([1, 0, 1, 0], [1, 0, 1, 0], "0.50", "1.00"),
        # the other way round
        ([1, 0, 1, 0], [0, 1, 0, 1], "0.50", "-1.00"),
        # worked out below
        ([0, 0, 1, 0], [0, 1, Fraction(5, 2), 3], "0.25", None),
        # nothing varies
        ([1, 1, 1], [0, 1, 1], "1.00", "none"),
        ([0, 1], [1, 1], "0.50", "none"),
        ([1], [1], "1.00", "none"),
    ],
)
def test_figures(
    shares: list[int], rests: list[int], difficulty: str, discrimination: str | None
) -> None:
    found = item([(Fraction(x), Fraction(y)) for x, y in zip(shares, rests, strict=True)])
    assert found.count == len(shares)
    assert found.difficulty == Decimal(difficulty)
    if discrimination == "none":
        assert found.discrimination is None
    elif discrimination is None:
        # x̄ = 1/4, ȳ = 13/8; Σxy = 7/8, Σx² = 3/4, Σy² = 91/16 → r² = 7/39 → 0.4237
        assert found.discrimination == Decimal("0.42")
    else:
        assert found.discrimination == Decimal(discrimination)


def test_an_item_that_was_never_asked_has_no_figures() -> None:
    found = item([])
    assert (found.count, found.difficulty, found.discrimination) == (0, None, None)
    assert not found.doubtful


def test_an_attempt_with_one_question_has_no_rest() -> None:
    found = item([(Fraction(1), None), (Fraction(0), None)])
    assert (found.difficulty, found.discrimination) == (Decimal("0.50"), None)


@given(st.lists(st.tuples(SHARES, SHARES), min_size=1, max_size=30))
def test_laws(pairs: list[tuple[Fraction, Fraction]]) -> None:
    found = item(pairs)
    assert found.difficulty is not None
    assert 0 <= found.difficulty <= 1
    assert item(list(reversed(pairs))) == found
    if found.discrimination is not None:
        assert -1 <= found.discrimination <= 1
        turned = item([(1 - x, y) for x, y in pairs])
        assert turned.discrimination == -found.discrimination
        stretched = item([(x, y * 3) for x, y in pairs])
        assert stretched.discrimination == found.discrimination
