"""The desk: every rule of signing, the same in this process and in the signer's own.

In this order: the key and whose it is, kill switches, the time, how much the key has signed, the
documents one by one; then the intent is written down, and only then a key opened, every document
signed, every signature verified, the outcome written down, the bytes handed out.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from skillmark.core.canon import Canonicalizer
from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.crypto import Algorithm
from skillmark.core.errors import SkillmarkError
from skillmark.platform.approvals.models import Approval, ApprovalState
from skillmark.platform.trust import switches
from skillmark.platform.trust.errors import SelfCheckError
from skillmark.platform.trust.models import IssuerKey, KeyPurpose, KeyState
from skillmark.platform.trust.signer import making
from skillmark.platform.trust.signer.errors import (
    BackDatedError,
    IntentReusedError,
    OrderError,
    QuotaError,
    SecondPersonError,
    TenantError,
)
from skillmark.platform.trust.signer.hand import Hand
from skillmark.platform.trust.signer.journal import Journal, kept_bytes
from skillmark.platform.trust.signer.models import SignerIntent
from skillmark.platform.trust.signer.orders import (
    MAX_DOCUMENTS,
    MAX_ORDER_BYTES,
    Document,
    Order,
    Result,
    Signed,
    order_digest,
    renamed,
)

PAST: Final = timedelta(hours=24)  # a job that waited may still write when it was asked
AHEAD: Final = timedelta(minutes=5)  # clocks differ
APPROVED_TWICE: Final = 2  # what a crash undid is signed again under the same approval
APPROVALS: Final = "issuing."  # kinds of approvals that are about signing
DEFAULT_JOURNAL: Final = Journal()  # in the database of everything else
_shapes: Final = ShapeCache()  # shared by all threads of this process


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one key signs; 0 is no limit.

    Attributes:
        per_minute: documents in a minute.
        per_day: documents in 24 hours.
        alone: documents in 24 hours before a second person must have agreed.
        any_time: proofs may carry times of the past: for demos and tests, never in service.
    """

    per_minute: int
    per_day: int
    alone: int
    any_time: bool = False

    @classmethod
    def configured(cls) -> "Limits":
        """Return the limits of this installation."""
        config = settings.SKILLMARK
        return cls(
            per_minute=config.signer_per_minute,
            per_day=config.signer_per_day,
            alone=config.signer_approval_above,
            any_time=config.demo,
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes orders; holds no key between two of them.

    Attributes:
        journal: where intents are written.
        limits: how much a key signs; those of the installation when not given.
    """

    journal: Journal = DEFAULT_JOURNAL
    limits: Limits | None = None

    def sign(
        self,
        order: Order,
        documents: Sequence[Document],
        *,
        asked_by: str = "",
        canonicalize: Canonicalizer = _shapes.canonicalize,
    ) -> list[Result]:
        """Sign the documents of an order; one that cannot be signed costs no other.

        Args:
            order: whose key, for what.
            documents: unsigned; there is one result for each, in order.
            asked_by: the caller's account and process, for the journal.
            canonicalize: best a `ShapeCache` that lives long.

        Raises:
            OrderError: too many or too large documents.
            TenantError: the key is not the organisation's, or not for this task.
            SigningHaltedError: a kill switch is set.
            BackDatedError: the time of the proofs is not now.
            QuotaError: the key has signed enough for now.
            SecondPersonError: a second person has to agree first.
            IntentReusedError: the id of the order stood for something else.
            SelfCheckError: a signature does not verify.
            TrustError: the key does not open.
        """
        _require_size(documents)
        row = self.key(order)
        switches.refuse_when_halted(order.organisation, row.pk, order.task.purpose)
        digest = order_digest(order, documents)
        known = self.journal.find(order.intent)
        if known is None:
            self._require_now(order.created)
            self._require_room(order, len(documents))
        else:
            order = _again(order, known, digest)
        hand = Hand(row, order, canonicalize, _now(self._limits))
        refusals = [hand.refusal(document) for document in documents]
        fit = sum(found is None for found in refusals)
        if not fit:
            return [found for found in refusals if found is not None]
        if known is None:
            known, fresh = self.journal.begin(
                order, count=fit, digest=digest, asked_by=asked_by
            )
            if not fresh:
                order = _again(order, known, digest)
                hand = Hand(row, order, canonicalize, _now(self._limits))
        return self._sign(order, hand, documents, refusals)

    def key(self, order: Order) -> IssuerKey:
        """Return the key of an order, once it is the organisation's and made for the task.

        Raises:
            TenantError: it is not there, another's, retired, or made for something else.
        """
        keys = IssuerKey.objects.with_scopes_disabled()
        row: IssuerKey | None = (
            keys.select_related("identity", "encryption").filter(pk=order.key).first()
        )
        row = row or making.find(order.key, self.journal)
        if row is None or row.organisation_id != order.organisation:
            raise TenantError("The organisation has no such key.")
        if row.identity.organisation_id != order.organisation:
            raise TenantError("The key's identity belongs to another organisation.")
        if row.state != KeyState.ACTIVE:
            raise TenantError("The key signs no more.", state=str(row.state))
        alone = row.identity.did.startswith("did:key:")  # one key for everything
        if row.purpose != order.task.purpose and not (
            alone and row.purpose == KeyPurpose.CREDENTIAL
        ):
            raise TenantError("The key is made for another purpose.", purpose=str(row.purpose))
        return row

    @property
    def _limits(self) -> Limits:
        return self.limits or Limits.configured()

    def _require_now(self, created: datetime) -> None:
        now = timezone.now()
        if created.microsecond or not (
            self._limits.any_time or now - PAST <= created <= now + AHEAD
        ):
            raise BackDatedError(
                "A proof carries the time at which it is made.", created=created.isoformat()
            )

    def _require_room(self, order: Order, count: int) -> None:
        limits, used = self._limits, self.journal.used(order.key)
        for limit, spent, words in (
            (limits.per_minute, used.minute, "minute"),
            (limits.per_day, used.day, "day"),
        ):
            if limit and spent + count > limit:
                raise QuotaError(
                    f"The key may sign {limit} documents in a {words}.",
                    limit=limit,
                    spent=spent,
                )
        if order.approval is not None:
            self._require_approval(order, order.approval, count)
        elif limits.alone and used.alone + count > limits.alone:
            raise SecondPersonError(
                "So much is only signed after a second person has agreed.",
                limit=limits.alone,
                spent=used.alone,
            )

    def _require_approval(self, order: Order, approval: UUID, count: int) -> None:
        rows = Approval.objects.with_scopes_disabled().filter(
            pk=approval,
            organisation_id=order.organisation,
            state=ApprovalState.APPROVED,
            kind__startswith=APPROVALS,
        )
        found = rows.values("asked_by_id", "decided_by_id", "facts").first()
        if (
            found is None
            or found["decided_by_id"] is None
            or found["decided_by_id"] == found["asked_by_id"]
        ):
            raise SecondPersonError("There is no second person's yes of that id.")
        people = found["facts"].get("people", 0)
        room = APPROVED_TWICE * people if isinstance(people, int) else 0
        if self.journal.approved(approval) + count > room:
            raise SecondPersonError(
                "The second person agreed to fewer documents.", approved=people
            )

    def _sign(
        self,
        order: Order,
        hand: Hand,
        documents: Sequence[Document],
        refusals: Sequence[SkillmarkError | None],
    ) -> list[Result]:
        before = self.journal.outcome(order.intent)
        kept = kept_bytes(before) if before else None
        results: list[Result] = []
        for document, refused in zip(documents, refusals, strict=True):
            if refused is not None:
                results.append(refused)
            elif kept is not None:
                results.append(Signed(kept.pop(0)))
            else:
                results.append(hand.sign(document))
        data = [one.data for one in results if isinstance(one, Signed)]
        digests = b"".join(hashlib.sha256(one).digest() for one in data)
        if before is not None and bytes(before.digests) != digests:
            raise SelfCheckError("The same order gave other bytes; nothing was handed out.")
        if before is None:
            steady = hand.row.algorithm == Algorithm.ED25519
            self.journal.finish(
                order.intent,
                digests,
                refused=len(results) - len(data),
                kept=None if steady else data,
            )
        return results


def _again(order: Order, known: SignerIntent, digest: str) -> Order:
    """Return the order as it was first written down; it must be the same."""
    if known.digest != digest:
        raise IntentReusedError("The id of this order was used for something else.")
    return renamed(order, known.created)


def _now(limits: Limits) -> datetime | None:
    """Return what entries of the log are dated by; None where any time will do."""
    return None if limits.any_time else timezone.now()


def _require_size(documents: Sequence[Document]) -> None:
    if not 1 <= len(documents) <= MAX_DOCUMENTS:
        raise OrderError("An order has 1 to 1,000 documents.", count=len(documents))
    if sum(len(document.data) for document in documents) > MAX_ORDER_BYTES:
        raise OrderError("The documents of the order are too large.")
