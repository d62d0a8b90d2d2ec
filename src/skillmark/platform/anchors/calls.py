"""What is sent for an anchor: whom the transaction calls, and with what; by its kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from skillmark.platform.anchors import artefacts
from skillmark.platform.anchors.models import Anchor, Kind


@dataclass(frozen=True, slots=True)
class Call:
    """The call of a transaction.

    Attributes:
        to: checksummed address.
        data: the call.
    """

    to: str
    data: bytes


def _event(anchor: Anchor, _sender: str) -> Call:
    return Call(anchor.contract, artefacts.anchoring(anchor.size, bytes.fromhex(anchor.root)))


CALLS: Final[dict[str, Callable[[Anchor, str], Call]]] = {Kind.EVM: _event}
"""By kind: the call for an anchor that an account (its address) pays for."""


def kinds() -> list[str]:
    """Return the kinds of anchors that are transactions."""
    return list(CALLS)
