"""How far two assessors agree: weighted kappa with quadratic weights.

Pure numbers. Cohen, "Weighted kappa" (Psychological Bulletin 70, 1968) defines it; quadratic weights
make it an intraclass correlation (Fleiss and Cohen, Educational and Psychological Measurement 33,
1973). 1 is full agreement, 0 what chance alone would give, below 0 is less than chance.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Self


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two assessors judged the same work.

    Attributes:
        table: how often the first gave the row's level and the second the column's, low to high.
    """

    table: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]], levels: int) -> Self:
        """Count pairs of levels.

        Args:
            pairs: places on the scale, 0 is the lowest: the first assessor's, the second's.
            levels: how many the scale has.

        Raises:
            ValueError: a place is not on the scale.
        """
        rows = [[0] * levels for _ in range(levels)]
        for one, other in pairs:
            if not (0 <= one < levels and 0 <= other < levels):
                raise ValueError("a level is not on the scale")
            rows[one][other] += 1
        return cls(tuple(tuple(row) for row in rows))

    @property
    def count(self) -> int:
        """How many pieces of work were judged twice."""
        return sum(map(sum, self.table))

    @property
    def same(self) -> int:
        """How many got the same level from both."""
        return sum(row[place] for place, row in enumerate(self.table))

    @property
    def exact(self) -> Fraction | None:
        """Return `kappa` as a fraction."""
        return weighted_kappa(self.table)

    @property
    def kappa(self) -> float | None:
        """Return quadratic weighted kappa; None where it does not exist."""
        found = self.exact
        return None if found is None else float(found)


def weighted_kappa(table: Sequence[Sequence[int]]) -> Fraction | None:
    """Return quadratic weighted kappa of a square table of counts, exactly.

    None when nothing was counted, or when both gave one and the same level to everything: chance
    then explains all of it, and the quotient is 0/0.

    Args:
        table: as `Agreement.table`.
    """
    total = sum(map(sum, table))
    rows = [sum(row) for row in table]
    columns = [sum(row[place] for row in table) for place in range(len(table))]
    seen = expected = Fraction(0)
    for i, row in enumerate(table):
        for j, count in enumerate(row):
            weight = (i - j) ** 2
            seen += weight * count
            expected += Fraction(weight * rows[i] * columns[j], total or 1)
    return None if expected == 0 else 1 - seen / expected
