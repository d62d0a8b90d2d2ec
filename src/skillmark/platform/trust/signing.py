"""The signer: what an organisation signs, and only that.

A `DocumentSigner` is opened for one piece of work (a form, a chunk of a batch), reads the kill
switches then, and gives bytes only after it checked the document and verified its own signature.
Order as in the threat model: intent stored, lint, sign, verify, store; storing is the caller's
work, in the caller's transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from skillmark.core import canon, jsonio
from skillmark.core.badges.schema import clr_problems
from skillmark.core.canon import Canonicalizer
from skillmark.core.canon.memory import Memory
from skillmark.core.crypto import PublicKey
from skillmark.core.encoding import timestamp
from skillmark.core.encoding.errors import TimestampError
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.lint import BatchLint
from skillmark.core.proof import BulkSigner, ProofError, check_proof
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import addresses, keys
from skillmark.platform.trust.errors import (
    NotIssuableError,
    SelfCheckError,
    SigningHaltedError,
    StatusMissingError,
    WrongDateError,
    WrongIssuerError,
    WrongTypeError,
)
from skillmark.platform.trust.models import (
    IssuerIdentity,
    KeyPurpose,
    KillSwitch,
    StatusPurpose,
)

CLOCK_TOLERANCE: Final = timedelta(hours=24)
FARTHEST_BEGIN: Final = timedelta(days=731)  # nothing is dated back; ahead, a course or two
CREDENTIAL_TYPES: Final = frozenset({"OpenBadgeCredential", "AchievementCredential"})
RECORD_TYPE: Final = "ClrCredential"
STATUS_TYPE: Final = "BitstringStatusListCredential"
BASE_TYPE: Final = "VerifiableCredential"


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed document and the exact bytes to store and hand out."""

    document: JsonObject
    data: bytes


@dataclass(frozen=True, slots=True)
class DocumentSigner:
    """Signs for one identity and purpose; holds the opened key, so it is short-lived.

    Attributes:
        identity: the DID that must be the issuer of everything signed.
        purpose: what the key may sign.
        created: the time written into every proof.
    """

    identity: IssuerIdentity
    purpose: KeyPurpose
    created: datetime
    _bulk: BulkSigner = field(repr=False)
    _public: PublicKey = field(repr=False)
    _canonicalize: Memory = field(repr=False)
    _lint: BatchLint = field(repr=False)

    def sign_credential(self, document: JsonObject) -> Signed:
        """Check and sign one credential.

        Raises:
            WrongTypeError: it is no achievement credential, or this key signs no credentials.
            WrongIssuerError: its issuer is not the identity.
            WrongDateError: its validity does not begin now, or ends before it begins.
            StatusMissingError: it lacks one of our status entries.
            NotIssuableError: the lint finds a problem.
            SelfCheckError: the signature does not verify.
        """
        self._require(KeyPurpose.CREDENTIAL, document, CREDENTIAL_TYPES)
        _require_dates(document, self.created)
        _require_status(document)
        self._canonicalize.forget()
        problems = self._lint.problems(document)
        if problems:
            first = problems[0]
            raise NotIssuableError(
                f"The credential would not be correct: {first.message}",
                problem=first.code,
                path=first.path,
                problems=len(problems),
            )
        return self._sign(document)

    def sign_record(self, document: JsonObject) -> Signed:
        """Sign one record of learning (CLR 2.0) of the identity; raises as `sign_credential`."""
        self._require(KeyPurpose.CREDENTIAL, document, frozenset({RECORD_TYPE}))
        self._canonicalize.forget()
        if problems := clr_problems(document, several_statuses=True):
            first = problems[0]
            raise NotIssuableError(first.message, problem=first.code, path=first.path)
        return self._sign(document)

    def sign_status_list(self, document: JsonObject) -> Signed:
        """Sign one status list of the identity; raises as `sign_credential`."""
        self._require(KeyPurpose.STATUS, document, frozenset({STATUS_TYPE}))
        self._canonicalize.forget()
        return self._sign(document)

    def _require(
        self, purpose: KeyPurpose, document: JsonObject, types: frozenset[str]
    ) -> None:
        if self.purpose != purpose:
            raise WrongTypeError("This key signs documents of another purpose.")
        named = document.get("type")
        found = (
            {item for item in named if isinstance(item, str)}
            if isinstance(named, list)
            else set()
        )
        if BASE_TYPE not in found or not found & types or not found <= types | {BASE_TYPE}:
            raise WrongTypeError(
                "This signer does not sign documents of this type.",
                types=", ".join(sorted(found))[:200],
            )
        issuer = document.get("issuer")
        name = issuer.get("id") if isinstance(issuer, dict) else issuer
        if name != self.identity.did:
            raise WrongIssuerError("The document names another issuer than the organisation.")

    def _sign(self, document: JsonObject) -> Signed:
        signed = self._bulk.add_proof(document)
        proof = signed["proof"]
        if not isinstance(proof, dict):
            raise SelfCheckError("The signature has no proof.")
        try:
            check_proof(signed, proof, self._public, canonicalize=self._canonicalize)
        except ProofError as error:
            raise SelfCheckError(
                "The signature does not verify; nothing was issued.", proof=error.code
            ) from error
        return Signed(signed, jsonio.dumps(signed))


