"""Correcting: a signed credential is never edited, so a right one is issued in its place.

In one transaction the new credential is issued, the old one stops counting with its bit set, the
holder's claim goes over, and the mail with the new link is written. The old address leads on to
the new one. A retry, or two people at once, make one replacement.
"""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.core import jsonio
from skillmark.core.issue.recipient import Recipient
from skillmark.core.issue.recipients import same_mailbox
from skillmark.platform.catalog.text import line
from skillmark.platform.issuing.errors import (
    AlreadyIssuedError,
    ReplacedError,
    StateError,
    UnchangedError,
)
from skillmark.platform.issuing.lineage import Lineage, related_of, renewal_evidence
from skillmark.platform.issuing.making import intent
from skillmark.platform.issuing.making.assessed import Assessed
from skillmark.platform.issuing.making.intent import Intent
from skillmark.platform.issuing.models import (
    Award,
    ClaimLink,
    Credential,
    CredentialState,
    DeliveryKind,
    Source,
)
from skillmark.platform.issuing.selectors.credentials import readable
from skillmark.platform.issuing.services import awarding, delivery, fuse, lifecycle
from skillmark.platform.issuing.services.renewal import hold_identity

LABELS: Final = {
    "name": gettext_lazy("Full name"),
    "email": gettext_lazy("E-mail address"),
    "identifier": gettext_lazy("Your number for this person"),
    "achieved_on": gettext_lazy("Earned on"),
    "valid_from": gettext_lazy("Valid from"),
    "valid_until": gettext_lazy("Valid until"),
    "grade": gettext_lazy("Result or grade"),
    "evidence_url": gettext_lazy("Evidence on the web"),
    "evidence": gettext_lazy("Evidence"),
    "narrative": gettext_lazy("What this person did"),
    "language": gettext_lazy("Language"),
}
_DAYS: Final = frozenset({"achieved_on", "valid_from", "valid_until"})


@dataclass(frozen=True, slots=True)
class Replaced:
    """An old credential and what stands in its place; found again when it was there before."""

    old: Credential
    new: Credential
    is_new: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """One field that a replacement changed, for a diff."""

    label: str
    before: str
    after: str


def replace(
    credential_id: UUID,
    recipient: Recipient,
    *,
    actor: object,
    reason: str = "",
    notify: bool = True,
    approved: bool = False,
) -> Replaced:
    """Issue a right credential in place of a wrong one of the current organisation.

    Args:
        credential_id: the wrong one.
        recipient: all fields as they should be.
        actor: who does it.
        reason: what the public reads on the old record; a usual sentence without one.
        notify: write to the holder.
        approved: a second person has said yes.

    Raises:
        Credential.DoesNotExist: it is not there, or not in this organisation.
        UnchangedError: nothing would be different.
        ReplacedError: it was replaced by something else before.
        StateError: it is suspended or revoked.
        RecipientError: a field cannot be used.
        ApprovalNeededError: so many need a second person.
    """
    with transaction.atomic():
        old = _held(credential_id)
        right = _dated(old, recipient)
        known = _known(old, recipient, right)
        if known is not None:
            return Replaced(old, known, is_new=False)
        hold_identity(old)
        keeps = _same_person(old.award, right)
        _end(old, recipient, reason=reason, actor=actor, approved=approved)
        new = _issue(old, right, actor=actor, lineage=lineage_of(old, right, keeps=keeps))
        carry_claims(old, new, keeps=keeps)
        Credential.objects.filter(renewed_from=old).update(renewed_from=new)
        if notify and new.award.recipient_email:
            delivery.send([new], DeliveryKind.REPLACED)
    old.refresh_from_db(fields=["state", "reason", "state_changed_at"])
    return Replaced(old, new, is_new=True)


def corrections(old: Award, new: Award) -> list[Correction]:
    """Return what a replacement changed, in words, for the issuer's eyes only."""
    names = [name for name in LABELS if old.fields.get(name) != new.fields.get(name)]
    return [
        Correction(str(LABELS[name]), _shown(name, old.fields), _shown(name, new.fields))
        for name in names
    ]


def _shown(name: str, fields: dict[str, Any]) -> str:
    if name == "evidence":
        works = intent.works_of(fields) if isinstance(fields.get(name), list) else ()
        return " · ".join(part for work in works for part in (work.url, work.narrative) if part)
    value = str(fields.get(name) or "")
    if name in _DAYS and value:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return value


