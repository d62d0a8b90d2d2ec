"""The backup of an organisation's identities and keys: one text, sealed with a passphrase.

Sealing is age (age-encryption.org/v1) with an scrypt recipient, so that the file opens with any
age program too. What is inside is JSON that `restoring` reads back. Key bytes stand in plain in
no place but the memory of one call.
"""

from collections.abc import Iterable
from datetime import datetime
from threading import Lock
from typing import Final

import pyrage
from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django_scopes import scope

from skillmark.core import jsonio
from skillmark.core.encoding import base64url, timestamp
from skillmark.core.jsonio import JsonObject
from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import addresses, documents, enclosed, homes
from skillmark.platform.trust.errors import BackupSealedError
from skillmark.platform.trust.models import (
    IdentityLog,
    IssuerIdentity,
    IssuerKey,
    KeyBackup,
    KeyState,
)

FORMAT: Final = "skillmark-keys-2"
READ: Final = (FORMAT, "skillmark-keys-1")  # the first knew signing keys of our own only
SITE_FORMAT: Final = "skillmark-site-keys-1"
MIN_PASSPHRASE: Final = 14  # characters
HISTORY: Final = "history:"  # before the id of the key that continues a history
MAX_BYTES: Final = 16_777_216  # of a sealed file
_one_at_a_time: Final = Lock()  # scrypt takes half a gigabyte for a second


@sensitive_variables("passphrase", "content")
def make(organisation: Organisation, passphrase: str, *, actor: object) -> bytes:
    """Return the organisation's keys, sealed, and note in the trail that they were handed out.

    Raises:
        VaultError: a key does not open.
        PassphraseError: the installation's own passphrase is not the one that sealed the keys.
    """
    now = timezone.now()
    with scope(organisation=organisation.pk):
        identities = list(IssuerIdentity.objects.order_by("created_at", "pk"))
        content = _content(organisation, identities, now)
        rows = [row for identity in identities for row in documents.keys_of(identity)]
        held = sorted(row.verification_method for row in rows if row.wrapped_key)
        promised = promised_keys(organisation)
    sealed = seal(content, passphrase)  # takes a second: not inside the transaction
    with transaction.atomic(), scope(organisation=organisation.pk):
        backup = KeyBackup.objects.create(
            organisation=organisation,
            made_at=now,
            made_by=audit.reference(actor),
            holds=[*held, *promised],
        )
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="key.backed_up",
            object=backup,
            after={"keys": held},
        )
    return sealed


@sensitive_variables("passphrase", "content")
def make_of_site(passphrase: str) -> bytes:
    """Return the secrets of the installation itself, such as the key of its log, sealed.

    Raises:
        TrustError: one does not open.
    """
    content: JsonObject = {
        "format": SITE_FORMAT,
        "made_at": timestamp.encode(timezone.now()),
        "site": addresses.site_url(),
        "secrets": enclosed.secrets_of(None),
    }
    return seal(content, passphrase)


@sensitive_variables("content", "passphrase")
def seal(content: JsonObject, passphrase: str) -> bytes:
    """Return JSON sealed with a passphrase, as armoured text."""
    with _one_at_a_time:
        sealed: bytes = pyrage.passphrase.encrypt(
            jsonio.dumps(content), passphrase, armored=True
        )
    return sealed


@sensitive_variables("passphrase")
def unseal(data: bytes, passphrase: str) -> bytes:
    """Return what was sealed.

    Raises:
        BackupSealedError: another passphrase, altered bytes or no such file at all.
    """
    if len(data) > MAX_BYTES:
        raise BackupSealedError("The file is larger than any backup of keys.")
    try:
        with _one_at_a_time:
            opened: bytes = pyrage.passphrase.decrypt(data, passphrase)
    except pyrage.DecryptError:
        # The cause says more about the file than a thief should learn, and no more to its owner.
        raise BackupSealedError("The backup does not open with this passphrase.") from None
    return opened


def newest(organisation: Organisation) -> KeyBackup | None:
    """Return the last backup that was made."""
    with scope(organisation=organisation.pk):
        found: KeyBackup | None = KeyBackup.objects.first()
    return found


def missing_in(backup: KeyBackup, rows: Iterable[IssuerKey]) -> list[IssuerKey]:
    """Return the keys in use that are not in a backup: those made after it."""
    held = set(backup.holds)
    return [
        row
        for row in rows
        if row.state == KeyState.ACTIVE and row.verification_method not in held
    ]


def promised_keys(organisation: Organisation) -> list[str]:
    """Return what a backup says of the keys that continue the organisation's histories."""
    rows = IdentityLog.objects.with_scopes_disabled().filter(organisation=organisation)
    names = rows.exclude(next_secret=None).values_list("next_secret_id", flat=True)
    return sorted(f"{HISTORY}{name}" for name in names)


def lacks_history(backup: KeyBackup, organisation: Organisation) -> bool:
    """Say whether a history has gone on since a backup: its promised key is no use any more."""
    return bool(set(promised_keys(organisation)) - set(backup.holds))


@sensitive_variables()
def _content(
    organisation: Organisation, identities: Iterable[IssuerIdentity], now: datetime
) -> JsonObject:
    return {
        "format": FORMAT,
        "made_at": timestamp.encode(now),
        "site": addresses.site_url(),
        "organisation": {
            "id": str(organisation.pk),
            "slug": organisation.slug,
            "name": organisation.name,
        },
        "identities": [
            {
                "did": identity.did,
                "is_current": identity.is_current,
                "created_at": _moment(identity.created_at),
                "keys": [_key(row) for row in documents.keys_of(identity)],
            }
            for identity in identities
        ],
        "secrets": enclosed.secrets_of(organisation.pk),
        "parts": enclosed.parts_of(organisation),
    }


@sensitive_variables()
def _key(row: IssuerKey) -> JsonObject:
    secret = homes.secret_of(row) if row.wrapped_key else None
    return {
        "purpose": row.purpose,
        "version": row.version,
        "algorithm": row.algorithm,
        "public": row.public_multikey,
        "method": row.verification_method,
        "state": row.state,
        "location": row.location,
        "created_at": _moment(row.created_at),
        "retired_at": _moment(row.retired_at),
        "revoked_at": _moment(row.revoked_at),
        "secret": None if secret is None else base64url.encode(secret),
    }


def _moment(value: datetime | None) -> str | None:
    return None if value is None else timestamp.encode(value)
