"""How well a question tells those who can from those who cannot.

Pure. Classical test theory: the difficulty of an item is the mean share of its points that was
earned (so an easy item has a high one); its discrimination is the correlation of that share with
the share earned in the rest of the same attempt (corrected item-total correlation).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from typing import Final

PLACES: Final = Decimal("0.01")
ENOUGH: Final = 2  # attempts, below which nothing can correlate
WEAK: Final = Decimal("0.20")  # discrimination below which an item tells little

type Pair = tuple[Fraction, Fraction | None]


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """The figures of one item.

    Attributes:
        count: how often it was asked in finished attempts.
        difficulty: 0 nobody has it right, 1 everybody; None when it was never asked.
        discrimination: -1 to 1; None when nothing varies or too few attempts tell.
    """

    count: int
    difficulty: Decimal | None
    discrimination: Decimal | None

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look at the item: those who can do no better on it."""
        return self.discrimination is not None and self.discrimination < WEAK


def item(pairs: Sequence[Pair]) -> ItemStatistics:
    """Return the figures of an item.

    Args:
        pairs: of each attempt the share of the item's points that was earned, and that of all
            its other questions; None where it had no other.
    """
    if not pairs:
        return ItemStatistics(0, None, None)
    shares = [own for own, _rest in pairs]
    mean = sum(shares, Fraction(0)) / len(shares)
    known = [(own, rest) for own, rest in pairs if rest is not None]
    return ItemStatistics(len(pairs), _shown(mean), _correlation(known))


def _correlation(pairs: Sequence[tuple[Fraction, Fraction]]) -> Decimal | None:
    """Return Pearson's r: exact sums, one root, rounded once."""
    if len(pairs) < ENOUGH:
        return None
    mean_x = sum((x for x, _y in pairs), Fraction(0)) / len(pairs)
    mean_y = sum((y for _x, y in pairs), Fraction(0)) / len(pairs)
    xx = sum(((x - mean_x) ** 2 for x, _y in pairs), Fraction(0))
    yy = sum(((y - mean_y) ** 2 for _x, y in pairs), Fraction(0))
    xy = sum(((x - mean_x) * (y - mean_y) for x, y in pairs), Fraction(0))
    if not xx or not yy:
        return None
    squared = xy * xy / (xx * yy)
    with localcontext() as context:
        context.prec = 40
        root = (Decimal(squared.numerator) / Decimal(squared.denominator)).sqrt()
        return (-root if xy < 0 else root).quantize(PLACES, ROUND_HALF_EVEN) + 0


def _shown(value: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = 40
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(PLACES, ROUND_HALF_EVEN)
