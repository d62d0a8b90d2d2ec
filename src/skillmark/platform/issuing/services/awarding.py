"""Making credentials: intent, places, document, signature, rows and mail in one transaction.

`issue_many` is the only way a credential comes about; a form, a batch and the API all end here.
An award is made once: its source key is unique in the organisation, so a repetition (a retry,
the same file again, two workers at once) finds the credential that exists and adds nothing.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.canon.errors import CanonError
from skillmark.core.jsonio import JsonObject
from skillmark.core.log import credential_digest
from skillmark.platform.catalog import validity
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.events.audit import Act
from skillmark.platform.events.ids import uuid7
from skillmark.platform.issuing import signals
from skillmark.platform.issuing.errors import (
    AlreadyIssuedError,
    IssuingError,
    NotPublishedError,
)
from skillmark.platform.issuing.making import clocks, document, intent
from skillmark.platform.issuing.making.intent import Intent
from skillmark.platform.issuing.models import (
    Award,
    AwardState,
    Credential,
    DeliveryKind,
    Source,
)
from skillmark.platform.issuing.services import delivery
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.transparency import services as transparency
from skillmark.platform.transparency.services import ToLog
from skillmark.platform.trust import keys, signing, status
from skillmark.platform.trust.errors import NotIssuableError, WrongDateError
from skillmark.platform.trust.models import KeyPurpose
from skillmark.platform.trust.status import Place

ATTEMPTS: Final = 3  # when another worker makes the same award at the same moment
_ROWS: Final = 500  # rows of one insert
_ISSUABLE: Final = frozenset({State.PUBLISHED})
_ISSUED_ONCE: Final = frozenset({State.PUBLISHED, State.ARCHIVED})
_shapes: Final = ShapeCache()  # shared by all threads of this process

type _RowError = IssuingError | NotIssuableError | WrongDateError | CanonError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one intent: exactly one of new, found again, or refused."""

    intent: Intent
    credential: Credential | None = None
    is_new: bool = False
    error: _RowError | None = None


@dataclass(frozen=True, slots=True)
class _Built:
    """A credential that is built and not yet signed."""

    credential_id: UUID
    intent: Intent
    award: Award
    unsigned: JsonObject
    end: datetime | None
    part_end: datetime | None


@dataclass(frozen=True, slots=True)
class _Draft:
    """A credential that is signed and not yet stored."""

    award: Award
    credential: Credential
    to_log: ToLog


def issue_one(
    organisation: Organisation,
    version: AchievementVersion,
    one: Intent,
    *,
    source: Source,
    actor: object,
    send_mail: bool = True,
    at: datetime | None = None,
) -> Credential:
    """Issue one credential, as `issue_many`.

    Raises:
        NotPublishedError: the version is not published.
        AlreadyIssuedError: the same award was made before.
        RecipientError: a field of the recipient cannot be used.
        NotIssuableError: the credential would not be correct.
        TrustError: it cannot be signed.
    """
    outcome = issue_many(
        organisation, version, [one], source=source, actor=actor, send_mail=send_mail, at=at
    )[0]
    if outcome.error is not None:
        raise outcome.error
    if outcome.credential is None or not outcome.is_new:
        existing = str(outcome.credential.pk) if outcome.credential else ""
        raise AlreadyIssuedError(
            "This person has this credential already.", credential=existing
        )
    return outcome.credential


def issue_many(
    organisation: Organisation,
    version: AchievementVersion,
    intents: Sequence[Intent],
    *,
    source: Source,
    actor: object,
    send_mail: bool = True,
    at: datetime | None = None,
    archived_too: bool = False,
    approval: UUID | None = None,
) -> list[Outcome]:
    """Issue credentials in one transaction; a row that cannot be issued costs no other row.

    Must run in the organisation's scope. `send_mail` writes a mail for everyone with an address.
    `at` is the time of issue, now if not given; no form or API lets anybody choose it.
    `archived_too` lets a correction use the version that was published when it was first issued.
    `approval` is the second person's yes under which this is issued, for the signer to see.

    Returns:
        One outcome an intent, in order.

    Raises:
        NotPublishedError: the version is not published.
        TrustError: nothing can be signed at the moment.
    """
    if version.state not in (_ISSUED_ONCE if archived_too else _ISSUABLE):
        raise NotPublishedError("Publish the achievement before you issue it.")
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                run = _Run(
                    organisation,
                    version,
                    source,
                    audit.reference(actor),
                    at=at,
                    approval=approval,
                )
                outcomes = run.issue(intents)
                _tell(organisation, actor, outcomes, send_mail=send_mail)
                return outcomes
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")  # pragma: no cover


