"""An organisation's identity and keys: made once, sealed at once, opened only to sign.

This is the only module that joins the vault with rows. A private key leaves it as a `Signer`
of the core and nothing else. Signing rules are `signing`'s work.
"""

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django_scopes import scope, scopes_disabled

from skillmark.core import did
from skillmark.core.crypto import Algorithm, PrivateKey, PublicKey
from skillmark.core.log import KeyAct
from skillmark.platform.events import services as events
from skillmark.platform.events.ids import uuid7
from skillmark.platform.trust import addresses, signals
from skillmark.platform.trust.errors import NoKeyError, PassphraseError
from skillmark.platform.trust.models import (
    IssuerIdentity,
    IssuerKey,
    KeyEncryption,
    KeyPurpose,
    KeyState,
    SealedSecret,
)
from skillmark.platform.trust.vault import Label, Vault, new_salt

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from skillmark.platform.orgs.models import Organisation

_vaults: Final[dict[tuple[int, bytes], Vault]] = {}
_vaults_lock: Final = Lock()


def ensure_identity(organisation: "Organisation") -> IssuerIdentity:
    """Return the organisation's current identity, made with its keys when there is none.

    A site that moved to a real https address gives the organisation a did:web from then on; the
    older identity stays and keeps what it signed verifiable.
    """
    wanted = addresses.web_did(organisation.slug)
    with scope(organisation=organisation.pk):
        identity: IssuerIdentity | None = IssuerIdentity.objects.filter(is_current=True).first()
        if identity is not None and _suits(identity, wanted):
            return identity
        with transaction.atomic():
            _lock_organisation(organisation.pk)
            identity = IssuerIdentity.objects.filter(is_current=True).first()
            if identity is not None and _suits(identity, wanted):
                return identity
            IssuerIdentity.objects.filter(is_current=True).update(is_current=False)
            return _make_identity(organisation, wanted)


def rotate(organisation: "Organisation", purpose: KeyPurpose, *, actor: object) -> IssuerKey:
    """Retire the active key of a purpose and return its successor.

    Signatures of the retired key stay valid: its public half stays in the DID document, its
    private half is shredded. An identity of the method did:key *is* its key, so rotating it
    makes a new identity; the old key lives on for the status lists of what it signed.
    """
    with transaction.atomic(), scope(organisation=organisation.pk):
        identity = ensure_identity(organisation)
        _lock_organisation(organisation.pk)
        old = active_key(identity, purpose)
        if identity.did.startswith("did:key:"):
            identity.is_current = False
            identity.save(update_fields=["is_current"])
            new = active_key(_make_identity(organisation, None), purpose)
        else:
            _retire(old)
            new = _make_key(identity, purpose, old.version + 1, _fresh_key())
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="key.rotated",
            object=new,
            before={"key": old.verification_method},
            after={"key": new.verification_method},
        )
        return new


def active_key(identity: IssuerIdentity, purpose: KeyPurpose) -> IssuerKey:
    """Return the key that signs for a purpose under an identity.

    A did:key identity has one key, which signs its status lists too.

    Raises:
        NoKeyError: the key was retired or revoked without a successor.
    """
    if identity.did.startswith("did:key:"):
        purpose = KeyPurpose.CREDENTIAL
    found: IssuerKey | None = (
        IssuerKey.objects.with_scopes_disabled()
        .filter(identity=identity, purpose=purpose, state=KeyState.ACTIVE)
        .first()
    )
    if found is None:
        raise NoKeyError("There is no active key for this purpose.", purpose=str(purpose))
    return found


def ensure_key(identity: IssuerIdentity, purpose: KeyPurpose) -> IssuerKey:
    """Return the active key of a purpose, made when a did:web has none yet.

    Raises:
        NoKeyError: the one key of a did:key was revoked.
    """
    with suppress(NoKeyError):
        return active_key(identity, purpose)
    with transaction.atomic():
        _lock_organisation(identity.organisation_id)
        if identity.did.startswith("did:key:"):
            return active_key(identity, purpose)
        with suppress(NoKeyError):
            return active_key(identity, purpose)
        known = IssuerKey.objects.with_scopes_disabled().filter(
            identity=identity, purpose=purpose
        )
        return _make_key(identity, purpose, known.count() + 1, _fresh_key())


@sensitive_variables()
def open_key(row: IssuerKey) -> PrivateKey:
    """Return the private half of a key, for the time of one signing session.

    Raises:
        VaultError: the row was altered or moved, or the key was retired.
        PassphraseError: the configured passphrase did not seal it.
    """
    vault = _vault_of(row.encryption)
    return PrivateKey.from_bytes(Algorithm(row.algorithm), vault.open(row.sealed, row.label))


