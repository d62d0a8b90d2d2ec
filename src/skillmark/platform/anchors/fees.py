"""Fees of a transaction (EIP-1559): the first offer, and a higher one when it is stuck. Wei."""

from dataclasses import dataclass
from typing import Final

GWEI: Final = 10**9  # wei
_HEADROOM: Final = 2  # the base fee can double in six full blocks
_RAISE: Final = (9, 8)  # nodes take a replacement from 10 % more on


@dataclass(frozen=True, slots=True)
class Fees:
    """What is offered for each gas.

    Attributes:
        most: wei at most, base fee included.
        tip: wei of it to the maker of the block.
    """

    most: int
    tip: int


@dataclass(frozen=True, slots=True)
class Market:
    """What the network asks for.

    Attributes:
        base: base fee of the next block, wei.
        tip: what others offer on top, wei.
    """

    base: int
    tip: int


def first(market: Market, cap: int) -> Fees | None:
    """Return the first offer; None while even the next block would cost more than `cap`."""
    tip = min(market.tip, cap)
    if market.base + tip > cap:
        return None
    return Fees(min(_HEADROOM * market.base + tip, cap), tip)


def raised(last: Fees, market: Market, cap: int) -> Fees | None:
    """Return the next offer for the same number; None if the cap allows none that is of use.

    Both parts grow by an eighth at least, or no node takes it in place of the last.
    """
    tip = max(_more(last.tip), min(market.tip, cap))
    most = max(_more(last.most), min(_HEADROOM * market.base + tip, cap))
    if most > cap or most < market.base:
        return None
    return Fees(most, min(tip, most))


def _more(wei: int) -> int:
    by, of = _RAISE
    return -(-wei * by // of) or 1