class _Run:
    """One transaction's worth of issuing."""

    def __init__(
        self,
        organisation: Organisation,
        version: AchievementVersion,
        source: Source,
        actor: str,
        *,
        at: datetime | None,
        approval: UUID | None,
    ) -> None:
        self._approval = approval
        self._organisation = organisation
        self._version = version
        self._source = source
        self._actor = actor
        self._now: datetime = (at or timezone.now()).replace(microsecond=0)

    def issue(self, intents: Sequence[Intent]) -> list[Outcome]:
        """Store what is new and return what became of each intent."""
        known = self._known([one.source_key for one in intents])
        fresh = {one.source_key: one for one in intents if one.source_key not in known}
        made, refused = self._make(list(fresh.values())) if fresh else ({}, {})
        self._store(list(made.values()))
        outcomes = []
        for one in intents:
            key = one.source_key
            draft = made.get(key)
            is_new = draft is not None and fresh.pop(key, None) is not None
            credential = draft.credential if draft else known.get(key)
            outcomes.append(Outcome(one, credential, is_new, refused.get(key)))
        return outcomes

    def _known(self, keys_wanted: Sequence[str]) -> dict[str, Credential]:
        rows = Credential.objects.filter(award__source_key__in=keys_wanted)
        found = rows.select_related("award", "achievement_version", "organisation")
        return {row.award.source_key: row for row in found}

    def _make(
        self, intents: Sequence[Intent]
    ) -> tuple[dict[str, _Draft], dict[str, _RowError]]:
        identity = keys.ensure_identity(self._organisation)
        signer = signing.open_signer(
            identity,
            KeyPurpose.CREDENTIAL,
            created=self._now,
            canonicalize=_shapes.canonicalize,
            approval=self._approval,
        )
        template = document.template(self._organisation, self._version, identity.did, self._now)
        ids = [uuid7() for _ in intents]
        places = status.allot(identity, ids)
        refused: dict[str, _RowError] = {}
        built: list[_Built] = []
        for credential_id, one in zip(ids, intents, strict=True):
            try:
                built.append(self._build(credential_id, one, places[credential_id], template))
            except IssuingError as error:
                refused[one.source_key] = error
        made: dict[str, _Draft] = {}
        results = signer.sign_credentials([each.unsigned for each in built])
        for each, result in zip(built, results, strict=True):
            if isinstance(result, signing.Signed):
                made[each.intent.source_key] = self._draft(each, result.data, template)
            elif isinstance(result, NotIssuableError | WrongDateError | CanonError):
                refused[each.intent.source_key] = result
            else:
                raise result
        return made, refused

    def _build(
        self,
        credential_id: UUID,
        one: Intent,
        places: tuple[Place, ...],
        template: document.Template,
    ) -> _Built:
        award = self._award(one)
        end = template.validity_end(one.recipient)
        part_end = clocks.part_end(self._version, one, self._now.date(), end)
        unsigned = template.build(
            credential_id,
            one.recipient,
            salt=award.salt,
            statuses=[place.to_entry() for place in places],
            valid_until=end,
            evidence=(
                *one.lineage.evidence,
                *clocks.part_evidence(self._version, part_end),
                *one.assessed.evidence,
            ),
            results=one.assessed.results,
            related=one.lineage.related,
        )
        return _Built(credential_id, one, award, unsigned, end, part_end)

    def _draft(self, built: _Built, data: bytes, template: document.Template) -> _Draft:
        one = built.intent
        credential = Credential(
            id=built.credential_id,
            organisation=self._organisation,
            award=built.award,
            achievement_version=self._version,
            document=data,
            digest=hashlib.sha256(data).hexdigest(),
            valid_from=template.begin(one.recipient),
            valid_until=built.end,
            inner_until=built.part_end,
            renewal_opens_at=validity.renewal_opens(self._version, built.end),
            issued_at=template.issued_at,
            claimed_at=one.lineage.claimed_at,
            renewed_from_id=one.lineage.renews,
            replaces_id=one.lineage.replaces,
        )
        to_log = ToLog(
            built.credential_id, credential_digest(built.unsigned), template.issuer.id
        )
        return _Draft(built.award, credential, to_log)

    def _award(self, one: Intent) -> Award:
        return Award(
            id=uuid7(),
            organisation=self._organisation,
            achievement_version=self._version,
            source=self._source,
            source_key=one.source_key,
            recipient_name=one.recipient.name,
            recipient_email=(one.recipient.email or "").lower(),
            fields=intent.to_json(one.recipient),
            assessed=one.assessed.to_json(),
            salt=intent.new_salt(),
            state=AwardState.ISSUED,
            created_by=self._actor,
            created_at=self._now,
        )

    def _store(self, drafts: Sequence[_Draft]) -> None:
        Award.objects.bulk_create([draft.award for draft in drafts], batch_size=_ROWS)
        Credential.objects.bulk_create([draft.credential for draft in drafts], batch_size=_ROWS)
        transparency.log_credentials(self._organisation, [draft.to_log for draft in drafts])


def _tell(
    organisation: Organisation, actor: object, outcomes: Sequence[Outcome], *, send_mail: bool
) -> None:
    new = [one.credential for one in outcomes if one.is_new and one.credential]
    acts = [
        Act(
            "credential.issued",
            row,
            after={
                "digest": row.digest,
                "version": str(row.achievement_version_id),
                "source": row.award.source,
            },
        )
        for row in new
    ]
    events.record_many(organisation_id=organisation.pk, actor=actor, acts=acts)
    if new:
        signals.changed.send(sender=Credential, credentials=new, what="issued")
    if send_mail:
        addressed = [row for row in new if row.award.recipient_email]
        delivery.send(addressed, DeliveryKind.ISSUED)
