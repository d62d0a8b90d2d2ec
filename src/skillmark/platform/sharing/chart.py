"""A small picture of days: one bar each, drawn here, with a table beside it for everyone else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from skillmark.platform.sharing.selectors import Day

WIDTH: Final = 720.0  # units
HEIGHT: Final = 160.0  # units
_GAP: Final = 0.25  # of a bar's share of the width


@dataclass(frozen=True, slots=True)
class Bar:
    """One day as the picture shows it; measures in units of the picture."""

    day: Day
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars, and the number the tallest stands for."""

    bars: tuple[Bar, ...]
    most: int
    width: float = WIDTH
    height: float = HEIGHT


def draw(days: Sequence[Day]) -> Chart:
    """Return the picture of the visits of `days`, in their order."""
    most = max((day.visited for day in days), default=0)
    share = WIDTH / max(1, len(days))
    bars = []
    for number, day in enumerate(days):
        height = HEIGHT * day.visited / most if most else 0.0
        bars.append(
            Bar(
                day,
                x=round(number * share + share * _GAP / 2, 2),
                y=round(HEIGHT - height, 2),
                width=round(share * (1 - _GAP), 2),
                height=round(height, 2),
            )
        )
    return Chart(tuple(bars), most)