def _held(credential_id: UUID) -> Credential:
    rows = Credential.objects.select_related(
        "award", "achievement_version__achievement", "organisation"
    )
    first: Credential = rows.get(pk=credential_id)
    fuse.hold(first.organisation_id)
    held: Credential = rows.select_for_update(of=("self",)).get(pk=credential_id)
    return readable(held)


def _dated(old: Credential, recipient: Recipient) -> Recipient:
    """Return the recipient with the day the wrong one had: a correction awards nothing anew."""
    day = recipient.achieved_on or old.award.achieved_on or old.issued_at.date()
    return dataclasses.replace(recipient, achieved_on=day)


def _known(old: Credential, recipient: Recipient, right: Recipient) -> Credential | None:
    """Return the replacement when this very correction was made before."""
    if old.state == CredentialState.SUPERSEDED:
        found: Credential | None = (
            Credential.objects.filter(replaces=old)
            .select_related("award", "achievement_version__achievement", "organisation")
            .first()
        )
        if found is not None and found.award.fields == _plain(right):
            return found
        raise ReplacedError(
            _("It was replaced before. Correct what replaced it."),
            replacement=str(found.pk) if found else "",
        )
    if old.award.fields in (_plain(recipient), _plain(right)):
        raise UnchangedError(_("Nothing is different. Change what is wrong, then send it."))
    return None


def _end(
    old: Credential, recipient: Recipient, *, reason: str, actor: object, approved: bool
) -> None:
    changed = _changed(old.award.fields, _plain(recipient))
    turned = lifecycle.turn_some(
        [old.pk],
        lifecycle.SUPERSEDE,
        reason=line(reason)[: lifecycle.MAX_REASON],
        actor=actor,
        at=timezone.now(),
        approved=approved,
        said=lambda _row: {"changed": changed},
    )
    if turned.refused:
        raise StateError(
            _("Only a credential that is active can be corrected."),
            credential=str(old.pk),
            state=old.state,
        )


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the names of the fields that differ: the audit trail keeps no values of persons."""
    names = dict.fromkeys([*before, *after])
    return [name for name in names if before.get(name) != after.get(name)]


def _plain(recipient: Recipient) -> dict[str, Any]:
    """Return the recipient's fields as a database column gives them back."""
    plain: dict[str, Any] = json.loads(json.dumps(intent.to_json(recipient)))
    return plain


def lineage_of(old: Credential, right: Recipient, *, keeps: bool) -> Lineage:
    """Return where the new one comes from: what the old one renewed, it renews too."""
    day = old.award.achieved_on or old.issued_at.date()
    before = old.renewed_from
    evidence = (
        ()
        if before is None
        else (
            renewal_evidence(
                before.pk,
                issued_on=before.issued_at.date(),
                language=old.achievement_version.language,
            ),
        )
    )
    return Lineage(
        replaces=old.pk,
        renews=old.renewed_from_id,
        claimed_at=old.claimed_at if keeps else None,
        inner_until=old.inner_until if right.achieved_on == day else None,
        evidence=evidence,
        related=related_of(bytes(old.document)),
    )


def _same_person(award: Award, recipient: Recipient) -> bool:
    """Say whether the mail goes where it went: only then may a claim go over."""
    return same_mailbox(award.recipient_email) == same_mailbox(recipient.email or "")


def _issue(
    old: Credential, recipient: Recipient, *, actor: object, lineage: Lineage
) -> Credential:
    version = old.achievement_version
    kept = Assessed.from_json(old.award.assessed)  # a correction marks nothing anew
    one = Intent(recipient, _source_key(old, recipient), lineage, kept)
    outcome = awarding.issue_many(
        old.organisation,
        version,
        [one],
        source=Source.REPLACEMENT,
        actor=actor,
        send_mail=False,
        archived_too=True,
    )[0]
    if outcome.error is not None:
        raise outcome.error
    if outcome.credential is None or not outcome.is_new:
        raise AlreadyIssuedError(
            _("This was issued already.")
        )  # pragma: no cover - keys differ
    return outcome.credential


def _source_key(old: Credential, recipient: Recipient) -> str:
    """Return the key by which a corrected file finds the replacement, if it is free."""
    natural = intent.source_key(old.achievement_version.achievement_id, recipient)
    if not Award.objects.filter(source_key=natural).exists():
        return natural
    return hashlib.sha256(jsonio.dumps(["replacement", str(old.pk)])).hexdigest()


def carry_claims(old: Credential, new: Credential, *, keeps: bool) -> None:
    """Let links and claims lead to the new one; not when the mail went to somebody else."""
    links = ClaimLink.objects.filter(credential=old)
    if keeps:
        links.update(credential=new)
    else:
        links.filter(claimed_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
