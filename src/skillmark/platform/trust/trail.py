"""Checking the whole audit trail: at once when it is short, as a job when it is long.

Each chunk of the job checks a piece and remembers the first entry that does not fit; the last
one holds the end against its record. What was found stands in the trail itself, so the page can
say when it was last checked and what came of it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop, ngettext

from skillmark.core.audit import FIRST, Fault, Finding, Position, close
from skillmark.platform.events import acts, audit
from skillmark.platform.events import services as events
from skillmark.platform.events.audit import ChainReport
from skillmark.platform.events.models import AuditEntry, AuditHead
from skillmark.platform.jobs import services as jobs
from skillmark.platform.jobs.models import OPEN_STATES, Job
from skillmark.platform.jobs.registry import ChunkResult, Plan, kind
from skillmark.platform.orgs.models import Organisation

KIND: Final = "trust.trail"
AT_ONCE: Final = 5_000  # entries that are checked while a person waits
PIECE: Final = 5_000  # entries of one chunk
CHECKED: Final = "trail.checked"


@dataclass(frozen=True, slots=True)
class LastCheck:
    """What the last check found, read from the trail."""

    at: datetime
    entries: int
    finding: Finding | None

    @property
    def sentence(self) -> str:
        """Say what was wrong, if anything was."""
        return acts.found(self.finding) if self.finding else ""


def is_long(organisation: Organisation) -> bool:
    """Say whether checking the trail takes longer than a person waits."""
    return audit.end(organisation.pk).sequence > AT_ONCE


def check_now(organisation: Organisation, *, actor: object) -> ChainReport:
    """Check the whole trail and write down what was found."""
    report = audit.verify(organisation.pk)
    _write_down(organisation.pk, actor, report.entries, report.finding)
    return report


def check_as_job(organisation: Organisation, *, actor: object) -> Job:
    """Start checking the whole trail, or return the check that is at work already."""
    running: Job | None = Job.objects.filter(kind=KIND, state__in=OPEN_STATES).first()
    return running or jobs.start(
        KIND,
        organisation,
        {},
        actor=actor,
        title=gettext_noop("Check the audit trail"),
        total=audit.end(organisation.pk).sequence,
        result_url=reverse("trust:trail", args=[organisation.slug]),
    )


def last_check() -> LastCheck | None:
    """Return what the last check of the scoped organisation found."""
    row = AuditEntry.objects.filter(action=CHECKED).order_by("-sequence").first()
    if row is None:
        return None
    after = row.after or {}
    number, fault = after.get("broken_at"), after.get("fault")
    finding = None
    if isinstance(number, int) and fault in set(Fault):
        finding = Finding(number, Fault(str(fault)))
    return LastCheck(row.at, after.get("entries", 0), finding)


@kind(KIND)
class TrailCheck:
    """The job: one piece of the trail after the other."""

    def plan(self, job: Job) -> Plan:
        """Check up to where the trail ends now; what comes later is checked at the end."""
        until = audit.end(job.organisation_id).sequence
        job.arguments = {"until": until, "checked": 0, "hash": FIRST}
        return Plan(until, -(-until // PIECE))

    def chunk(self, job: Job, number: int) -> ChunkResult:
        """Check one piece, unless an earlier one is broken already."""
        first, last = number * PIECE, min((number + 1) * PIECE, job.arguments["until"])
        if "fault" in job.arguments:
            return ChunkResult(0, failed=last - first)
        start = Position(job.arguments["checked"], job.arguments["hash"])
        position, finding = audit.check(job.organisation_id, start, last)
        if finding is None and position.sequence < last:
            finding = Finding(position.sequence + 1, Fault.MISSING)
        self._keep(job, position, finding)
        fitting = position.sequence - first
        return ChunkResult(fitting, failed=last - first - fitting)

    def finish(self, job: Job) -> str:
        """Check what was added meanwhile and where the trail ends; write down what was found."""
        position = Position(job.arguments["checked"], job.arguments["hash"])
        finding = _finding(job)
        if finding is None:
            AuditHead.objects.select_for_update().filter(pk=job.organisation_id).first()
            position, finding = audit.check(job.organisation_id, position)
            finding = finding or close(position, audit.end(job.organisation_id))
            if finding is None and AuditEntry.objects.count() != position.sequence:
                finding = audit.verify(job.organisation_id).finding  # removed since it was read
        _write_down(job.organisation_id, job.started_by, position.sequence, finding)
        return acts.found(finding) if finding is not None else complete_words(position.sequence)

    def _keep(self, job: Job, position: Position, finding: Finding | None) -> None:
        job.arguments |= {"checked": position.sequence, "hash": position.hash}
        if finding is not None:
            job.arguments |= {"broken_at": finding.number, "fault": finding.fault.value}
        job.save(update_fields=["arguments"])


def complete_words(entries: int) -> str:
    """Say that the trail is complete."""
    return ngettext(
        "The trail is complete: %(n)d entry, unchanged.",
        "The trail is complete: all %(n)d entries are there, unchanged.",
        entries,
    ) % {"n": entries}


def _finding(job: Job) -> Finding | None:
    if "fault" not in job.arguments:
        return None
    return Finding(job.arguments["broken_at"], Fault(job.arguments["fault"]))


def _write_down(
    organisation_id: UUID, actor: object, entries: int, finding: Finding | None
) -> None:
    head = AuditHead(organisation_id=organisation_id)
    after: dict[str, object] = {"entries": entries, "intact": finding is None}
    if finding is not None:
        after |= {"broken_at": finding.number, "fault": finding.fault.value}
    events.record(
        organisation_id=organisation_id, actor=actor, action=CHECKED, object=head, after=after
    )
