"""Visits to a network by a clock of the test's own."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skillmark.platform.anchors.chain import Node
    from skillmark.platform.anchors.models import Anchor, Contract


class Clock:
    """Visits the network, some seconds after the last visit.

    Attributes:
        now: the time of the last visit.
        error: code of what went wrong in it; empty if nothing did.
    """

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, tzinfo=UTC)
        self.error = ""

    def visit(self, seconds: float = 15, *, at_once: bool = False) -> "Anchor":
        """Visit, and return the newest anchor."""
        from skillmark.platform.anchors import visiting
        from skillmark.platform.anchors.errors import AnchorsError
        from skillmark.platform.anchors.models import Anchor

        self.now += timedelta(seconds=seconds)
        self.error = ""
        try:
            visiting.visit(self.now, at_once=at_once)
        except AnchorsError as error:
            self.error = error.code
        newest: Anchor = Anchor.objects.order_by("-size").first()
        return newest


def sizes(node: "Node", contract: "Contract") -> list[int]:
    """Return the sizes that the network has anchored, in its order."""
    from skillmark.core.anchor.evm import EVENT, event_of

    found = node.events(contract.address, 0, node.head().number, EVENT)
    return [said[1] for one in found if (said := event_of(one.event)) is not None]


def states(anchor: "Anchor") -> list[str]:
    """Return the states that an anchor was in, one after the other."""
    found: list[str] = []
    for step in anchor.steps.all():
        if not found or found[-1] != step.state:
            found.append(step.state)
    return found


def codes(anchor: "Anchor") -> list[str]:
    """Return what went wrong with an anchor, in its order."""
    return [step.code for step in anchor.steps.all() if step.code]
