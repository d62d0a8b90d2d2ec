"""What the anchors app adds to the pages and files of others."""

from django.utils.translation import gettext_lazy as _

from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.platform.anchors import ots_selectors, selectors
from skillmark.platform.anchors.models import State
from skillmark.platform.anchors.selectors import AnchorView
from skillmark.platform.orgs.panels import Panel
from skillmark.platform.transparency.reading import CHECKPOINT_PLACE
from skillmark.platform.transparency.selectors import POLICY_PARTS, Published

STATUS = {
    State.PENDING: ("pending", _("Waiting for a block")),
    State.MINED: ("running", _("In a block, not yet final")),
    State.FINAL: ("passed", _("Anchored")),
    State.REVERTED: ("problem", _("Undone by the network")),
}


def status_of(view: AnchorView) -> tuple[str, object]:
    """Return the look and the word of an anchor's state."""
    return STATUS[State(view.state)]


def of_size(size: int) -> Panel | None:
    """Return the panel that says where a tree of `size` is anchored; None without any network."""
    found = selectors.of(size)
    if not found and selectors.place() is None:
        return None
    lines = [{"one": one, "look": status_of(one)} for one in found]
    return Panel("anchors/panel.html", {"lines": lines, "size": size})


def below_checkpoint(published: Published) -> Panel | None:
    """Return the same panel for a checkpoint."""
    return of_size(published.size)


def policy_part() -> JsonObject:
    """Return what a policy file of this site says of chains."""
    chains: list[JsonValue] = [*selectors.policy_chains()]
    bitcoin = ots_selectors.policy_bitcoin()
    return ({"chains": chains} if chains else {}) | (
        {"bitcoin": bitcoin} if bitcoin.get("blocks") else {}
    )


CHECKPOINT_PLACE.register(10, below_checkpoint)
POLICY_PARTS["anchors"] = policy_part
