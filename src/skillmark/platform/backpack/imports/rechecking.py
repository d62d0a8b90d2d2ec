"""Asking issuers elsewhere again: what they revoked, suspended or withdrew stops counting here.

A check without an answer changes nothing and comes again soon; after a day without an answer a
credential counts for nothing new, see `counting`.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction

from skillmark.fetch.fetcher import Source
from skillmark.platform.backpack.imports import judging, keeping
from skillmark.platform.backpack.models import Imported
from skillmark.platform.pathways.services import marking

A_ROUND: Final = 20  # credentials of one round
SOONEST: Final = timedelta(minutes=10)
LATEST: Final = timedelta(hours=12)
_MOST_FAILURES: Final = 1_000

log = structlog.get_logger("skillmark.backpack")


def check_due(now: datetime, *, source: Source | None = None) -> int:
    """Check what is due, and return how many changed their state."""
    rows = Imported.objects.filter(removed_at=None, next_check__lte=now)
    return sum(check(row, now, source=source) for row in rows.order_by("next_check")[:A_ROUND])


def check(row: Imported, now: datetime, *, source: Source | None = None) -> bool:
    """Check one credential again; return whether its state changed."""
    look = judging.look_at(bytes(row.document), at=now, source=source)
    with transaction.atomic():
        held = Imported.objects.select_for_update().filter(pk=row.pk).first()
        if held is None or held.digest != row.digest:  # gone, or renewed meanwhile
            return False
        if look.state is None:
            held.failures = min(held.failures + 1, _MOST_FAILURES)
            wait = min(SOONEST * 2 ** min(held.failures - 1, 10), LATEST)
            held.next_check = now + wait
            held.save(update_fields=["failures", "next_check"])
            return False
        before, stale = held.state, now - held.checked_at > LATEST
        keeping.write_look(held, look, now)
        if look.report.verdict in judging.GOOD:
            keeping.renew(held, look)
        held.save()
        if look.report.verdict in judging.GOOD:
            keeping.keep_evidence(held, look.evidence, now)
    if held.state != before or stale:
        marking.mark_person(held.user)
    if held.state != before:
        log.info("a credential from elsewhere changed", state=held.state, was=before)
    return held.state != before


def forget(now: datetime) -> int:
    """Delete what was removed so long ago that nobody takes it back; return how many."""
    old = Imported.objects.filter(removed_at__lt=now - keeping.UNDO)
    count = old.count()
    old.delete()
    return count
