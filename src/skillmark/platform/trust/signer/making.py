"""What the signer makes and seals: new keys, and the secrets of protocols. No key byte leaves it.

A key is made in two steps, as the platform learns in two what it is for: first its public half,
then, with identity, purpose and version, its seal. Both are written in the journal, so the signer
knows a key before its row can be seen.
"""

import base64
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from skillmark.core import did
from skillmark.core.crypto import PublicKey
from skillmark.core.jsonio import JsonObject
from skillmark.platform.trust import homes, sealing
from skillmark.platform.trust.models import (
    IssuerIdentity,
    IssuerKey,
    KeyEncryption,
    KeyPurpose,
    SealedSecret,
)
from skillmark.platform.trust.signer.errors import OrderError, TenantError
from skillmark.platform.trust.signer.journal import Journal
from skillmark.platform.trust.signer.models import MadeKey
from skillmark.platform.trust.signer.orders import read_id
from skillmark.platform.trust.vault import Label, Sealed

FRESH: Final = timedelta(minutes=15)  # that a caller's transaction may take
MAX_SECRET: Final = 16 * 1024  # bytes
MAX_MADE: Final = 500  # keys of one organisation in the time of `FRESH`
_FIRST: Final = "fresh"  # what the seal of the first step is bound to


def fresh_key(journal: Journal, asked: JsonObject) -> JsonObject:
    """Make a signing key and return its id, public half and place.

    Raises:
        OrderError: the order is malformed, or too many keys are asked for.
        TrustError: the key cannot be made.
    """
    organisation = read_id(asked.get("organisation"))
    rows = MadeKey.objects.using(journal.database)
    late = rows.filter(organisation_id=organisation, at__gt=_since())
    if late.count() >= MAX_MADE:
        raise OrderError("So many keys are not made at once.")
    new = homes.fresh(organisation)
    encryption = sealing.current()
    sealed = sealing.vault_of(encryption).seal(new.content, _first_label(organisation, new.id))
    public = new.key.public
    facts = {
        "algorithm": public.algorithm.value,
        "public_multikey": public.to_multikey(),
        "location": new.location,
        **_written(encryption, sealed),
    }
    rows.create(id=_first_id(new.id), organisation_id=organisation, did="", facts=facts)
    return {"id": str(new.id), "public": facts["public_multikey"], "location": new.location}


@sensitive_variables("content")
def seal_key(journal: Journal, asked: JsonObject) -> JsonObject:
    """Seal a key that `fresh_key` made for an identity, a purpose and a version.

    Raises:
        OrderError: the order is malformed.
        TenantError: no such key was made a moment ago, or the DID is another organisation's.
    """
    organisation, key = read_id(asked.get("organisation")), read_id(asked.get("key"))
    name, purpose, version = asked.get("did"), asked.get("purpose"), asked.get("version")
    if (
        not isinstance(name, str)
        or purpose not in KeyPurpose.values
        or isinstance(version, bool)
        or not isinstance(version, int)
    ):
        raise OrderError("What the key is for cannot be read.")
    rows = MadeKey.objects.using(journal.database)
    first = rows.filter(
        pk=_first_id(key), organisation_id=organisation, at__gt=_since()
    ).first()
    if first is None:
        raise TenantError("The signer made no such key for the organisation.")
    _require_own_did(organisation, name)
    encryption = KeyEncryption.objects.get(pk=first.facts["encryption"])
    vault = sealing.vault_of(encryption)
    content = vault.open(read_sealed(first.facts), _first_label(organisation, key))
    label = Label(str(organisation), str(key), str(purpose), version)
    public = PublicKey.from_multikey(first.facts["public_multikey"])
    facts = {
        "purpose": purpose,
        "version": version,
        "algorithm": first.facts["algorithm"],
        "public_multikey": first.facts["public_multikey"],
        "location": first.facts["location"],
        "verification_method": did.method_id(name, public),
        **_written(encryption, vault.seal(content, label)),
    }
    try:
        with transaction.atomic(using=journal.database):
            rows.create(id=key, organisation_id=organisation, did=name, facts=facts)
    except IntegrityError:
        raise TenantError("The key has a purpose already.") from None
    return {one: facts[one] for one in ("encryption", "wrapped_key", "ciphertext")}


@sensitive_variables()
def seal_secret(_journal: Journal, asked: JsonObject) -> JsonObject:
    """Seal a protocol's secret that the caller made.

    Raises:
        OrderError: the order is malformed.
    """
    row = secret_row(asked)
    text = asked.get("secret")
    try:
        secret = base64.b64decode(text if isinstance(text, str) else "-", validate=True)
    except ValueError:
        raise OrderError("The secret cannot be read.") from None
    if not 1 <= len(secret) <= MAX_SECRET:
        raise OrderError("The secret has no length that a secret has.")
    sealing.seal_into(row, secret)
    return _written(row.encryption, row.sealed)


def secret_row(asked: JsonObject) -> SealedSecret:
    """Return the row of a protocol's secret as the caller has it, unsaved.

    Raises:
        OrderError: it cannot be read.
    """
    organisation, purpose = asked.get("organisation"), asked.get("purpose")
    if not isinstance(purpose, str) or not 1 <= len(purpose) <= 20:  # noqa: PLR2004 - the column
        raise OrderError("The purpose of the secret cannot be read.")
    return SealedSecret(
        id=read_id(asked.get("id")),
        organisation_id=None if organisation is None else read_id(organisation),
        purpose=purpose,
    )


def find(key: UUID, journal: Journal) -> IssuerKey | None:
    """Return a key made a moment ago as the row that its caller is about to commit."""
    rows = MadeKey.objects.using(journal.database)
    row = rows.filter(pk=key, at__gt=_since()).exclude(did="").first()
    if row is None:
        return None
    facts: dict[str, Any] = dict(row.facts)
    sealed = read_sealed(facts)
    for name in ("wrapped_key", "ciphertext"):
        del facts[name]
    found = IssuerKey(
        id=row.pk,
        organisation_id=row.organisation_id,
        identity=IssuerIdentity(did=row.did, organisation_id=row.organisation_id),
        encryption=KeyEncryption.objects.get(pk=facts.pop("encryption")),
        **facts,
    )
    return found.with_sealed(sealed)


def read_sealed(facts: JsonObject) -> Sealed:
    """Return sealed bytes that were written as base64.

    Raises:
        OrderError: they cannot be read.
    """
    try:
        wrapped, content = (
            base64.b64decode(str(facts.get(name)), validate=True)
            for name in ("wrapped_key", "ciphertext")
        )
    except ValueError:
        raise OrderError("The sealed bytes cannot be read.") from None
    return Sealed(wrapped, content)


def _written(encryption: KeyEncryption, sealed: Sealed) -> JsonObject:
    return {
        "encryption": encryption.version,
        "wrapped_key": base64.b64encode(sealed.wrapped_key).decode(),
        "ciphertext": base64.b64encode(sealed.ciphertext).decode(),
    }


def _require_own_did(organisation: UUID, name: str) -> None:
    taken = IssuerIdentity.objects.with_scopes_disabled().filter(did=name)
    if taken.exclude(organisation_id=organisation).exists():
        raise TenantError("The identifier is another organisation's.")


def _first_id(key: UUID) -> UUID:
    return uuid5(key, _FIRST)


def _first_label(organisation: UUID, key: UUID) -> Label:
    return Label(str(organisation), str(key), _FIRST, 0)


def _since() -> datetime:
    return timezone.now() - FRESH
