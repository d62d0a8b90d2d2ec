"""The hand: signs the documents of one order with one key, and looks at each signature.

The key is opened at the first document that is signed, and goes with the hand.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.views.decorators.debug import sensitive_variables

from skillmark.core import jsonio
from skillmark.core.canon import Canonicalizer
from skillmark.core.canon.errors import CanonError
from skillmark.core.canon.memory import Memory
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.lint import BatchLint
from skillmark.core.log.entry import Entry, Kind
from skillmark.core.log.errors import LogError
from skillmark.core.proof import BulkSigner, ProofError, check_proof
from skillmark.platform.trust import keys
from skillmark.platform.trust.errors import NotIssuableError, SelfCheckError, WrongDateError
from skillmark.platform.trust.models import IssuerKey
from skillmark.platform.trust.signer import checks
from skillmark.platform.trust.signer.orders import Document, Order, Result, Signed, Task

ENTRY_TOLERANCE: Final = timedelta(hours=24)  # an entry that waited for the log
_ENTRY_MEMBERS: Final = frozenset({"kind", "sequence", "time", "body"})


class Hand:
    """Checks and signs for one order; not shared between threads."""

    def __init__(
        self, row: IssuerKey, order: Order, canonicalize: Canonicalizer, now: datetime | None
    ) -> None:
        """Take the key's row, the order, and the time by which entries of the log are dated."""
        self.row = row
        self._order = order
        self._now = now
        self._public = keys.public_half(row)
        self._memory = Memory(canonicalize)
        self._lint = BatchLint(at=order.created, canonicalize=self._memory)
        self._private: Any = None
        self._bulk: BulkSigner | None = None

    def __repr__(self) -> str:
        return f"<Hand {self.row.verification_method}>"

    def refusal(self, document: Document) -> SkillmarkError | None:
        """Return why a document is not signed; nothing when it may be."""
        try:
            if self._order.task is Task.LOG_ENTRY:
                self._entry_parts(document.value)
            else:
                self._memory.forget()
                checks.check(
                    self._order.task,
                    document.value,
                    did=self.row.identity.did,
                    created=self._order.created,
                    lint=self._lint,
                )
        except SkillmarkError as error:
            return error
        return None

    def sign(self, document: Document) -> Result:
        """Sign a document that `refusal` let pass.

        Raises:
            SelfCheckError: the signature does not verify.
            TrustError: the key does not open.
        """
        self._open()
        if self._order.task is Task.LOG_ENTRY:
            return self._sign_entry(document.value)
        self._memory.forget()
        try:
            return self._sign_document(document.value)
        except CanonError as error:
            return error

    @sensitive_variables()
    def _open(self) -> None:
        if self._bulk is None:
            self._private = keys.open_key(self.row)
            self._bulk = BulkSigner(
                signer=self._private,
                verification_method=self.row.verification_method,
                created=self._order.created,
                cryptosuite=keys.cryptosuite_of(self.row),
                canonicalize=self._memory,
            )

    def _sign_document(self, document: JsonObject) -> Signed:
        assert self._bulk is not None  # noqa: S101 - opened just before
        signed = self._bulk.add_proof(document)
        proof = signed["proof"]
        if not isinstance(proof, dict):
            raise SelfCheckError("The signature has no proof.")
        try:
            check_proof(signed, proof, self._public, canonicalize=self._memory)
        except ProofError as error:
            raise SelfCheckError(
                "The signature does not verify; nothing was issued.", proof=error.code
            ) from error
        return Signed(jsonio.dumps(signed), signed)

    def _sign_entry(self, document: JsonObject) -> Result:
        kind, sequence, time, body = self._entry_parts(document)
        try:
            entry = Entry.build(
                kind,
                did=self.row.identity.did,
                sequence=sequence,
                time=time,
                body=body,
                signer=self._private,
                public=self._public,
            )
        except LogError as error:
            raise SelfCheckError(
                "The entry's signature does not verify.", entry=error.code
            ) from error
        return Signed(entry.to_bytes(), document)

    def _entry_parts(self, document: JsonObject) -> tuple[Kind, int, int, bytes]:
        if document.keys() != _ENTRY_MEMBERS:
            raise NotIssuableError("An entry of the log has other members.")
        kind, sequence, time = (document[name] for name in ("kind", "sequence", "time"))
        body = document["body"]
        numbers = (kind, sequence, time)
        if not all(isinstance(one, int) and not isinstance(one, bool) for one in numbers):
            raise NotIssuableError("An entry of the log has numbers that are none.")
        try:
            raw = bytes.fromhex(body if isinstance(body, str) else "-")
            parts = (Kind(int(str(kind))), int(str(sequence)), int(str(time)), raw)
            Entry(parts[0], bytes(32), parts[1], parts[2], raw, self._public)
        except (ValueError, LogError):
            raise NotIssuableError("That is no entry of the log.") from None
        if self._now is not None and abs(parts[2] - self._now.timestamp()) > (
            ENTRY_TOLERANCE.total_seconds()
        ):
            raise WrongDateError("An entry of the log carries the time at which it is made.")
        return parts
