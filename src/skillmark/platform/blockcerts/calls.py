"""The transaction of an export: to the sender itself, with the 32 bytes of the root."""

from skillmark.platform.anchors.calls import CALLS, Call
from skillmark.platform.anchors.models import Anchor, Kind


def call(anchor: Anchor, sender: str) -> Call:
    """Return the call of an export's anchor."""
    return Call(sender, bytes.fromhex(anchor.root))


CALLS[Kind.BLOCKCERTS] = call
