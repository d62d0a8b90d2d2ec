"""Renewing: a new credential that continues an old one, with new dates and new proof.

The new one is issued from what is published today; the old one keeps its bytes and stays valid
until its own end, unless it is asked to end at once. A credential has one renewal that counts: a
retry, or two people at once, find the one that is there.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.core.issue.recipient import Recipient, Work
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.events import services as events
from skillmark.platform.events.audit import Act
from skillmark.platform.issuing.errors import (
    ErasedError,
    NotPublishedError,
    NotRenewableError,
)
from skillmark.platform.issuing.lineage import Lineage, renewal_evidence
from skillmark.platform.issuing.making import intent
from skillmark.platform.issuing.making.intent import Intent
from skillmark.platform.issuing.models import (
    FINAL_STATES,
    Credential,
    CredentialState,
    DeliveryKind,
    Source,
)
from skillmark.platform.issuing.services import awarding, delivery, fuse, lifecycle
from skillmark.platform.rights import selectors as rights
from skillmark.platform.trust import keys
from skillmark.platform.trust.models import IssuerIdentity

_DAYS: Final = ("achieved_on", "valid_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what new proof, and for how long, credentials are renewed.

    Attributes:
        achieved_on: the day of the new proof; today if not given.
        valid_until: the last day; by default the achievement's policy counts from the new day.
        part_only: only the shorter clock inside begins anew; the whole ends when it did.
        ends_old: the old credential stops counting at once.
    """

    achieved_on: date | None = None
    valid_until: date | None = None
    grade: str = ""
    evidence_url: str = ""
    narrative: str = ""
    part_only: bool = False
    ends_old: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the terms as plain JSON."""
        fields = asdict(self)
        return fields | {
            name: day.isoformat() for name in _DAYS if (day := fields[name]) is not None
        }


def terms_from(fields: Mapping[str, Any]) -> Terms:
    """Return the terms that `Terms.to_json` wrote."""
    days = {name: date.fromisoformat(fields[name]) for name in _DAYS if fields.get(name)}
    return Terms(**{**fields, **dict.fromkeys(_DAYS), **days})


@dataclass(frozen=True, slots=True)
class Renewed:
    """What became of renewing one: a credential, new or found again, or a reason why not."""

    old: Credential
    credential: Credential | None = None
    is_new: bool = False
    error: SkillmarkError | None = None


def renew(credential_id: UUID, terms: Terms, *, actor: object, notify: bool = True) -> Renewed:
    """Renew one credential of the current organisation, once.

    Raises:
        Credential.DoesNotExist: it is not there, or not in this organisation.
        NotRenewableError: it is suspended, revoked or replaced, or has no part to renew alone.
        NotPublishedError: nothing is published to renew it from.
        RecipientError: a date cannot be.
        ApprovalNeededError: the old ones would end at once, and so many need a second person.
    """
    outcomes = renew_many([credential_id], terms, actor=actor, notify=notify)
    if not outcomes:
        raise Credential.DoesNotExist("There is no such credential.")
    if outcomes[0].error is not None:
        raise outcomes[0].error
    return outcomes[0]


def renew_many(
    credential_ids: Sequence[UUID],
    terms: Terms,
    *,
    actor: object,
    notify: bool = True,
    charged: bool = False,
) -> list[Renewed]:
    """Renew credentials in one transaction; one that cannot be renewed costs no other.

    Ids that are not there, or of other organisations, are passed over. `charged` says that the
    fuse has counted the old ones that end at once.

    Raises:
        ApprovalNeededError: see `renew`; nothing changed.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = _held(credential_ids)
        if not rows:
            return []
        run = _Run(rows, terms, actor, now)
        outcomes = run.renew()
        fresh = [one for one in outcomes if one.is_new and one.credential is not None]
        _record(fresh, actor)
        if terms.ends_old:
            lifecycle.turn_some(
                [one.old.pk for one in fresh],
                lifecycle.SUPERSEDE,
                reason="",
                actor=actor,
                at=now,
                charged=charged,
            )
        if notify:
            made = [one.credential for one in fresh if one.credential is not None]
            delivery.send(
                [row for row in made if row.award.recipient_email], DeliveryKind.RENEWED
            )
    return outcomes


