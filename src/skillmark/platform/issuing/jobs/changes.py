"""The durable job behind a change to many credentials.

A change of state goes in two passes: first the states, up to ten thousand in one transaction, so
that pages and lists change together and each status list is published once; then the mails. What
is renewed or sent again goes in small chunks.
"""

from collections.abc import Sequence
from math import ceil
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import ngettext

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import services as events
from skillmark.platform.issuing.models import (
    BulkAction,
    BulkChange,
    BulkState,
    Credential,
)
from skillmark.platform.issuing.services import bulk, delivery, lifecycle, renewal
from skillmark.platform.jobs import registry
from skillmark.platform.jobs.models import Job
from skillmark.platform.jobs.registry import ChunkResult, Plan

TURNED_AT_ONCE: Final = 10_000
TOLD_AT_ONCE: Final = 500
RENEWED_AT_ONCE: Final = 100
SENT_AT_ONCE: Final = 50
MAX_FAILURES: Final = 1_000  # named one by one; the rest is counted


@registry.kind(bulk.JOB_KIND)
class ChangeMany:
    """Does one confirmed change."""

    def plan(self, job: Job) -> Plan:
        """Count the chunks of both passes."""
        change = _change(job)
        if change.turned_at is None:
            change.turned_at = timezone.now()
            change.save(update_fields=["turned_at"])
        return Plan(total=change.count, chunks=sum(_passes(change)))

    def chunk(self, job: Job, number: int) -> ChunkResult:
        """Do one chunk of a pass."""
        change = _change(job)
        if change.action == BulkAction.RENEW:
            return _renew(change, _part(change, number, RENEWED_AT_ONCE), job)
        if change.action == BulkAction.RESEND:
            return _resend(change, _part(change, number, SENT_AT_ONCE), job)
        first, _second = _passes(change)
        if number < first:
            return _turn(change, _part(change, number, TURNED_AT_ONCE), job)
        return _tell(change, _part(change, number - first, TOLD_AT_ONCE))

    def finish(self, job: Job) -> str:
        """Close the change."""
        change = _change(job)
        change.state, change.finished_at = BulkState.DONE, timezone.now()
        change.save(update_fields=["state", "finished_at"])
        events.record(
            organisation_id=change.organisation_id,
            actor=None,
            action="bulk.done",
            object=change,
            after={"changed": change.changed, "failed": change.failed},
        )
        words = ngettext(
            "%(count)d credential changed.", "%(count)d credentials changed.", change.changed
        )
        return words % {"count": change.changed}


def _passes(change: BulkChange) -> tuple[int, int]:
    """Return how many chunks change credentials, and how many tell their holders after."""
    if change.action == BulkAction.RENEW:
        return ceil(change.count / RENEWED_AT_ONCE), 0
    if change.action == BulkAction.RESEND:
        return ceil(change.count / SENT_AT_ONCE), 0
    mails = ceil(change.count / TOLD_AT_ONCE) if change.notify else 0
    return ceil(change.count / TURNED_AT_ONCE), mails


def _part(change: BulkChange, number: int, size: int) -> list[UUID]:
    return change.ids_between(number * size, (number + 1) * size)


def _turn(change: BulkChange, ids: Sequence[UUID], job: Job) -> ChunkResult:
    turn = lifecycle.TURNS[change.action]
    done = lifecycle.turn_some(
        ids,
        turn,
        reason=change.reason,
        actor=job.started_by,
        at=change.turned_at or timezone.now(),
        charged=True,
    )
    failures = [
        {"id": str(row.pk), "code": "credential.state", "state": row.state}
        for row in done.refused
    ]
    _count(change, len(done.rows), failures)
    told_later = 0 if change.notify else len(done.rows)
    return ChunkResult(done=told_later, failed=len(failures))


def _tell(change: BulkChange, ids: Sequence[UUID]) -> ChunkResult:
    """Write to the holders of what this change turned, and of nothing else."""
    turn = lifecycle.TURNS[change.action]
    rows = list(
        Credential.objects.filter(pk__in=ids, state=turn.to, state_changed_at=change.turned_at)
        .defer("document")
        .select_related("award", "achievement_version", "organisation")
    )
    lifecycle.tell(rows, turn)
    return ChunkResult(done=len(rows))


def _renew(change: BulkChange, ids: Sequence[UUID], job: Job) -> ChunkResult:
    found = renewal.renew_many(
        ids,
        renewal.terms_from(change.options),
        actor=job.started_by,
        notify=change.notify,
        charged=True,
    )
    failures = [
        {"id": str(one.old.pk), "code": one.error.code, "message": one.error.message}
        for one in found
        if one.error is not None
    ]
    done = len(found) - len(failures)
    _count(change, done, failures)
    return ChunkResult(done=done, failed=len(failures))


def _resend(change: BulkChange, ids: Sequence[UUID], job: Job) -> ChunkResult:
    failures: list[dict[str, str]] = []
    for one in ids:
        try:
            delivery.resend(one, actor=job.started_by)
        except SkillmarkError as error:
            failures.append({"id": str(one), "code": error.code, "message": error.message})
    done = len(ids) - len(failures)
    _count(change, done, failures)
    return ChunkResult(done=done, failed=len(failures))


def _count(change: BulkChange, done: int, failures: Sequence[dict[str, Any]]) -> None:
    change.changed += done
    change.failed += len(failures)
    change.failures = [*change.failures, *failures][:MAX_FAILURES]
    change.save(update_fields=["changed", "failed", "failures"])


def _change(job: Job) -> BulkChange:
    rows = BulkChange.objects.select_related("organisation")
    change: BulkChange = rows.get(pk=job.arguments["change"])
    return change
