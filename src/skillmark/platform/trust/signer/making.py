"""What the signer makes and seals: new keys, and the secrets of protocols. No key byte leaves it.

A key is made in two steps, as the platform learns in two what it is for: first its public half,
then, with identity, purpose and version, its seal. Both are written in the journal, so the signer
knows a key before its row can be seen, and an order that comes again gets the same key.

The sealed bytes themselves are held beside the journal, for as long as a caller's transaction may
take (`FRESH`) and no longer: a key that is retired must not live on in a copy.
"""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from skillmark.core import did
from skillmark.core.crypto import PublicKey
from skillmark.core.jsonio import JsonObject
from skillmark.platform.events.ids import uuid7
from skillmark.platform.trust import homes, sealing, wiping
from skillmark.platform.trust.models import (
    IssuerIdentity,
    IssuerKey,
    KeyEncryption,
    KeyPurpose,
    KeyState,
    SealedSecret,
)
from skillmark.platform.trust.signer.errors import OrderError, TenantError
from skillmark.platform.trust.signer.journal import Journal
from skillmark.platform.trust.signer.models import HeldKey, MadeKey
from skillmark.platform.trust.signer.orders import read_id
from skillmark.platform.trust.vault import Label, Sealed

FRESH: Final = timedelta(minutes=15)  # that a caller's transaction may take
MAX_SECRET: Final = 16 * 1024  # bytes
MAX_MADE: Final = 500  # keys of one organisation in the time of `FRESH`
_FIRST: Final = "fresh"  # what the seal of the first step is bound to
_ORDERED: Final = "order"
_DIGEST: Final = "sealed_sha256"  # what the journal keeps of sealed bytes


def fresh_key(journal: Journal, asked: JsonObject) -> JsonObject:
    """Make a signing key and return its id, public half and place; once for each order.

    Raises:
        OrderError: the order is malformed or too old, or too many keys are asked for.
        TenantError: the order is another organisation's.
        TrustError: the key cannot be made.
    """
    organisation, order = read_id(asked.get("organisation")), read_id(asked.get("order"))
    rows = MadeKey.objects.using(journal.database)
    key = _id_of_order(journal, organisation, order)
    known = rows.filter(pk=_first_id(key)).first()
    if known is not None:
        return _told(key, known)
    new = homes.fresh(organisation, key)
    encryption = sealing.current()
    sealed = sealing.vault_of(encryption).seal(new.content, _first_label(organisation, key))
    facts: JsonObject = {
        "algorithm": new.key.public.algorithm.value,
        "public_multikey": new.key.public.to_multikey(),
        "location": new.location,
    }
    row = MadeKey(id=_first_id(key), organisation_id=organisation, did="", facts=facts)
    try:
        _keep(journal, row, key, encryption, sealed)
    except IntegrityError:  # the same order at the same moment: the other's key stands
        row = rows.get(pk=row.pk)
    return _told(key, row)