class _Run:
    """One transaction's worth of renewals."""

    def __init__(
        self, rows: list[Credential], terms: Terms, actor: object, now: datetime
    ) -> None:
        self._rows, self._terms, self._actor, self._now = rows, terms, actor, now
        self._versions = _versions(rows)
        self._known = _renewals(rows)

    def renew(self) -> list[Renewed]:
        """Issue what is not there yet and return what became of each, in order."""
        found: dict[UUID, Renewed] = {}
        groups: dict[UUID, list[Credential]] = defaultdict(list)
        for row in self._rows:
            known = [one for one in self._known[row.pk] if one.state not in FINAL_STATES]
            if known:
                found[row.pk] = Renewed(row, known[0])
            elif (error := self._refusal(row)) is not None:
                found[row.pk] = Renewed(row, error=error)
            else:
                groups[row.achievement_version.achievement_id].append(row)
        for achievement, rows in groups.items():
            found |= self._issue(self._versions[achievement], rows)
        return [found[row.pk] for row in self._rows]

    def _refusal(self, row: Credential) -> SkillmarkError | None:
        if row.erased_at is not None:
            return ErasedError(
                _(
                    "It was erased at the wish, or for the protection, of the person it is about."
                ),
                credential=str(row.pk),
            )
        words = {
            CredentialState.SUSPENDED: _("Lift the suspension before you renew it."),
            CredentialState.REVOKED: _("A revoked credential is not renewed. Issue a new one."),
            CredentialState.SUPERSEDED: _("It was replaced. Renew what replaced it."),
        }
        if row.state in words:
            return NotRenewableError(words[CredentialState(row.state)], credential=str(row.pk))
        version = self._versions.get(row.achievement_version.achievement_id)
        if version is None:
            return NotPublishedError(_("Publish the achievement before you renew."))
        if self._terms.part_only and (version.inner_months is None or row.is_expired):
            return NotRenewableError(
                _("It has no part that could be renewed alone."), credential=str(row.pk)
            )
        return None

    def _issue(
        self, version: AchievementVersion, rows: list[Credential]
    ) -> dict[UUID, Renewed]:
        intents = [self._intent(row, version) for row in rows]
        outcomes = awarding.issue_many(
            rows[0].organisation,
            version,
            intents,
            source=Source.RENEWAL,
            actor=self._actor,
            send_mail=False,
            at=self._now,
        )
        return {
            row.pk: Renewed(row, made.credential, made.is_new, made.error)
            for row, made in zip(rows, outcomes, strict=True)
        }

    def _intent(self, row: Credential, version: AchievementVersion) -> Intent:
        evidence = renewal_evidence(
            row.pk, issued_on=row.issued_at.date(), language=version.language
        )
        day = self._terms.achieved_on or self._now.date()
        lineage = Lineage(
            renews=row.pk,
            inner_from=day if self._terms.part_only else None,
            evidence=(evidence,),
        )
        key = _source_key(row.pk, len(self._known[row.pk]))
        return Intent(self._recipient(row, day), key, lineage)

    def _recipient(self, row: Credential, day: date) -> Recipient:
        """Return the same person with the new proof; what was said of the old one is not kept."""
        terms = self._terms
        person = intent.from_json(row.award.fields)
        until = terms.valid_until
        if terms.part_only:
            day = row.award.achieved_on or row.issued_at.date()
            until = row.valid_until.date() if row.valid_until else None
        return replace(
            person,
            achieved_on=day,
            valid_from=None,
            valid_until=until,
            grade=terms.grade or None,
            evidence=(Work(url=terms.evidence_url),) if terms.evidence_url else (),
            narrative=terms.narrative or None,
        )


def _held(credential_ids: Sequence[UUID]) -> list[Credential]:
    ids = sorted(set(credential_ids))
    first = Credential.objects.filter(pk__in=ids).select_related("organisation").first()
    if first is None:
        return []
    fuse.hold(first.organisation_id)
    rows = list(
        Credential.objects.select_for_update(of=("self",))
        .filter(pk__in=ids)
        .defer("document")
        .select_related("award", "achievement_version__achievement", "organisation")
        .order_by("pk")
    )
    hold_identity(rows[0])
    by_id = {row.pk: row for row in rows}
    return [by_id[one] for one in dict.fromkeys(credential_ids) if one in by_id]


def hold_identity(row: Credential) -> None:
    """Wait for others who issue here, before any status list is held; see `fuse.hold`."""
    identity = keys.ensure_identity(row.organisation)
    everywhere = IssuerIdentity.objects.with_scopes_disabled()
    everywhere.select_for_update(no_key=True).get(pk=identity.pk)


def _versions(rows: Sequence[Credential]) -> dict[UUID, AchievementVersion]:
    wanted = {row.achievement_version.achievement_id for row in rows}
    found = rights.issuable_here().filter(achievement_id__in=wanted)
    return {version.achievement_id: version for version in found}


def _renewals(rows: Sequence[Credential]) -> dict[UUID, list[Credential]]:
    """Return the renewals that each credential has had, those that count no longer too."""
    found: dict[UUID, list[Credential]] = {row.pk: [] for row in rows}
    made = (
        Credential.objects.filter(renewed_from__in=list(found))
        .defer("document")
        .select_related("award", "achievement_version__achievement", "organisation")
        .order_by("issued_at", "pk")
    )
    for one in made:
        found[one.renewed_from_id].append(one)
    return found


def _source_key(renewed: UUID, before: int) -> str:
    return hashlib.sha256(jsonio.dumps(["renewal", str(renewed), before])).hexdigest()


def _record(fresh: Sequence[Renewed], actor: object) -> None:
    if not fresh:
        return
    acts = [
        Act("credential.renewed", one.old, after={"renewal": str(one.credential.pk)})
        for one in fresh
        if one.credential is not None
    ]
    events.record_many(organisation_id=fresh[0].old.organisation_id, actor=actor, acts=acts)
