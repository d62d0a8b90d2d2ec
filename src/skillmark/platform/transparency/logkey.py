"""The key that signs the checkpoints of the log: made once, sealed in the vault like any other."""

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from skillmark.core.crypto import Algorithm, PrivateKey, PublicKey, Signer
from skillmark.core.log import Checkpoint, Note, NoteKey
from skillmark.core.log import checkpoint as checkpoints
from skillmark.platform.transparency import places
from skillmark.platform.transparency.errors import OriginChangedError
from skillmark.platform.transparency.models import WRITER, LogWriter
from skillmark.platform.trust import keys, signing
from skillmark.platform.trust.models import SealedSecret

PURPOSE = "log"


@dataclass(frozen=True, slots=True)
class LogKey:
    """The open key of the log, for the time of one writer."""

    note_key: NoteKey
    _signer: Signer

    def sign(self, checkpoint: Checkpoint) -> Note:
        """Sign a checkpoint."""
        return checkpoints.sign(checkpoint, self._signer, self.note_key.public)


@dataclass(frozen=True, slots=True)
class _SealedSigner:
    """Signs with the sealed key; it opens for the time of one signature."""

    row: SealedSecret

    @property
    def algorithm(self) -> Algorithm:
        """The algorithm of the key."""
        return Algorithm.ED25519

    def sign(self, data: bytes) -> bytes:
        """Return the signature over the text of a checkpoint."""
        return signing.sign_secret(self.row, data)


def known() -> tuple[NoteKey, ...]:
    """Return the verifier keys of the log, none before it was begun."""
    rows = SealedSecret.objects.with_scopes_disabled().filter(
        organisation=None, purpose=PURPOSE
    )
    return tuple(NoteKey.parse(row.public["vkey"]) for row in rows.order_by("created_at"))


def verifier_key() -> NoteKey:
    """Return the verifier key of the log; the key is made when there is none.

    Raises:
        OriginChangedError: the log was begun under another name.
    """
    with transaction.atomic():
        LogWriter.objects.get_or_create(pk=WRITER)
        LogWriter.objects.select_for_update().get(pk=WRITER)
        row = _row()
        if row is None:
            row = _make(places.origin())
    key = NoteKey.parse(row.public["vkey"])
    if key.name != places.origin():
        raise OriginChangedError(
            f"The log was begun as {key.name}. Set SKILLMARK_PUBLIC_LOG_ORIGIN to that.",
            begun=key.name,
            configured=places.origin(),
        )
    return key


def open_key() -> LogKey:
    """Return the key that signs checkpoints, made when there is none.

    Raises:
        OriginChangedError: as `verifier_key`.
    """
    key = verifier_key()
    row = _row()
    assert row is not None  # noqa: S101 - `verifier_key` made it
    return LogKey(key, _SealedSigner(row))


def _row() -> SealedSecret | None:
    rows = SealedSecret.objects.with_scopes_disabled()
    found: SealedSecret | None = rows.filter(organisation=None, purpose=PURPOSE).first()
    return found


@sensitive_variables()
def _make(origin: str) -> SealedSecret:
    seed = secrets.token_bytes(Algorithm.ED25519.seed_bytes)
    private = PrivateKey.generate(Algorithm.ED25519, seed)
    public: PublicKey = private.public
    vkey = str(NoteKey(origin, public))
    return keys.keep_secret(None, PURPOSE, private.to_bytes(), public={"vkey": vkey})
