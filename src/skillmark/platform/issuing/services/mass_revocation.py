"""Revoking all that a key signed, a million at a time: bits and signed lists now, the rest after.

What verifiers read comes first. List by list, in a transaction each, the bits are set by bulk
statements and the list is signed; a run that broke off is begun again and finds what is done. The
state of each credential, its audit entry and the holder's mail follow by a durable job.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from math import ceil
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop, ngettext

from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.services import fuse, lifecycle
from skillmark.platform.jobs import registry
from skillmark.platform.jobs import services as jobs
from skillmark.platform.jobs.models import Job
from skillmark.platform.jobs.registry import ChunkResult, Plan
from skillmark.platform.trust import status
from skillmark.platform.trust.models import IssuerKey, StatusList, StatusPurpose, StatusSlot

if TYPE_CHECKING:
    from django.db.models import QuerySet

JOB_KIND: Final = "issuing.mass_revocation"
IN_FLIGHT: Final = timedelta(
    minutes=5
)  # at both ends of a key's time another one may have signed
TURNED_AT_ONCE: Final = 2_000  # credentials whose state one chunk of the job changes
_UPDATE: Final = 5_000  # bits of one statement
_ASK: Final = 500  # credentials that `spare` is asked about at once
_IDS: Final = 500  # of one query

type Spare = Callable[[Sequence[UUID]], Collection[UUID]]
"""Says which of some credentials stay as they are."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What revoking all that a key signed would do.

    Attributes:
        credentials: whose state lets them be revoked.
        claimed: of those, how many their holders took.
        mails: of those, how many holders have an address.
        lists: status lists that would be signed anew.
    """

    credentials: int
    claimed: int
    mails: int
    lists: int


@dataclass(frozen=True, slots=True)
class MassRevocation:
    """What was done.

    Attributes:
        at: written into every place that was set.
        credentials: whose bits were set.
        spared: that stayed as they are.
        lists: signed anew.
        job_id: of the job that does the rest; None when there is none.
    """

    at: datetime
    credentials: int
    spared: int
    lists: int
    job_id: UUID | None


def foresee(key: IssuerKey, since: datetime | None = None) -> Foreseen:
    """Count what `revoke_all_of_key` would do now; changes nothing."""
    rows = signed_with(key, since)
    lists = _lists(key).count()
    return Foreseen(
        credentials=rows.count(),
        claimed=rows.filter(claimed_at__isnull=False).count(),
        mails=rows.exclude(award__recipient_email="").count(),
        lists=lists,
    )


def signed_with(key: IssuerKey, since: datetime | None = None) -> "QuerySet[Credential]":
    """Return the credentials that may still be revoked and that a key may have signed.

    One key of an identity signs credentials at a time, so the time of issue tells whose they are;
    at the ends of a key's time stand some of its neighbours, see `_is_another_s`.
    """
    begin, end = _time_of(key)
    rows: QuerySet[Credential] = Credential.objects.with_scopes_disabled().filter(
        organisation_id=key.organisation_id, state__in=lifecycle.REVOKE.allowed
    )
    if begin is not None:
        rows = rows.filter(issued_at__gte=begin - IN_FLIGHT)
    if end is not None:
        rows = rows.filter(issued_at__lte=end + IN_FLIGHT)
    if since is not None:
        rows = rows.filter(issued_at__gte=since)
    return rows.order_by()


def revoke_all_of_key(
    key: IssuerKey,
    *,
    since: datetime | None,
    reason: str,
    actor: object,
    spare: Spare | None = None,
    approved: bool = False,
    follow: bool = True,
    tell: bool = True,
    at: datetime | None = None,
) -> MassRevocation:
    """Revoke all that a key signed; when this returns, every list says so and is signed.

    Each list is a transaction of its own, where the caller has none. After an error, call again
    with the same `at`: what is done is found.

    Args:
        key: of the purpose credentials; another key of its identity has to sign the lists, or
            itself when it is the only one.
        since: only what was issued then or later; all of it when None.
        reason: what holders and public will read.
        actor: who does it.
        spare: says which stay as they are.
        approved: a second person has said yes, so the fuse counts nothing.
        follow: start the job that changes states, writes the audit trail and tells the holders.
        tell: let that job write to the holders.
        at: the moment that is written; now if not given.

    Raises:
        ReasonMissingError: the reason is empty.
        ApprovalNeededError: so many need a second person.
        TrustError: a list cannot be signed; the lists before it are.
    """
    reason = lifecycle.clean_reason(reason, lifecycle.REVOKE)
    moment = at or timezone.now()
    chosen = set(_chosen(key, since))
    _charge(key.organisation_id, len(chosen), approved=approved, at=moment)
    lists = list(_lists(key).values_list("pk", flat=True))
    done = spared = touched = 0
    for list_id in lists:
        turned, kept = _revoke_in(list_id, chosen, spare, moment)
        done, spared, touched = done + turned, spared + kept, touched + bool(turned)
    marked = _marked(key, moment).count() if follow else 0
    job = _follow(key, reason, actor, moment, marked, tell=tell) if marked else None
    made = MassRevocation(moment, done, spared, touched, job.pk if job else None)
    _write_down(
        key, made, actor, {"since": since.isoformat() if since else "", "reason": reason}
    )
    return made


@registry.kind(JOB_KIND)
class FollowUp:
    """Changes states, writes the trail and tells the holders, after the bits are set."""

    def plan(self, job: Job) -> Plan:
        """Count the chunks; a credential that was dealt with meanwhile is passed over."""
        total = int(job.arguments["credentials"])
        return Plan(total=total, chunks=ceil(total / TURNED_AT_ONCE))

    def chunk(self, job: Job, _number: int) -> ChunkResult:
        """Turn the next credentials whose bit was set at the moment of the act."""
        facts = job.arguments
        at = datetime.fromisoformat(facts["at"])
        ids = _next(job.organisation_id, UUID(facts["key"]), at, facts.get("after", ""))
        if not ids:
            return ChunkResult(0)
        done = lifecycle.turn_some(
            ids,
            lifecycle.REVOKE,
            reason=facts["reason"],
            actor=job.started_by,
            at=at,
            charged=True,
        )
        if facts["tell"]:
            lifecycle.tell(done.rows, lifecycle.REVOKE)
        job.arguments |= {"after": str(ids[-1])}
        job.save(update_fields=["arguments"])
        return ChunkResult(done=len(ids))

    def finish(self, job: Job) -> str:
        """Say how many there were."""
        count = int(job.arguments["credentials"])
        words = ngettext("%(n)d credential revoked.", "%(n)d credentials revoked.", count)
        return words % {"n": count}


def _write_down(
    key: IssuerKey, made: MassRevocation, actor: object, facts: dict[str, Any]
) -> None:
    events.record(
        organisation_id=key.organisation_id,
        actor=actor,
        action="key.all_revoked",
        object=key,
        after={
            "credentials": made.credentials,
            "spared": made.spared,
            "lists": made.lists,
            **facts,
        },
        label=key.verification_method,
    )


def _time_of(key: IssuerKey) -> tuple[datetime | None, datetime | None]:
    """Return from when until when a key signed; None where there is no other before or after."""
    others = IssuerKey.objects.with_scopes_disabled().filter(
        organisation_id=key.organisation_id, purpose=key.purpose
    )
    earlier = others.filter(created_at__lt=key.created_at).exists()
    later = others.filter(created_at__gt=key.created_at).order_by("created_at").first()
    # Not `revoked_at`: that is when it was last known to be good, and it signed on for a while.
    end = key.retired_at or (later.created_at if later is not None else None)
    return (key.created_at if earlier else None), end


def _lists(key: IssuerKey) -> "QuerySet[StatusList]":
    lists: QuerySet[StatusList] = (
        StatusList.objects.with_scopes_disabled()
        .filter(identity=key.identity_id, purpose=StatusPurpose.REVOCATION)
        .order_by("number")
    )
    return lists


def _chosen(key: IssuerKey, since: datetime | None) -> Iterator[UUID]:
    """Yield what a key signed; where its time meets another's, the document decides."""
    begin, end = _time_of(key)
    rows = signed_with(key, since).values_list("pk", "issued_at")
    doubtful: list[UUID] = []
    for pk, issued_at in rows.iterator(chunk_size=10_000):
        near = any(
            edge is not None and abs(issued_at - edge) <= IN_FLIGHT for edge in (begin, end)
        )
        if near:
            doubtful.append(pk)
        else:
            yield pk
    named = f'"{key.verification_method}"'.encode()
    for part in batched(doubtful, _IDS):
        found = Credential.objects.with_scopes_disabled().filter(pk__in=part)
        for pk, document in found.values_list("pk", "document"):
            if named in bytes(document):
                yield pk


