"""Anchoring comes round in the workers."""

from datetime import datetime, timedelta
from typing import Final

import structlog

from skillmark.platform.anchors import network, visiting
from skillmark.platform.anchors.errors import AnchorsError
from skillmark.platform.jobs.periodic import every

log = structlog.get_logger("skillmark.anchors")

ROUND: Final = timedelta(seconds=10)


@every(ROUND, "anchors.evm")
def visit_network(now: datetime) -> None:
    """Visit the configured network, if there is one with a contract."""
    if not network.configured() or network.contract() is None:
        return
    try:
        visiting.visit(now)
    except AnchorsError as error:  # kept on the rows and shown on the pages
        log.warning("anchors visit", code=error.code, reason=error.message)