def public_half(row: IssuerKey) -> PublicKey:
    """Return the public half of a key."""
    return PublicKey.from_multikey(row.public_multikey)


@sensitive_variables("old_passphrase", "new_passphrase")
def change_passphrase(old_passphrase: str, new_passphrase: str) -> int:
    """Wrap every key under a new passphrase, all or none, and return how many.

    Raises:
        PassphraseError: the old passphrase did not seal the keys.
    """
    with transaction.atomic(), scopes_disabled():
        current = _current_encryption(old_passphrase)
        vault = _derived(old_passphrase, current.version, bytes(current.salt))
        vault.confirm(bytes(current.check_value))
        successor, new_vault = _new_encryption(new_passphrase, current.version + 1, new_salt())
        kept: list[Any] = list(IssuerKey.objects.select_for_update().filter(encryption=current))
        kept += SealedSecret.objects.select_for_update().filter(encryption=current)
        rows = [row for row in kept if row.wrapped_key]
        for row in rows:
            row.with_sealed(vault.rewrap(row.sealed, row.label, new_vault))
            row.encryption = successor
            row.save(update_fields=["wrapped_key", "ciphertext", "encryption"])
    return len(rows)


@sensitive_variables("secret")
def keep_secret(
    organisation_id: UUID | None, purpose: str, secret: bytes, *, public: dict[str, Any]
) -> SealedSecret:
    """Seal a protocol's private key (the installation's without one); `open_secret` opens it."""
    encryption = _current_encryption()
    row = SealedSecret(
        id=uuid7(),
        organisation_id=organisation_id,
        purpose=purpose,
        public=public,
        encryption=encryption,
    )
    row.with_sealed(_vault_of(encryption).seal(secret, row.label)).save(force_insert=True)
    return row


@sensitive_variables()
def open_secret(row: SealedSecret) -> bytes:
    """Return a protocol's private key, for the time of one signature.

    Raises:
        VaultError: the row was altered or moved.
        PassphraseError: the configured passphrase did not seal it.
    """
    return _vault_of(row.encryption).open(row.sealed, row.label)


@sensitive_variables("private")
def adopt(
    identity: IssuerIdentity, purpose: KeyPurpose, private: PrivateKey, *, version: int
) -> IssuerKey:
    """Give an identity a key that was made elsewhere: the way back of a backup.

    A key that is there already gets its private half back, unless it was retired: what a rotation
    shredded stays shredded. Another active key of the purpose is retired, as in a rotation.
    """
    everyone = IssuerKey.objects.with_scopes_disabled().filter(
        identity=identity, purpose=purpose
    )
    row: IssuerKey | None = everyone.filter(
        public_multikey=private.public.to_multikey()
    ).first()
    if row is None:
        for other in everyone.filter(state=KeyState.ACTIVE):
            _retire(other)
        return _make_key(identity, purpose, _free(everyone, version), private)
    if row.state == KeyState.ACTIVE:
        encryption = _current_encryption()
        row.encryption = encryption
        row.with_sealed(_vault_of(encryption).seal(private.to_bytes(), row.label)).save()
    return row


def keep_public(
    identity: IssuerIdentity,
    purpose: KeyPurpose,
    public: PublicKey,
    *,
    version: int,
    **dates: Any,
) -> None:
    """Keep the public half of a key that signs no more: what it signed stays checkable.

    Args:
        identity: whose key it was.
        purpose: what it signed.
        public: the public half.
        version: its number, if that is still free.
        dates: ``state``, ``created_at``, ``retired_at``, ``revoked_at`` of the row.
    """
    known = IssuerKey.objects.with_scopes_disabled().filter(identity=identity, purpose=purpose)
    if known.filter(public_multikey=public.to_multikey()).exists():
        return
    IssuerKey.objects.create(
        organisation_id=identity.organisation_id,
        identity=identity,
        purpose=purpose,
        version=_free(known, version),
        algorithm=public.algorithm.value,
        public_multikey=public.to_multikey(),
        verification_method=did.method_id(identity.did, public),
        encryption=_current_encryption(),
        **dates,
    )


@sensitive_variables()
def begin_anew() -> None:
    """Start a new generation under the configured passphrase, when the old one is lost.

    Keys sealed under the lost passphrase stay closed until a backup brings them back.
    """
    with transaction.atomic():
        current = _current_encryption()
        vault = _derived(_passphrase(), current.version, bytes(current.salt))
        with suppress(PassphraseError):
            vault.confirm(bytes(current.check_value))
            return
        _new_encryption(_passphrase(), current.version + 1, new_salt())