def _charge(organisation_id: UUID, count: int, *, approved: bool, at: datetime) -> None:
    with transaction.atomic():
        fuse.hold(organisation_id)
        fuse.charge(organisation_id, count, approved=approved, at=at)


def _revoke_in(
    list_id: UUID, chosen: Collection[UUID], spare: Spare | None, at: datetime
) -> tuple[int, int]:
    """Set the bits of one list and sign it; returns how many were set, and how many spared."""
    with transaction.atomic():
        lists = StatusList.objects.with_scopes_disabled().select_related("identity")
        row = lists.select_for_update(of=("self",)).get(pk=list_id)
        free = StatusSlot.objects.with_scopes_disabled().filter(status_list=row, value=False)
        slots = {
            subject: pk
            for pk, subject in free.values_list("pk", "subject_id")
            if subject in chosen
        }
        kept = _spared(list(slots), spare)
        ids = [pk for subject, pk in slots.items() if subject not in kept]
        for part in batched(ids, _UPDATE):
            everywhere = StatusSlot.objects.with_scopes_disabled()
            everywhere.filter(pk__in=part).update(value=True, changed_at=at)
        if ids:
            status.publish(row, at=max(at, row.published_at))
    return len(ids), len(slots) - len(ids)


def _spared(subjects: Sequence[UUID], spare: Spare | None) -> set[UUID]:
    if spare is None:
        return set()
    return {one for part in batched(subjects, _ASK) for one in spare(part)}


