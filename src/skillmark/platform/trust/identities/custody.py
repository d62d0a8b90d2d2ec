"""Update keys and the witness key: made, sealed, used; the only place that touches them.

An update key signs one entry of one log. It is promised by its hash while the entry before it is
written, lies sealed until then, and is destroyed by its use: whoever steals the keys in use, or
the site, has none that may write the next entry without opening the vault.
"""

import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from skillmark.core.crypto import Algorithm, PrivateKey, PublicKey
from skillmark.core.did.webvh import LogKey
from skillmark.platform.trust import sealing
from skillmark.platform.trust.models import KeyEncryption, SealedSecret
from skillmark.platform.trust.signer.holder import sign_secret

NEXT: Final = "webvh.next"
WITNESS: Final = "webvh.witness"


@dataclass(frozen=True, slots=True)
class SealedSigner:
    """Signs with a sealed key: a `Signer` of the core that holds no key byte itself."""

    row: SealedSecret

    @property
    def algorithm(self) -> Algorithm:
        """The algorithm of its key."""
        return Algorithm.ED25519

    def sign(self, data: bytes) -> bytes:
        """Return the signature over ``data``."""
        return sign(self.row, data)


def fresh(organisation_id: UUID, log_id: UUID) -> SealedSecret:
    """Make the update key of the next entry of a log, and seal it."""
    return _kept(organisation_id, NEXT, {"log": str(log_id)})


def passing_key() -> LogKey:
    """Return a key for the first entry of a log: it signs that, and is stored nowhere."""
    return LogKey.of(_new())


@sensitive_variables()
def brought_back(organisation_id: UUID, log_id: UUID, secret: bytes) -> SealedSecret:
    """Seal an update key that a backup brought back."""
    public = PrivateKey.from_bytes(Algorithm.ED25519, secret).public.to_multikey()
    facts = {"log": str(log_id), "multikey": public}
    return sealing.keep_secret(organisation_id, NEXT, secret, public=facts)


def sign(row: SealedSecret, data: bytes) -> bytes:
    """Return the signature of a sealed key over the two hashes of a version's proof.

    Raises:
        VaultError: the row was altered or moved.
        PassphraseError: the configured passphrase did not seal it.
        NotIssuableError: ``data`` is something else.
    """
    return sign_secret(row, data)


def log_key(row: SealedSecret) -> LogKey:
    """Return a sealed key as one that signs entries or approves them."""
    return LogKey(public_of(row), SealedSigner(row))


def public_of(row: SealedSecret) -> PublicKey:
    """Return the public half of a sealed key."""
    return PublicKey.from_multikey(row.public["multikey"])


def witness_key() -> LogKey:
    """Return the key with which this site approves versions, made when there is none yet."""
    everyone = SealedSecret.objects.with_scopes_disabled()
    found: SealedSecret | None = everyone.filter(purpose=WITNESS).order_by("created_at").first()
    if found is None:
        with transaction.atomic():
            # Two processes that both find none wait here for each other.
            list(KeyEncryption.objects.select_for_update().order_by("version")[:1])
            found = everyone.filter(purpose=WITNESS).order_by("created_at").first()
            found = found or _kept(None, WITNESS, {})
    return log_key(found)


@sensitive_variables("private")
def _kept(organisation_id: UUID | None, purpose: str, facts: dict[str, str]) -> SealedSecret:
    private = _new()
    public = facts | {"multikey": private.public.to_multikey()}
    return sealing.keep_secret(organisation_id, purpose, private.to_bytes(), public=public)


def _new() -> PrivateKey:
    return PrivateKey.generate(
        Algorithm.ED25519, secrets.token_bytes(Algorithm.ED25519.seed_bytes)
    )