@sensitive_variables("private")
def open_signer(
    identity: IssuerIdentity,
    purpose: KeyPurpose,
    *,
    created: datetime | None = None,
    canonicalize: Canonicalizer = canon.canonicalize,
) -> DocumentSigner:
    """Return a signer for one piece of work, unless a kill switch is set.

    Args:
        identity: whose DID signs.
        purpose: credentials or status lists.
        created: the time of the proofs; now if not given.
        canonicalize: a `canon.compiled.ShapeCache` for many documents of one shape.

    Raises:
        SigningHaltedError: the platform, the organisation or the key is halted.
        NoKeyError: there is no active key.
        VaultError: the key does not open.
    """
    row = keys.active_key(identity, purpose)
    refuse_when_halted(identity.organisation_id, row.pk, purpose)
    private = keys.open_key(row)
    memory = Memory(canonicalize)
    moment = (created or timezone.now()).replace(microsecond=0)
    bulk = BulkSigner(
        signer=private,
        verification_method=row.verification_method,
        created=moment,
        canonicalize=memory,
    )
    public = keys.public_half(row)
    lint = BatchLint(at=moment, canonicalize=memory)
    return DocumentSigner(identity, purpose, moment, bulk, public, memory, lint)


def sign_credential(organisation: Organisation, document: JsonObject) -> bytes:
    """Return the signed bytes of one credential of an organisation; see `DocumentSigner`."""
    identity = keys.ensure_identity(organisation)
    return open_signer(identity, KeyPurpose.CREDENTIAL).sign_credential(document).data


def halt(
    *,
    reason: str,
    organisation: Organisation | None = None,
    actor: str = "",
    issuing_only: bool = False,
) -> KillSwitch:
    """Stop signing at once, of one organisation or of the platform.

    Args:
        reason: for those who find it stopped.
        organisation: whose signing stops; everybody's without one.
        actor: who stops it.
        issuing_only: let status lists go on, so that credentials can still be revoked.
    """
    return KillSwitch.objects.create(
        organisation=organisation, reason=reason, set_by=actor, issuing_only=issuing_only
    )


def resume(switch: KillSwitch) -> None:
    """Lift a kill switch."""
    switch.lifted_at = timezone.now()
    switch.save(update_fields=["lifted_at"])


def halted(organisation_id: UUID) -> KillSwitch | None:
    """Return what keeps an organisation from issuing now: the platform's switch before its own."""
    mine = Q(organisation_id=organisation_id) | Q(organisation=None)
    found = KillSwitch.objects.filter(mine, key=None, lifted_at=None)
    return found.order_by(F("organisation").asc(nulls_first=True), "set_at").first()


def refuse_when_halted(
    organisation_id: UUID, key_id: UUID, purpose: KeyPurpose = KeyPurpose.CREDENTIAL
) -> None:
    """Read the kill switches.

    Raises:
        SigningHaltedError: one that concerns the platform, the organisation or the key is set.
    """
    platform = Q(organisation=None, key=None)
    mine = Q(organisation_id=organisation_id, key=None) | Q(key_id=key_id)
    switches = KillSwitch.objects.filter(platform | mine, lifted_at=None)
    if purpose != KeyPurpose.CREDENTIAL:
        switches = switches.filter(issuing_only=False)
    found = switches.first()
    if found is not None:
        raise SigningHaltedError(
            "Signing is halted at the moment.", since=found.set_at.isoformat()
        )


def _require_dates(document: JsonObject, now: datetime) -> None:
    start = _moment(document, "validFrom")
    if start is None or not now - CLOCK_TOLERANCE <= start <= now + FARTHEST_BEGIN:
        raise WrongDateError(
            "The credential must begin to be valid when it is issued, or within two years."
        )
    end = _moment(document, "validUntil")
    if end is not None and end <= start:
        raise WrongDateError("The credential would end before it begins.")


def _moment(document: JsonObject, name: str) -> datetime | None:
    value = document.get(name)
    if value is None:
        return None
    try:
        return timestamp.decode(value if isinstance(value, str) else "")
    except TimestampError as error:
        raise WrongDateError(f"“{name}” is no date with a zone.") from error


def _require_status(document: JsonObject) -> None:
    value = document.get("credentialStatus")
    entries = value if isinstance(value, list) else [value]
    ours = addresses.absolute("/status/")
    found = {_purpose(entry) for entry in entries if _points_to(entry, ours)}
    if found != {purpose.value for purpose in StatusPurpose}:
        raise StatusMissingError("The credential needs an entry in each of our status lists.")


def _points_to(entry: JsonValue, beginning: str) -> bool:
    if not isinstance(entry, Mapping):
        return False
    url = entry.get("statusListCredential")
    return isinstance(url, str) and url.startswith(beginning)


def _purpose(entry: JsonValue) -> str:
    return str(entry.get("statusPurpose")) if isinstance(entry, dict) else ""