def _free(known: "QuerySet[IssuerKey]", version: int) -> int:
    """Return a version that no known key has, `version` itself if it may be."""
    taken = set(known.values_list("version", flat=True))
    return version if version not in taken else max(taken) + 1


def _retire(row: IssuerKey) -> None:
    now = timezone.now()
    row.state, row.retired_at = KeyState.RETIRED, now
    row.wrapped_key = row.ciphertext = b""
    row.save(update_fields=["state", "retired_at", "wrapped_key", "ciphertext"])
    _tell(row, KeyAct.RETIRED, now)


def _tell(row: IssuerKey, act: KeyAct, since: datetime) -> None:
    signals.key_changed.send(sender=IssuerKey, key=row, act=act, since=since)


def _suits(identity: IssuerIdentity, wanted: str | None) -> bool:
    return identity.did == wanted if wanted else identity.did.startswith("did:key:")


def _lock_organisation(organisation_id: UUID) -> None:
    """Let one transaction at a time make identities and keys of an organisation."""
    from skillmark.platform.orgs.models import Organisation  # noqa: PLC0415 - a model at run time

    Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).exists()


def _make_identity(organisation: "Organisation", web_did: str | None) -> IssuerIdentity:
    private = _fresh_key()
    name = web_did or did.key.did_of(private.public)
    identity: IssuerIdentity = IssuerIdentity.objects.create(
        organisation=organisation, did=name
    )
    _make_key(identity, KeyPurpose.CREDENTIAL, 1, private)
    if web_did:
        _make_key(identity, KeyPurpose.STATUS, 1, _fresh_key())
    events.record(
        organisation_id=organisation.pk,
        actor=None,
        action="identity.created",
        object=identity,
        after={"did": name},
    )
    return identity


def _fresh_key() -> PrivateKey:
    return PrivateKey.generate(
        Algorithm.ED25519, secrets.token_bytes(Algorithm.ED25519.seed_bytes)
    )


@sensitive_variables("private")
def _make_key(
    identity: IssuerIdentity, purpose: KeyPurpose, version: int, private: PrivateKey
) -> IssuerKey:
    encryption = _current_encryption()
    row = IssuerKey(
        id=uuid7(),
        organisation_id=identity.organisation_id,
        identity=identity,
        purpose=purpose,
        version=version,
        algorithm=private.public.algorithm.value,
        public_multikey=private.public.to_multikey(),
        verification_method=did.method_id(identity.did, private.public),
        encryption=encryption,
    )
    label: Label = row.label
    row.with_sealed(_vault_of(encryption).seal(private.to_bytes(), label)).save(
        force_insert=True
    )
    _tell(row, KeyAct.ADDED, row.created_at)
    return row


def _passphrase() -> str:
    passphrase: str = settings.SKILLMARK.key_encryption_passphrase()
    return passphrase


def _current_encryption(passphrase: str | None = None) -> KeyEncryption:
    current = KeyEncryption.objects.order_by("-version").first()
    if current is not None:
        return current
    return _new_encryption(passphrase or _passphrase(), 1, _founding_salt())[0]


@cache
def _founding_salt() -> bytes:
    """Return the salt of the first generation: one process founds one installation."""
    return new_salt()


@sensitive_variables("passphrase")
def _new_encryption(passphrase: str, version: int, salt: bytes) -> tuple[KeyEncryption, Vault]:
    vault = _derived(passphrase, version, salt)
    row, _created = KeyEncryption.objects.get_or_create(
        version=version, defaults={"salt": salt, "check_value": vault.check_value()}
    )
    return row, vault


def _vault_of(encryption: KeyEncryption) -> Vault:
    """Return the vault of a generation, once it proved to be the right one."""
    vault = _derived(_passphrase(), encryption.version, bytes(encryption.salt))
    vault.confirm(bytes(encryption.check_value))
    return vault


@sensitive_variables("passphrase")
def _derived(passphrase: str, version: int, salt: bytes) -> Vault:
    """Return the vault of a passphrase; scrypt runs once a process for each generation."""
    fingerprint = hashlib.sha256(salt + passphrase.encode()).digest()
    with _vaults_lock:
        if (version, fingerprint) not in _vaults:
            _vaults[version, fingerprint] = Vault.from_passphrase(passphrase.encode(), salt)
        return _vaults[version, fingerprint]
