"""What a fallen key signed, made good: bits first, then new credentials under the new key.

What witnesses prove to be older than the fall stands as it is. All the rest is revoked at once,
because a thief may have dated it back, and is issued again. A durable job does it in chunks: a
crash or a pause costs nothing, and a second run finds what is done.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import batched
from math import ceil
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmark.platform.events import services as events
from skillmark.platform.issuing.models import FINAL_STATES, Credential
from skillmark.platform.issuing.services import fuse, lifecycle, mass_revocation
from skillmark.platform.issuing.services.recovery_asking import ask_second, asking_needed
from skillmark.platform.issuing.services.reissuing import reissue
from skillmark.platform.jobs import registry
from skillmark.platform.jobs import services as jobs
from skillmark.platform.jobs.models import Job
from skillmark.platform.jobs.registry import ChunkResult, Plan
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.transparency.times import trusted_times
from skillmark.platform.trust import compromise
from skillmark.platform.trust.compromise import MARGIN, Foreseen
from skillmark.platform.trust.identities import describing
from skillmark.platform.trust.models import (
    Compromise,
    CompromiseState,
    IssuerKey,
    KeyPurpose,
    StatusPurpose,
    StatusSlot,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

JOB_KIND: Final = "issuing.recovery"
COUNTED_AT_ONCE: Final = 2_000
REISSUED_AT_ONCE: Final = 100
IN_FLIGHT: Final = timedelta(minutes=5)  # what was being signed while the key was revoked
_IDS: Final = 500  # of one query


def signed_with(key: IssuerKey, *, until: datetime | None = None) -> "QuerySet[Credential]":
    """Return the credentials that may bear a key's signature, oldest first.

    By the time of issue: at its edges stand some that another key signed, see `bears`.
    """
    end = key.retired_at or until or timezone.now()
    found: QuerySet[Credential] = (
        Credential.objects.with_scopes_disabled()
        .filter(
            organisation_id=key.organisation_id,
            erased_at=None,  # whoever has the file sees the fallen key itself
            issued_at__gte=key.created_at.replace(microsecond=0),
            issued_at__lte=end + IN_FLIGHT,
        )
        .order_by("pk")
    )
    return found


def bears(row: Credential, key: IssuerKey) -> bool:
    """Say whether a credential was signed with a key: its proof names it."""
    return f'"{key.verification_method}"'.encode() in bytes(row.document)


def spared(ids: Collection[UUID], key: IssuerKey, known_good_at: datetime) -> set[UUID]:
    """Return which credentials witnesses prove to be older than the fall of their key.

    None of a did:key: it cannot say from when on it is not to be trusted.
    """
    if key.identity.did.startswith("did:key:"):
        return set()
    found: set[UUID] = set()
    for part in batched(ids, _IDS):
        times = trusted_times(part)
        found |= {one for one, at in times.items() if at < known_good_at - MARGIN}
    return found


class Credentials:
    """The `Recovery` of this app."""

    def foresee(self, key: IssuerKey, known_good_at: datetime) -> Foreseen:
        """Count what would happen; changes nothing."""
        now = timezone.now()
        rows = signed_with(key).values_list("pk", "state", "valid_until")
        signed = standing = reissued = ended = settled = 0
        for part in batched(rows.iterator(chunk_size=COUNTED_AT_ONCE), COUNTED_AT_ONCE):
            stand = spared([pk for pk, _state, _end in part], key, known_good_at)
            signed += len(part)
            for pk, state, end in part:
                if state in FINAL_STATES:
                    settled += 1
                elif pk in stand:
                    standing += 1
                elif end is not None and end <= now:
                    ended += 1
                else:
                    reissued += 1
        return Foreseen(signed, standing, reissued, ended, settled)

    def needs_second(
        self, organisation: Organisation, foreseen: Foreseen, actor: object
    ) -> bool:
        """Say whether a second person has to confirm, and there is one."""
        return asking_needed(organisation, foreseen, actor)

    def ask(self, row: Compromise, foreseen: Foreseen, actor: object) -> None:
        """Put it before a second person."""
        ask_second(row, foreseen, actor)

    def start(self, row: Compromise, actor: object, approval: UUID | None) -> UUID:
        """Start the durable job; in the transaction that revokes the key."""
        slug = row.organisation.slug
        job = jobs.start(
            JOB_KIND,
            row.organisation,
            {"compromise": str(row.pk), "approval": str(approval or "")},
            actor=actor,
            title="Revoke and issue again what a key signed",
            result_url=reverse("trust:compromised", args=[slug, row.pk]),
        )
        return job.pk


@registry.kind(JOB_KIND)
class Recover:
    """Revokes what nothing proves, then issues it again."""

    def plan(self, job: Job) -> Plan:
        """Count the chunks of both passes."""
        count = _affected(_compromise(job)).count()
        return Plan(total=count, chunks=1 + ceil(count / REISSUED_AT_ONCE))

    def chunk(self, job: Job, number: int) -> ChunkResult:
        """Do one chunk of a pass."""
        row = _compromise(job)
        if number == 0:
            fallen = _revoke(row, job)
            return ChunkResult(done=max(0, job.total - fallen))
        return _issue_again(row, _part(row, number - 1, REISSUED_AT_ONCE), job)

    def finish(self, job: Job) -> str:
        """Close the answer to the fallen key."""
        row = _compromise(job)
        row.state, row.finished_at = CompromiseState.DONE, timezone.now()
        row.lists_at = row.lists_at or row.finished_at
        row.save(update_fields=["state", "finished_at", "lists_at"])
        events.record(
            organisation_id=row.organisation_id,
            actor=None,
            action="key.recovered",
            object=row,
            after={
                "standing": row.standing,
                "reissued": row.reissued,
                "ended": row.ended,
                "failed": row.failed,
            },
        )
        words = ngettext(
            "%(count)d credential issued again.",
            "%(count)d credentials issued again.",
            row.reissued,
        )
        return words % {"count": row.reissued}


def all_proven(key: IssuerKey, end: datetime) -> bool:
    """Say whether witnesses prove of all that a key signed that it is older than a moment."""
    if key.purpose != KeyPurpose.CREDENTIAL:
        return True
    ids = signed_with(key).values_list("pk", flat=True)
    for part in batched(ids.iterator(chunk_size=_IDS), _IDS):
        times = trusted_times(part)
        missing = [one for one in part if one not in times or times[one] >= end]
        rows = Credential.objects.with_scopes_disabled().filter(pk__in=missing)
        if any(bears(row, key) for row in rows):
            return False
    return True


def _compromise(job: Job) -> Compromise:
    rows = Compromise.objects.select_related("organisation", "key__identity")
    found: Compromise = rows.get(pk=job.arguments["compromise"])
    return found


def _affected(row: Compromise) -> "QuerySet[Credential]":
    return signed_with(row.key, until=row.revoked_at)


def _part(row: Compromise, number: int, size: int) -> list[UUID]:
    """Return one part of what the key may have signed; what is issued meanwhile comes last."""
    ids = _affected(row).values_list("pk", flat=True)
    return list(ids[number * size : (number + 1) * size])


def _revoke(row: Compromise, job: Job) -> int:
    """Set the bits of what nothing proves, sign every list, and return how many there were."""
    key, good = row.key, row.known_good_at
    done = mass_revocation.revoke_all_of_key(
        key,
        since=None,
        reason=_("The key that signed it is not to be trusted any more."),
        actor=job.started_by,
        spare=lambda ids: spared(ids, key, good),
        approved=True,  # a second person confirmed the whole, where one is asked for
        follow=False,
        tell=False,
        at=row.revoked_at,
    )
    row.standing, row.lists_at = done.spared, timezone.now()
    row.save(update_fields=["standing", "lists_at"])
    return done.credentials


def _issue_again(row: Compromise, ids: Sequence[UUID], job: Job) -> ChunkResult:
    """Issue again what this answer has revoked and nobody has dealt with yet."""
    now = timezone.now()
    fuse.hold(row.organisation_id)
    slots = StatusSlot.objects.filter(
        subject_id__in=ids, purpose=StatusPurpose.REVOCATION, value=True
    )
    fallen = list(
        Credential.objects.select_for_update(of=("self",))
        .filter(pk__in=slots.values_list("subject_id", flat=True))
        .exclude(state__in=FINAL_STATES)
        .select_related("award", "achievement_version__achievement", "organisation")
        .order_by("pk")
    )
    alive = [one for one in fallen if one.valid_until is None or one.valid_until > now]
    over = [one.pk for one in fallen if one not in alive]
    if over:
        lifecycle.turn_some(
            over,
            lifecycle.REVOKE,
            reason=_("The key that signed it is not to be trusted any more."),
            actor=job.started_by,
            at=now,
            charged=True,
        )
    approval = job.arguments.get("approval")
    made = reissue(
        alive,
        actor=job.started_by,
        at=now,
        approval=UUID(approval) if approval else None,
    )
    if made.failed:
        lost = lifecycle.turn_some(
            made.failed,
            lifecycle.REVOKE,
            reason=_("The key that signed it is not to be trusted any more."),
            actor=job.started_by,
            at=now,
            charged=True,
        )
        lifecycle.tell(lost.rows, lifecycle.REVOKE)
    row.reissued += made.done
    row.failed += len(made.failed)
    row.ended += len(over)
    row.save(update_fields=["reissued", "failed", "ended"])
    return ChunkResult(done=made.done + len(over), failed=len(made.failed))


compromise.register(Credentials())
describing.PROVEN.append(all_proven)
