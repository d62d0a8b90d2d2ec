"""What is sealed under which key-encryption key: the vault joined with rows.

A generation (`KeyEncryption`) is one key-encryption key. New keys are sealed under the newest
generation; a row names its own, so rows of several generations live side by side while
`rewrapping` moves them. The configuration says where key-encryption keys lie: the one in use, and
those of before that some rows still need.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from threading import Lock
from typing import Any, Final, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.views.decorators.debug import sensitive_variables
from django_scopes import scopes_disabled

from skillmark.platform.events.ids import uuid7
from skillmark.platform.trust.custody import addresses
from skillmark.platform.trust.custody.errors import PlaceUnknownError
from skillmark.platform.trust.custody.places import Places
from skillmark.platform.trust.custody.port import SigningKey
from skillmark.platform.trust.errors import KeysElsewhereError, PassphraseError
from skillmark.platform.trust.models import IssuerKey, KeyEncryption, SealedSecret
from skillmark.platform.trust.vault import Vault, new_salt

_vaults: Final[dict[tuple[object, ...], Vault]] = {}
_vaults_lock: Final = Lock()


class Holder(Protocol):
    """A process of its own that holds the key-encryption keys, and seals for this one."""

    def fresh(self, organisation_id: UUID) -> tuple[UUID, SigningKey, str]:
        """Make a signing key; returns the id of its row, its public half, and where it lies."""

    def seal(self, row: IssuerKey | SealedSecret, secret: bytes) -> None:
        """Seal a secret, or the key that `fresh` made, into a row, unsaved."""

    def shred(self, row: IssuerKey) -> None:
        """End what there is of a key whose row says that it signs no more."""


_holders: Final[list[Callable[[], Holder | None]]] = []


def held_by(find: Callable[[], Holder | None]) -> None:
    """Let `find` say which process holds the keys; None when this one does."""
    _holders.append(find)


def holder() -> Holder | None:
    """Return the process that holds the key-encryption keys; None when this one does."""
    return next((found for find in _holders if (found := find()) is not None), None)


def _require_own() -> None:
    if holder() is not None:
        raise KeysElsewhereError(
            "Keys are opened by the signer's own process only; do this where it runs."
        )


def places() -> Places:
    """Return where keys may lie, as the operator configured it."""
    config = settings.SKILLMARK
    others = tuple(address for address in _configured() if addresses.plain(address))
    return Places(config.key_places_by_name(), others, config.secret_at)


def current() -> KeyEncryption:
    """Return the generation that seals new keys, founded when there is none yet.

    Raises:
        TrustError: the first key-encryption key is not there.
    """
    newest = KeyEncryption.objects.order_by("-version").first()
    return newest or found(1, _founding_salt())


def vault_of(encryption: KeyEncryption) -> Vault:
    """Return the vault of a generation, once it proved to be the right one.

    Raises:
        PassphraseError: no configured passphrase or key-encryption key sealed it.
        PlaceUnknownError: its key-encryption key lies where nothing is configured.
        TrustError: the place is gone or locked.
    """
    _require_own()
    check = bytes(encryption.check_value)
    if encryption.uri:
        return _elsewhere(encryption.version, encryption.uri, check)
    for passphrase in _passphrases():
        vault = _derived(passphrase, encryption.version, bytes(encryption.salt))
        with suppress(PassphraseError):
            vault.confirm(check)
            return vault
    raise PassphraseError("The configured passphrase is not the one that sealed the keys.")


def is_configured(encryption: KeyEncryption) -> bool:
    """Say whether a generation is of the key-encryption key that is in use now.

    Raises:
        TrustError: that key's place is gone or locked.
    """
    address = settings.SKILLMARK.key_encryption_address()
    if encryption.uri != addresses.plain(address):
        return False
    try:
        if encryption.uri:
            vault_of(encryption)
        else:
            passphrase = settings.SKILLMARK.passphrase_at(address)
            vault = _derived(passphrase, encryption.version, bytes(encryption.salt))
            vault.confirm(bytes(encryption.check_value))
    except PassphraseError:
        return False
    return True


@sensitive_variables("vault")
def found(version: int, salt: bytes | None = None) -> KeyEncryption:
    """Return a new generation of the key-encryption key that is in use now.

    Raises:
        TrustError: its place is gone or locked, or has no such key; or another process's.
    """
    _require_own()
    address = settings.SKILLMARK.key_encryption_address()
    uri = addresses.plain(address)
    if uri:
        salt, vault = b"", Vault(places().wrapping_key(uri))
    else:
        salt = salt or new_salt()
        vault = _derived(settings.SKILLMARK.passphrase_at(address), version, salt)
    return _stored(version, uri, salt, vault)


@sensitive_variables("old_passphrase", "new_passphrase")
def change_passphrase(old_passphrase: str, new_passphrase: str) -> int:
    """Wrap every key under a new passphrase, all or none, and return how many.

    Raises:
        PassphraseError: the old passphrase did not seal the keys.
    """
    with transaction.atomic(), scopes_disabled():
        before = current()
        vault = _derived(old_passphrase, before.version, bytes(before.salt))
        vault.confirm(bytes(before.check_value))
        version, salt = before.version + 1, new_salt()
        new_vault = _derived(new_passphrase, version, salt)
        successor = _stored(version, "", salt, new_vault)
        kept: list[Any] = list(IssuerKey.objects.select_for_update().filter(encryption=before))
        kept += SealedSecret.objects.select_for_update().filter(encryption=before)
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
    row = SealedSecret(
        id=uuid7(), organisation_id=organisation_id, purpose=purpose, public=public
    )
    seal_into(row, secret)
    row.save(force_insert=True)
    return row


@sensitive_variables()
def open_secret(row: SealedSecret) -> bytes:
    """Return a protocol's private key, for the time of one signature.

    Raises:
        VaultError: the row was altered or moved.
        PassphraseError: the configured passphrase did not seal it.
    """
    return vault_of(row.encryption).open(row.sealed, row.label)


@sensitive_variables("secret")
def seal_into(row: IssuerKey | SealedSecret, secret: bytes) -> None:
    """Seal a secret under the newest generation into a row, unsaved."""
    if (elsewhere := holder()) is not None:
        elsewhere.seal(row, secret)
        return
    row.encryption = current()
    row.with_sealed(vault_of(row.encryption).seal(secret, row.label))


@sensitive_variables()
def begin_anew() -> None:
    """Start a new generation under the configured key-encryption key, when the old one is lost.

    Keys sealed under the lost one stay closed until a backup brings them back.
    """
    with transaction.atomic():
        newest = current()
        if not is_configured(newest):
            found(newest.version + 1)


def _configured() -> Iterator[str]:
    config = settings.SKILLMARK
    yield config.key_encryption_address()
    yield from config.key_encryption_earlier()


def _passphrases() -> Iterator[str]:
    """Yield every configured passphrase, the one in use first, each read when it is needed."""
    config = settings.SKILLMARK
    for address in _configured():
        if not addresses.plain(address):
            yield config.passphrase_at(address)
    if config.has_passphrase():
        yield config.passphrase_at("")


def _elsewhere(version: int, uri: str, check: bytes) -> Vault:
    """Return the vault of a module or key service; confirmed once a process."""
    where = places()
    stated = hashlib.sha256("\0".join((*where.named.values(), *where.others)).encode())
    name = (version, uri, hashlib.sha256(check).digest(), stated.digest())
    with _vaults_lock:
        known = _vaults.get(name)
    if known is not None:
        return known
    if not any(addresses.plain(other) == uri for other in where.others):
        raise PlaceUnknownError(
            "Keys are sealed under a key-encryption key that is not configured here.",
            kind=addresses.scheme_of(uri),
        )
    vault = Vault(where.wrapping_key(uri))
    vault.confirm(check)
    with _vaults_lock:
        return _vaults.setdefault(name, vault)


@cache
def _founding_salt() -> bytes:
    """Return the salt of the first generation: one process founds one installation."""
    return new_salt()


def _stored(version: int, uri: str, salt: bytes, vault: Vault) -> KeyEncryption:
    row, _created = KeyEncryption.objects.get_or_create(
        version=version,
        defaults={"uri": uri, "salt": salt, "check_value": vault.check_value()},
    )
    return row


@sensitive_variables("passphrase")
def _derived(passphrase: str, version: int, salt: bytes) -> Vault:
    """Return the vault of a passphrase; scrypt runs once a process for each generation."""
    fingerprint = hashlib.sha256(salt + passphrase.encode()).digest()
    with _vaults_lock:
        if (version, fingerprint) not in _vaults:
            _vaults[version, fingerprint] = Vault.from_passphrase(passphrase.encode(), salt)
        return _vaults[version, fingerprint]
