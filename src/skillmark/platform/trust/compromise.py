"""A key that is not ours alone any more: halt, revoke, rotate, and make good what suffered.

`begin` halts at once and says what follows; the rest is `carry_out`, after a second person's yes
where the organisation asks for one. Every step is a transaction that finds what was done before
and goes on from there: a crash, a second click or a second person changes nothing. Credentials
are the work of apps above, which register a `Recovery`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import keys, switches
from skillmark.platform.trust.errors import CompromiseError, KnownGoodError
from skillmark.platform.trust.identities import logs
from skillmark.platform.trust.models import (
    Compromise,
    CompromiseState,
    IssuerKey,
    KeyPurpose,
    KeyState,
)
from skillmark.platform.trust.rotation import sign_lists_anew

MARGIN: Final = timedelta(minutes=10)  # as `core.did.webvh.key_standing`: so near is too near


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the answer to a stolen key would do to what it signed.

    Attributes:
        signed: credentials that the key signed.
        standing: proven older than the moment: they stay as they are.
        reissued: to be revoked and issued again under the new key.
        ended: to be revoked, and over already: expired, nothing to issue again.
        settled: revoked or replaced before; nothing happens to them.
    """

    signed: int = 0
    standing: int = 0
    reissued: int = 0
    ended: int = 0
    settled: int = 0


class Recovery(Protocol):
    """What the app of credentials does."""

    def foresee(self, key: IssuerKey, known_good_at: datetime) -> Foreseen:
        """Count what would happen; changes nothing."""

    def needs_second(
        self, organisation: Organisation, foreseen: Foreseen, actor: object
    ) -> bool:
        """Say whether a second person has to confirm, and there is one."""

    def ask(self, compromise: Compromise, foreseen: Foreseen, actor: object) -> None:
        """Put it before a second person."""

    def start(self, compromise: Compromise, actor: object, approval: UUID | None) -> UUID:
        """Start the durable job that revokes and issues again; return its id."""


_recovery: list[Recovery] = []


def register(recovery: Recovery) -> None:
    """Let an app above make good what a fallen key signed."""
    _recovery[:] = [recovery]


def foresee(key: IssuerKey, known_good_at: datetime) -> Foreseen:
    """Return what would happen to the credentials of a key; changes nothing.

    Raises:
        KnownGoodError: the moment lies in the future, or before the key was made.
    """
    _require_moment(key, known_good_at)
    if key.purpose != KeyPurpose.CREDENTIAL or not _recovery:
        return Foreseen()
    return _recovery[0].foresee(key, known_good_at)


def begin(
    key: IssuerKey,
    *,
    known_good_at: datetime,
    reason: str,
    actor: object,
    confirmed: bool = False,
) -> Compromise:
    """Halt issuing at once, then go on or ask a second person; the same again finds what is there.

    Args:
        key: the key that fell; one in use, or one that was retired.
        known_good_at: up to when nobody else had it. The earlier, the safer.
        reason: for the team and the audit trail; it names no person.
        actor: who acts.
        confirmed: no second person is asked: the operator of the installation acts.

    Raises:
        KnownGoodError: the moment lies in the future, or before the key was made.
        CompromiseError: the key was revoked already, in another way.
    """
    _require_moment(key, known_good_at)
    found = _halted(key, known_good_at, reason, actor)
    if found.state != CompromiseState.HALTED:
        return found
    foreseen = foresee(key, found.known_good_at)
    if _recovery and not confirmed:
        recovery = _recovery[0]
        with organisation_scope(found.organisation_id):
            if recovery.needs_second(found.organisation, foreseen, actor):
                recovery.ask(found, foreseen, actor)
                return found
    return carry_out(found, actor=actor)


def carry_out(
    compromise: Compromise, *, actor: object, approval: UUID | None = None
) -> Compromise:
    """Revoke the key, put a new one in its place, tell the history, and start the recovery.

    One transaction: the documents say `revoked` and the new key stands beside it, or nothing
    happened. Issuing goes on afterwards, with the new key.

    Args:
        compromise: what was begun; one that went on already is returned as it is.
        actor: who acts.
        approval: the second person's yes, where one was asked for.

    Raises:
        UpdateKeyLostError, VaultError: as `rotation.rotate`; issuing stays halted.
    """
    with transaction.atomic():
        held = _hold(compromise.pk)
        if held.state != CompromiseState.HALTED:
            return held
        now = timezone.now()
        held.new_key = keys.replace_fallen(
            held.organisation, held.key, since=held.known_good_at, actor=actor
        )
        logs.tell(held.key.identity)
        if held.key.purpose == KeyPurpose.STATUS:
            sign_lists_anew(held.new_key)
        held.revoked_at = held.rotated_at = now
        held.state = CompromiseState.RECOVERING
        if held.switch is not None and held.switch.lifted_at is None:
            switches.resume(held.switch)
        if held.key.purpose == KeyPurpose.CREDENTIAL and _recovery:
            held.job_id = _recovery[0].start(held, actor, approval)
        else:
            held.state, held.finished_at, held.lists_at = CompromiseState.DONE, now, now
        held.save()
    return held


def drop(compromise: Compromise) -> None:
    """Let issuing go on with the key as it is: the second person said no."""
    with transaction.atomic():
        held = _hold(compromise.pk)
        if held.state != CompromiseState.HALTED:
            return
        held.state, held.finished_at = CompromiseState.DROPPED, timezone.now()
        held.save(update_fields=["state", "finished_at"])
        if held.switch is not None and held.switch.lifted_at is None:
            switches.resume(held.switch)


def of(key: IssuerKey) -> Compromise | None:
    """Return what is being done, or was done, about a key."""
    rows = Compromise.objects.with_scopes_disabled().exclude(state=CompromiseState.DROPPED)
    found: Compromise | None = rows.filter(key=key).first()
    return found


def _halted(key: IssuerKey, known_good_at: datetime, reason: str, actor: object) -> Compromise:
    """Halt, in a transaction of its own; whatever fails later, nothing is issued meanwhile."""
    with transaction.atomic():
        rows = IssuerKey.objects.with_scopes_disabled().select_for_update()
        held = rows.select_related("identity__organisation").get(pk=key.pk)
        if (known := of(held)) is not None:
            return known
        if held.state == KeyState.REVOKED:
            raise CompromiseError(_("This key is revoked already."))
        organisation = held.identity.organisation
        switch = switches.halt(
            reason=_("A key is not to be trusted: %(reason)s") % {"reason": reason},
            organisation=organisation,
            actor=audit.reference(actor),
            issuing_only=True,
        )
        made: Compromise = Compromise.objects.create(
            organisation=organisation,
            key=held,
            known_good_at=known_good_at.replace(microsecond=0),
            reason=reason,
            switch=switch,
            started_by=audit.reference(actor),
            halted_at=timezone.now(),
        )
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="key.compromised",
            object=made,
            after={"key": held.verification_method, "known_good": known_good_at.isoformat()},
        )
    return made


def _hold(compromise_id: UUID) -> Compromise:
    rows = Compromise.objects.with_scopes_disabled().select_for_update(of=("self",))
    held: Compromise = rows.select_related(
        "organisation", "key__identity__organisation", "switch"
    ).get(pk=compromise_id)
    return held


def _require_moment(key: IssuerKey, moment: datetime) -> None:
    if moment > timezone.now():
        raise KnownGoodError(_("That moment has not come yet."))
    if moment < key.created_at.replace(second=0, microsecond=0):
        raise KnownGoodError(_("The key was made later than that."))
