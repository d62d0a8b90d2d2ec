"""What other pages show of exports: a tab in the settings, a line on a batch's page."""

from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from skillmark.platform.blockcerts import selectors
from skillmark.platform.issuing.models import Batch, BatchState
from skillmark.platform.issuing.places import BATCH_PAGE
from skillmark.platform.orgs.panels import SETTINGS, Group, Panel

TAB: Final = "blockcerts"


def on_batch(batch: Batch, request: HttpRequest) -> Panel | None:  # noqa: ARG001
    """Lead from a batch that is done to its exports, where the organisation wants them."""
    exports = selectors.exports_of(batch)
    wanted = selectors.is_on(batch.organisation) and batch.issued + batch.duplicates > 0
    if batch.state != BatchState.DONE or not (exports or wanted):
        return None
    context = {"batch": batch, "newest": selectors.view_of(exports[0]) if exports else None}
    return Panel("blockcerts/batch_panel.html", context)


SETTINGS.register(88, TAB, _("Blockcerts"), "blockcerts:settings", Group.CONNECTIONS)
BATCH_PAGE.register(10, on_batch)
