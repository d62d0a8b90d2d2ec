"""Proving a domain: asking, checking, checking again for ever, withdrawing.

asked → proven ⇄ failing → withdrawn. Nothing is fetched inside a transaction. The public facts
(`Organisation.domain`, ``domain_proven_at``) change in the transaction that changes the proof.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.fetch import Source
from skillmark.platform.events import services as events
from skillmark.platform.orgs import domains, errors, mails
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.domains import Finding
from skillmark.platform.orgs.models import (
    STANDING_DOMAIN,
    DomainProof,
    DomainState,
    Organisation,
)

EVERY: Final = timedelta(days=1)
PAUSE: Final = timedelta(seconds=5)  # between two checks that somebody asks for
WARN_AT: Final = 3  # failed daily checks in a row
WITHDRAW_AT: Final = 7
A_ROUND: Final = 10  # proofs checked in one go
TOKEN_BYTES: Final = 16


def ask(organisation: Organisation, *, domain: str, actor: object) -> DomainProof:
    """Note that the organisation says a domain is its own, and give out the proof to show.

    Asking for another domain replaces the question that is open; a proven domain stays until the
    new one is proven.

    Raises:
        DomainInvalidError: that is no domain that can be proven here.
        DomainConfusableError: it looks like one that another organisation has proven.
        DomainTakenError: another organisation has proven it.
    """
    name = domains.parse(domain)
    with transaction.atomic(), organisation_scope(organisation):
        _refuse_taken(organisation, name)
        mine = DomainProof.objects.select_for_update()
        known = mine.filter(domain=name).exclude(state=DomainState.WITHDRAWN).first()
        if known is not None:
            return known  # type: ignore[no-any-return] # scoped managers are Any
        mine.filter(state=DomainState.ASKED).update(
            state=DomainState.WITHDRAWN, withdrawn_at=timezone.now()
        )
        proof: DomainProof = DomainProof.objects.create(
            organisation=organisation,
            domain=name,
            skeleton=domains.skeleton(name),
            token=secrets.token_hex(TOKEN_BYTES),
            asked_by=actor if getattr(actor, "is_authenticated", False) else None,
        )
        _record("domain.asked", proof, actor)
    return proof


def check(proof: DomainProof, *, actor: object, source: Source) -> DomainProof:
    """Look at the domain now and keep what it says; in the scope of the organisation.

    Raises:
        DomainStateError: the proof was withdrawn, or checked a moment ago.
        DomainTakenError: another organisation has proven it meanwhile.
    """
    now = timezone.now()
    if proof.state == DomainState.WITHDRAWN:
        raise errors.DomainStateError(_("This proof was withdrawn. Begin again."))
    if proof.checked_at is not None and now - proof.checked_at < PAUSE:
        raise errors.DomainStateError(
            _("This was checked a moment ago. Wait a few seconds, then check again.")
        )
    return keep(proof, domains.look(proof, proof.organisation, source), actor=actor, now=now)


def recheck_due(now: datetime, source: Source | None = None) -> int:
    """Check the proven domains whose last check is a day old, and return how many."""
    due = (
        DomainProof.objects.with_scopes_disabled()
        .filter(state__in=STANDING_DOMAIN)
        .filter(Q(checked_at__lte=now - EVERY) | Q(checked_at=None))
        .select_related("organisation")
        .order_by(F("checked_at").asc(nulls_first=True))[:A_ROUND]
    )
    rows = list(due)
    for proof in rows:
        findings = domains.look(proof, proof.organisation, source or domains.source())
        with organisation_scope(proof.organisation):
            keep(proof, findings, actor=None, now=now)
    return len(rows)


def withdraw(proof: DomainProof, *, actor: object) -> None:
    """Take a proof back; a second time changes nothing. In the scope of the organisation."""
    with transaction.atomic():
        held = DomainProof.objects.select_for_update().get(pk=proof.pk)
        if held.state != DomainState.WITHDRAWN:
            _withdraw(held, "domain.withdrawn", actor)


def keep(
    proof: DomainProof, findings: Sequence[Finding], *, actor: object, now: datetime
) -> DomainProof:
    """Keep what a domain said; in the scope of the organisation.

    Raises:
        DomainTakenError: another organisation has proven it meanwhile.
    """
    try:
        return _keep(proof, findings, actor=actor, now=now)
    except IntegrityError as error:  # at the very same moment
        raise errors.DomainTakenError(
            _("Another organisation has proven %(domain)s a moment ago.")
            % {"domain": proof.domain},
            domain=proof.domain,
        ) from error


def _keep(
    proof: DomainProof, findings: Sequence[Finding], *, actor: object, now: datetime
) -> DomainProof:
    with transaction.atomic():
        held: DomainProof = DomainProof.objects.select_for_update().get(pk=proof.pk)
        if held.state == DomainState.WITHDRAWN:
            return held
        held.checked_at = now
        held.findings = [finding.to_json() for finding in findings]
        if findings[-1].good:
            _prove(held, findings[-1], actor, now)
        elif held.stands:
            _fail(held, actor)
        else:
            held.save(update_fields=["checked_at", "findings"])
    return held


def _prove(proof: DomainProof, finding: Finding, actor: object, now: datetime) -> None:
    newly = not proof.stands
    if newly:
        Organisation.objects.select_for_update(no_key=True).get(pk=proof.organisation_id)
        _refuse_taken(proof.organisation, proof.domain)
        others = DomainProof.objects.filter(state__in=STANDING_DOMAIN).exclude(pk=proof.pk)
        for other in others:
            _withdraw(other, "domain.replaced", actor)
        proof.proven_at = now
    proof.state, proof.method, proof.failures = DomainState.PROVEN, finding.method, 0
    proof.save()
    if newly:
        _publish(proof.organisation, proof.domain, now)
        _record("domain.proven", proof, actor, after={"method": finding.method})


def _fail(proof: DomainProof, actor: object) -> None:
    proof.state, proof.failures = DomainState.FAILING, proof.failures + 1
    proof.save()
    if proof.failures == 1:
        _record("domain.check_failed", proof, actor)
    if proof.failures == WARN_AT:
        mails.domain_failing(proof, days_left=WITHDRAW_AT - WARN_AT)
    if proof.failures >= WITHDRAW_AT:
        _withdraw(proof, "domain.lost", actor)
        mails.domain_lost(proof)


def _withdraw(proof: DomainProof, action: str, actor: object) -> None:
    stood = proof.stands
    proof.state, proof.withdrawn_at = DomainState.WITHDRAWN, timezone.now()
    proof.save(update_fields=["state", "withdrawn_at"])
    if stood:
        _publish(proof.organisation, None, None)
    _record(action, proof, actor)


def _publish(organisation: Organisation, domain: str | None, at: datetime | None) -> None:
    organisation.domain, organisation.domain_proven_at = domain, at
    organisation.save(update_fields=["domain", "domain_proven_at"])


def _refuse_taken(organisation: Organisation, domain: str) -> None:
    """Refuse a domain that is another's, or that an eye takes for another's (UTS 39 §4)."""
    others = (
        DomainProof.objects.with_scopes_disabled()
        .filter(state__in=STANDING_DOMAIN, skeleton=domains.skeleton(domain))
        .exclude(organisation=organisation)
    )
    for other in others[:1]:
        if other.domain == domain:
            raise errors.DomainTakenError(
                _(
                    "Another organisation has proven %(domain)s. If the domain is yours, remove "
                    "its file there: a week later it is free."
                )
                % {"domain": domain},
                domain=domain,
            )
        raise errors.DomainConfusableError(
            _("%(domain)s looks like the proven domain of another organisation.")
            % {"domain": domain},
            domain=domain,
        )


def _record(
    action: str, proof: DomainProof, actor: object, *, after: dict[str, Any] | None = None
) -> None:
    events.record(
        organisation_id=proof.organisation_id,
        actor=actor,
        action=action,
        object=proof,
        after={"domain": proof.domain} | (after or {}),
        label=proof.domain,
    )
