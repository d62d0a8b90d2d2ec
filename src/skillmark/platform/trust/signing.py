"""The signer, as everybody asks for it: what an organisation signs, and only that.

A `DocumentSigner` is opened for one piece of work (a form, a chunk of a batch) and puts its orders
to the desk (`skillmark.platform.trust.signer`): in this process, or in the signer's own when one is
configured. The rules are the desk's and the same in both. Storing what was signed is the caller's
work, in the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from skillmark.core.canon import Canonicalizer
from skillmark.core.crypto import Algorithm, PublicKey
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.log.entry import Entry, Kind
from skillmark.core.log.errors import EntryFormatError
from skillmark.platform.events.ids import uuid7
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import keys
from skillmark.platform.trust.errors import WrongIssuerError, WrongTypeError
from skillmark.platform.trust.models import IssuerIdentity, IssuerKey, KeyPurpose
from skillmark.platform.trust.signer import transport
from skillmark.platform.trust.signer.holder import sign_secret
from skillmark.platform.trust.signer.orders import Document, Order, Result, Signed, Task
from skillmark.platform.trust.switches import halt, halted, refuse_when_halted, resume

__all__ = [
    "DocumentSigner",
    "EntrySigner",
    "Signed",
    "halt",
    "halted",
    "log_signer",
    "open_signer",
    "refuse_when_halted",
    "resume",
    "sign_credential",
    "sign_log_entry",
    "sign_secret",
]

_ENTRY_CONTEXT: Final = b"skillmark-log-entry-v1\n"


@dataclass(frozen=True, slots=True)
class DocumentSigner:
    """Signs for one identity and purpose, short-lived.

    Attributes:
        identity: the DID that must be the issuer of everything signed.
        purpose: what the key may sign.
        created: the time written into every proof.
        approval: a second person's yes, where so much is signed that one is needed.
    """

    identity: IssuerIdentity
    purpose: KeyPurpose
    created: datetime
    approval: UUID | None
    _key: IssuerKey = field(repr=False)
    _canonicalize: Canonicalizer | None = field(repr=False)

    def sign_credential(self, document: JsonObject) -> Signed:
        """Check and sign one credential.

        Raises:
            WrongTypeError: it is no achievement credential, or this key signs no credentials.
            WrongIssuerError: its issuer is not the identity.
            WrongDateError: its validity does not begin now, or ends before it begins.
            StatusMissingError: it lacks one of our status entries.
            NotIssuableError: the lint finds a problem.
            SelfCheckError: the signature does not verify.
            SigningHaltedError: a kill switch is set.
        """
        return self._one(Task.CREDENTIAL, document)

    def sign_credentials(self, documents: Sequence[JsonObject]) -> list[Result]:
        """Check and sign credentials in one order; one that is refused costs no other.

        Returns:
            For each, in order, what was signed or the error that `sign_credential` raises.

        Raises:
            TrustError: nothing can be signed at the moment.
        """
        return self._many(Task.CREDENTIAL, documents)

    def sign_record(self, document: JsonObject) -> Signed:
        """Sign one record of learning (CLR 2.0) of the identity; raises as `sign_credential`."""
        return self._one(Task.RECORD, document)

    def sign_statement(self, document: JsonObject) -> Signed:
        """Sign an EndorsementCredential of the identity: a definition, a grant, an endorsement.

        Its dates are the caller's affair: a withdrawn grant is signed anew with its old begin.
        """
        return self._one(Task.STATEMENT, document)

    def sign_status_list(self, document: JsonObject) -> Signed:
        """Sign one status list of the identity; raises as `sign_credential`."""
        return self._one(Task.STATUS_LIST, document)

    def sign_status_lists(self, documents: Sequence[JsonObject]) -> list[Result]:
        """Sign status lists of the identity in one order, as `sign_credentials`."""
        return self._many(Task.STATUS_LIST, documents)

    def _one(self, task: Task, document: JsonObject) -> Signed:
        result = self._many(task, [document])[0]
        if isinstance(result, SkillmarkError):
            raise result
        return result

    def _many(self, task: Task, documents: Sequence[JsonObject]) -> list[Result]:
        if self.purpose != task.purpose:
            raise WrongTypeError("This key signs documents of another purpose.")
        order = Order(
            intent=uuid7(),
            organisation=self.identity.organisation_id,
            key=self._key.pk,
            task=task,
            created=self.created,
            approval=self.approval,
        )
        return transport.sign(
            order,
            [Document.of(document) for document in documents],
            canonicalize=self._canonicalize,
        )


def open_signer(
    identity: IssuerIdentity,
    purpose: KeyPurpose,
    *,
    created: datetime | None = None,
    canonicalize: Canonicalizer | None = None,
    approval: UUID | None = None,
) -> DocumentSigner:
    """Return a signer for one piece of work, unless a kill switch is set.

    Args:
        identity: whose DID signs.
        purpose: credentials or status lists.
        created: the time of the proofs; now if not given.
        canonicalize: a `canon.compiled.ShapeCache` for many documents of one shape.
        approval: the second person's yes (`approvals.Approval`) under which this is signed.

    Raises:
        SigningHaltedError: the platform, the organisation or the key is halted.
        NoKeyError: there is no active key.
        VaultError: the key does not open.
    """
    row = keys.active_key(identity, purpose)
    refuse_when_halted(identity.organisation_id, row.pk, purpose)
    transport.probe(row)
    moment = (created or timezone.now()).replace(microsecond=0)
    return DocumentSigner(identity, purpose, moment, approval, row, canonicalize)


def sign_credential(organisation: Organisation, document: JsonObject) -> bytes:
    """Return the signed bytes of one credential of an organisation; see `DocumentSigner`."""
    identity = keys.ensure_identity(organisation)
    return open_signer(identity, KeyPurpose.CREDENTIAL).sign_credential(document).data


def sign_log_entry(
    identity: IssuerIdentity, kind: Kind, *, sequence: int, time: int, body: bytes
) -> Entry:
    """Return a signed entry of the public log in the name of an identity.

    Args:
        identity: whose entry it is.
        kind: what is logged.
        sequence: the identity's next number.
        time: POSIX seconds, about now.
        body: 32 bytes that commit to what is logged.

    Raises:
        SigningHaltedError: all signing is halted; a halt of issuing alone does not matter.
        NotIssuableError: a value is out of range.
        WrongDateError: the time is not about now.
        TrustError: it cannot be signed.
    """
    row = keys.ensure_key(identity, KeyPurpose.LOG)
    order = Order(
        intent=uuid7(),
        organisation=identity.organisation_id,
        key=row.pk,
        task=Task.LOG_ENTRY,
        created=timezone.now().replace(microsecond=0),
    )
    document: JsonObject = {
        "kind": int(kind),
        "sequence": sequence,
        "time": time,
        "body": body.hex(),
    }
    result = transport.sign(order, [Document.of(document)])[0]
    if isinstance(result, SkillmarkError):
        raise result
    return Entry.parse(result.data)


@dataclass(frozen=True, slots=True)
class EntrySigner:
    """A `Signer` of the library that signs entries of the log of one identity, and nothing else.

    Attributes:
        identity: whose entries.
        public: the public half of the key.
    """

    identity: IssuerIdentity
    public: PublicKey

    @property
    def algorithm(self) -> Algorithm:
        """The algorithm of the key."""
        return self.public.algorithm

    def sign(self, data: bytes) -> bytes:
        """Return the signature over the `signed_bytes` of an entry.

        Raises:
            WrongTypeError: the bytes are no unsigned entry.
            WrongIssuerError: the entry is another's, or names another key.
            TrustError: as `sign_log_entry`.
        """
        unsigned = data.removeprefix(_ENTRY_CONTEXT)
        try:
            entry = Entry.parse(unsigned + bytes(self.algorithm.signature_bytes))
        except EntryFormatError as error:
            raise WrongTypeError("This signs entries of the log only.") from error
        signed = sign_log_entry(
            self.identity,
            entry.kind,
            sequence=entry.sequence,
            time=entry.time,
            body=entry.body,
        )
        if signed.signed_bytes != data:
            raise WrongIssuerError("The entry is another issuer's, or names another key.")
        return signed.signature


def log_signer(identity: IssuerIdentity) -> EntrySigner:
    """Return what signs an identity's entries of the public log: `Entry.build` takes it.

    Raises:
        NoKeyError: there is no active key.
    """
    row = keys.ensure_key(identity, KeyPurpose.LOG)
    return EntrySigner(identity, keys.public_half(row))
