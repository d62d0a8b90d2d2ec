"""Issuing again what a fallen key had signed: same holder, same facts, same dates, another key.

The new credential takes the place of the old one: the old address leads to it, claims go over, and
one mail tells the holder. A second run finds what the first one made and adds nothing.
"""

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from django.utils.translation import gettext as _

from skillmark.core import jsonio
from skillmark.core.issue.recipient import Recipient
from skillmark.platform.events import services as events
from skillmark.platform.events.audit import Act
from skillmark.platform.issuing import signals
from skillmark.platform.issuing.making import intent
from skillmark.platform.issuing.making.assessed import Assessed
from skillmark.platform.issuing.making.intent import Intent
from skillmark.platform.issuing.models import (
    Credential,
    CredentialState,
    DeliveryKind,
    Source,
)
from skillmark.platform.issuing.services import awarding, delivery, lifecycle
from skillmark.platform.issuing.services.awarding import Outcome
from skillmark.platform.issuing.services.replacement import carry_claims, lineage_of

log = structlog.get_logger("skillmark.issuing")


@dataclass(frozen=True, slots=True)
class Reissued:
    """How many were issued again, and those that could not be."""

    done: int
    failed: list[UUID]


def reissue(
    rows: Sequence[Credential],
    *,
    actor: object,
    at: datetime,
    approval: UUID | None = None,
) -> Reissued:
    """Issue credentials again, in the caller's transaction; one that cannot be costs no other.

    Args:
        rows: held, with award, version and organisation; active or suspended, not expired.
        actor: who set it off.
        at: the present moment.
        approval: the second person's yes under which this happens, for the signer to see.

    Raises:
        TrustError: nothing can be signed at the moment.
    """
    groups: dict[UUID, list[Credential]] = defaultdict(list)
    for row in rows:
        groups[row.achievement_version_id].append(row)
    pairs: list[tuple[Credential, Credential]] = []
    failed: list[UUID] = []
    for same in groups.values():
        for old, outcome in zip(same, _issue(same, actor, approval), strict=True):
            if outcome.credential is None:
                failed.append(old.pk)
                code = outcome.error.code if outcome.error else ""
                log.warning("not issued again", credential=str(old.pk), code=code)
            else:
                pairs.append((old, outcome.credential))
    _settle(pairs, actor, at)
    return Reissued(len(pairs), failed)


def _issue(rows: Sequence[Credential], actor: object, approval: UUID | None) -> list[Outcome]:
    return awarding.issue_many(
        rows[0].organisation,
        rows[0].achievement_version,
        [_intent(row) for row in rows],
        source=Source.REPLACEMENT,
        actor=actor,
        send_mail=False,
        archived_too=True,
        approval=approval,
    )


def _intent(old: Credential) -> Intent:
    right = _recipient(old)
    key = hashlib.sha256(jsonio.dumps(["reissue", str(old.pk)])).hexdigest()
    kept = Assessed.from_json(old.award.assessed)
    return Intent(right, key, lineage_of(old, right, keeps=True), kept)


def _recipient(old: Credential) -> Recipient:
    """Return the same person with the same dates: nothing is awarded anew."""
    return dataclasses.replace(
        intent.from_json(old.award.fields),
        achieved_on=old.award.achieved_on or old.issued_at.date(),
        valid_until=old.valid_until.date() if old.valid_until else None,
    )


def _settle(
    pairs: Sequence[tuple[Credential, Credential]], actor: object, at: datetime
) -> None:
    """Let the old ones give way, claims and suspensions go over, and the holders know."""
    if not pairs:
        return
    words = _("Signed anew with another key on %(day)s.") % {"day": at.date().isoformat()}
    acts: list[Act] = []
    suspended: list[UUID] = []
    for old, new in pairs:
        before = old.state
        if before == CredentialState.SUSPENDED:
            suspended.append(new.pk)
        old.state, old.reason, old.state_changed_at = CredentialState.SUPERSEDED, words, at
        after = {"state": old.state, "reason": words, "replacement": str(new.pk)}
        acts.append(Act("credential.replaced", old, {"state": before}, after))
        carry_claims(old, new, keeps=True)
        Credential.objects.filter(renewed_from=old).exclude(pk=new.pk).update(renewed_from=new)
    olds = [old for old, _new in pairs]
    Credential.objects.filter(pk__in=[old.pk for old in olds]).update(
        state=CredentialState.SUPERSEDED, reason=words, state_changed_at=at
    )
    events.record_many(organisation_id=olds[0].organisation_id, actor=actor, acts=acts)
    signals.changed.send(sender=Credential, credentials=olds, what="supersede")
    if suspended:
        lifecycle.turn_some(
            suspended,
            lifecycle.SUSPEND,
            reason=_("It was suspended before it was signed anew."),
            actor=actor,
            at=at,
            charged=True,
        )
    told = [new for _old, new in pairs if new.award.recipient_email]
    delivery.send(told, DeliveryKind.REISSUED)