@sensitive_variables("content")
def seal_key(journal: Journal, asked: JsonObject) -> JsonObject:
    """Seal a key that `fresh_key` made for an identity, a purpose and a version.

    The same again gives the same sealed bytes.

    Raises:
        OrderError: the order is malformed.
        TenantError: no such key was made a moment ago, it has another purpose already, or the DID
            is another organisation's.
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
    wanted: JsonObject = {"purpose": str(purpose), "version": version}
    known = _sealed_before(journal, key, organisation, name, wanted)
    if known is not None:
        return _written(known.encryption, _sealed_of(known))
    rows = MadeKey.objects.using(journal.database)
    first = rows.filter(pk=_first_id(key), organisation_id=organisation).first()
    held = _held(journal, _first_id(key))
    if first is None or held is None:
        raise TenantError("The signer made no such key for the organisation.")
    _require_own_did(organisation, name)
    encryption = KeyEncryption.objects.get(pk=held.encryption)
    vault = sealing.vault_of(encryption)
    content = vault.open(_sealed_of(held), _first_label(organisation, key))
    sealed = vault.seal(content, Label(str(organisation), str(key), str(purpose), version))
    public = PublicKey.from_multikey(first.facts["public_multikey"])
    facts = {**first.facts, **wanted, "verification_method": did.method_id(name, public)}
    row = MadeKey(id=key, organisation_id=organisation, did=name, facts=facts)
    try:
        _keep(journal, row, key, encryption, sealed)
    except IntegrityError:  # the same order at the same moment: the other's seal stands
        known = _sealed_before(journal, key, organisation, name, wanted)
        if known is None:
            raise TenantError("The key has a purpose already.") from None
        return _written(known.encryption, _sealed_of(known))
    return _written(encryption.version, sealed)


def shred_key(journal: Journal, asked: JsonObject) -> JsonObject:
    """End what there is of a key whose committed row says that it signs no more.

    Raises:
        OrderError: the order is malformed.
        TenantError: the organisation has no such key, or it is in use.
        TrustError: the place of the key is gone or refuses.
    """
    organisation, key = read_id(asked.get("organisation")), read_id(asked.get("key"))
    found = IssuerKey.objects.with_scopes_disabled().filter(
        pk=key, organisation_id=organisation
    )
    row: IssuerKey | None = found.first()
    if row is None:
        raise TenantError("The organisation has no such key.")
    if row.state == KeyState.ACTIVE or row.wrapped_key:
        raise TenantError("The key is in use.", state=str(row.state))
    _let_go(journal, Q(key_id=key))
    homes.shred(row)
    return {}


def tidy(journal: Journal) -> int:
    """Remove the sealed bytes that need not be held any more, and return of how many rows.

    Those are what a caller has committed, and what is older than any caller's transaction.
    """
    keys = set(HeldKey.objects.using(journal.database).values_list("key_id", flat=True))
    rows = IssuerKey.objects.with_scopes_disabled().filter(pk__in=keys)
    committed = set(rows.values_list("pk", flat=True))
    return _let_go(journal, Q(key_id__in=committed) | Q(at__lte=_since())) if keys else 0


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
    return _written(row.encryption_id, row.sealed)


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
    row, held = rows.filter(pk=key).exclude(did="").first(), _held(journal, key)
    if row is None or held is None:
        return None
    facts: dict[str, Any] = dict(row.facts)
    del facts[_DIGEST]
    found = IssuerKey(
        id=row.pk,
        organisation_id=row.organisation_id,
        identity=IssuerIdentity(did=row.did, organisation_id=row.organisation_id),
        encryption=KeyEncryption.objects.get(pk=held.encryption),
        **facts,
    )
    return found.with_sealed(_sealed_of(held))


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


def _id_of_order(journal: Journal, organisation: UUID, order: UUID) -> UUID:
    """Return the id of the key that an order makes; written down before anything is made."""
    rows = MadeKey.objects.using(journal.database)
    row = rows.filter(pk=_order_id(order)).first()
    if row is None:
        late = rows.filter(organisation_id=organisation, at__gt=_since(), facts__has_key="key")
        if late.count() >= MAX_MADE:
            raise OrderError("So many keys are not made at once.")
        row, _new = rows.get_or_create(
            pk=_order_id(order),
            defaults={
                "organisation_id": organisation,
                "did": "",
                "facts": {"key": str(uuid7())},
            },
        )
    if row.organisation_id != organisation:
        raise TenantError("The order is another organisation's.")
    if row.at <= _since():
        raise OrderError("The order is too old to be asked again.")
    return UUID(row.facts["key"])


def _told(key: UUID, row: MadeKey) -> JsonObject:
    public, location = row.facts["public_multikey"], row.facts["location"]
    return {"id": str(key), "public": public, "location": location}


def _keep(
    journal: Journal, row: MadeKey, key: UUID, encryption: KeyEncryption, sealed: Sealed
) -> None:
    """Write a step down and hold its sealed bytes; those of the step before are let go.

    Raises:
        IntegrityError: the step was taken before.
    """
    digest = hashlib.sha256(sealed.wrapped_key + sealed.ciphertext).hexdigest()
    row.facts = {**row.facts, _DIGEST: digest}
    with transaction.atomic(using=journal.database):
        row.save(using=journal.database, force_insert=True)
        held = HeldKey.objects.using(journal.database)
        held.filter(key_id=key).delete()
        held.create(
            id=row.pk,
            key_id=key,
            encryption=encryption.version,
            wrapped_key=sealed.wrapped_key,
            ciphertext=sealed.ciphertext,
        )


def _sealed_before(
    journal: Journal, key: UUID, organisation: UUID, name: str, wanted: JsonObject
) -> HeldKey | None:
    """Return what was answered before to the same question; None when it was not asked.

    Raises:
        TenantError: the key has another purpose already, or its bytes are held no more.
    """
    row = MadeKey.objects.using(journal.database).filter(pk=key).first()
    if row is None:
        return None
    same = {one: row.facts.get(one) for one in wanted} == wanted
    if row.organisation_id != organisation or row.did != name or not same:
        raise TenantError("The key has a purpose already.")
    held = _held(journal, key)
    if held is None:
        raise TenantError("The signer holds this key no more.")
    return held


def _held(journal: Journal, step: UUID) -> HeldKey | None:
    return HeldKey.objects.using(journal.database).filter(pk=step, at__gt=_since()).first()


def _let_go(journal: Journal, which: Q) -> int:
    """Remove sealed bytes, from SQLite's log of changes as well; return of how many rows."""
    done, _kinds = HeldKey.objects.using(journal.database).filter(which).delete()
    if done:
        wiping.settle(journal.database)
    return done


def _sealed_of(held: HeldKey) -> Sealed:
    return Sealed(bytes(held.wrapped_key), bytes(held.ciphertext))


def _written(encryption: int, sealed: Sealed) -> JsonObject:
    return {
        "encryption": encryption,
        "wrapped_key": base64.b64encode(sealed.wrapped_key).decode(),
        "ciphertext": base64.b64encode(sealed.ciphertext).decode(),
    }


def _require_own_did(organisation: UUID, name: str) -> None:
    taken = IssuerIdentity.objects.with_scopes_disabled().filter(did=name)
    if taken.exclude(organisation_id=organisation).exists():
        raise TenantError("The identifier is another organisation's.")


def _order_id(order: UUID) -> UUID:
    return uuid5(order, _ORDERED)


def _first_id(key: UUID) -> UUID:
    return uuid5(key, _FIRST)


def _first_label(organisation: UUID, key: UUID) -> Label:
    return Label(str(organisation), str(key), _FIRST, 0)


def _since() -> datetime:
    return timezone.now() - FRESH