def _follow(
    key: IssuerKey, reason: str, actor: object, at: datetime, count: int, *, tell: bool
) -> Job:
    facts: dict[str, Any] = {
        "key": str(key.pk),
        "reason": reason,
        "at": at.isoformat(),
        "credentials": count,
        "tell": tell,
    }
    return jobs.start(
        JOB_KIND,
        key.organisation,
        facts,
        actor=audit.reference(actor),
        title=gettext_noop("Revoke all that a key signed"),
        total=count,
    )


def _next(organisation_id: UUID, key_id: UUID, at: datetime, after: str) -> list[UUID]:
    """Return the next credentials of a mass revocation, by their ids."""
    key = IssuerKey.objects.with_scopes_disabled().get(pk=key_id)
    slots = _marked(key, at).filter(organisation_id=organisation_id)
    if after:
        slots = slots.filter(subject_id__gt=UUID(after))
    ids = slots.order_by("subject_id").values_list("subject_id", flat=True)
    return list(ids[:TURNED_AT_ONCE])


def _marked(key: IssuerKey, at: datetime) -> "QuerySet[StatusSlot]":
    slots: QuerySet[StatusSlot] = StatusSlot.objects.with_scopes_disabled().filter(
        status_list__in=_lists(key), value=True, changed_at=at
    )
    return slots
