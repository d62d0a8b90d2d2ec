"""Anchoring, beside the jobs in every worker, in a thread of its own: nodes may be slow."""

import threading
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import close_old_connections
from django.utils import timezone

from skillmark.core.errors import SkillmarkError
from skillmark.platform.anchors import network, visiting
from skillmark.platform.anchors.errors import BusyError
from skillmark.platform.jobs import beside

log = structlog.get_logger("skillmark.anchors")

ROUND: Final = timedelta(seconds=10)


def look(now: datetime) -> None:
    """Visit the configured network, if there is a contract and nobody was there just now."""
    contract = network.contract() if network.configured() else None
    if contract is None:
        return
    if contract.visited_at is not None and now - contract.visited_at < ROUND / 2:
        return
    try:
        visiting.visit(now)
    except BusyError:
        return
    except SkillmarkError as error:  # kept on the rows and shown on the pages
        if error.code != contract.problem_code:
            log.warning("anchors visit", code=error.code, reason=error.message)


def _run(stop: threading.Event) -> None:
    while not stop.wait(ROUND.total_seconds()):
        close_old_connections()
        try:
            look(timezone.now())
        except Exception:
            log.exception("anchors visit failed")
        finally:
            close_old_connections()


beside.register("anchors", _run)
