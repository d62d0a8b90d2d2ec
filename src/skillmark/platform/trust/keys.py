"""An organisation's identity and keys: made once, sealed at once, opened only to sign.

A private key leaves this module as a `Signer` and nothing else: `homes` knows where it lives,
`sealing` under which key-encryption key. Signing rules are `signing`'s work.
"""

from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django_scopes import scope

from skillmark.core import did
from skillmark.core.crypto import PrivateKey, PublicKey
from skillmark.core.log import KeyAct
from skillmark.platform.events import services as events
from skillmark.platform.trust import addresses, homes, sealing, signals
from skillmark.platform.trust.errors import NoKeyError
from skillmark.platform.trust.homes import Fresh, cryptosuite_of, open_key
from skillmark.platform.trust.models import IssuerIdentity, IssuerKey, KeyPurpose, KeyState
from skillmark.platform.trust.sealing import (
    begin_anew,
    change_passphrase,
    keep_secret,
    open_secret,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from skillmark.platform.orgs.models import Organisation

__all__ = [
    "active_key",
    "adopt",
    "begin_anew",
    "change_passphrase",
    "cryptosuite_of",
    "ensure_identity",
    "ensure_key",
    "keep_public",
    "keep_secret",
    "open_key",
    "open_secret",
    "public_half",
    "rotate",
]


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
            return make_identity(organisation, wanted)


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
            new = active_key(make_identity(organisation, None), purpose)
        else:
            _retire(old)
            new = _make_key(identity, purpose, old.version + 1, homes.fresh(organisation.pk))
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="key.rotated",
            object=new,
            before={"key": old.verification_method},
            after={"key": new.verification_method},
        )
        return new


def replace_fallen(
    organisation: "Organisation", row: IssuerKey, *, since: datetime, actor: object
) -> IssuerKey:
    """Withdraw a key that is not the issuer's alone any more, and return its successor.

    Its private half is destroyed. A did:key is its key: the identity ends with it, and the key
    goes on signing the status lists of what it issued, which is all that can still be done.

    Args:
        organisation: whose key it is.
        row: the key; one that was retired before gets no successor but the active one.
        since: the last moment at which it was known to be good.
        actor: who acts.
    """
    with transaction.atomic(), scope(organisation=organisation.pk):
        _lock_organisation(organisation.pk)
        was_active = row.state == KeyState.ACTIVE
        of_key = row.identity.did.startswith("did:key:")
        row.revoked_at = since
        if of_key:
            row.save(update_fields=["revoked_at"])
        else:
            row.state = KeyState.REVOKED
            row.wrapped_key = row.ciphertext = b""
            row.save(update_fields=["state", "revoked_at", "wrapped_key", "ciphertext"])
            transaction.on_commit(partial(homes.shred, row), robust=True)
        _tell(row, KeyAct.REVOKED, since)
        new = _successor(organisation, row, was_active=was_active)
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="key.revoked",
            object=row,
            after={"since": since.isoformat(), "successor": new.verification_method},
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
        return _make_key(
            identity, purpose, known.count() + 1, homes.fresh(identity.organisation_id)
        )


def public_half(row: IssuerKey) -> PublicKey:
    """Return the public half of a key."""
    return PublicKey.from_multikey(row.public_multikey)


@sensitive_variables("found")
def adopt(
    identity: IssuerIdentity, purpose: KeyPurpose, found: PrivateKey | str, *, version: int
) -> IssuerKey:
    """Give an identity a key that was made elsewhere: the way back of a backup.

    A key that is there already gets its private half back, unless it was retired: what a rotation
    shredded stays shredded. Another active key of the purpose is retired, as in a rotation.

    Args:
        identity: whose key it is.
        purpose: what it signs.
        found: the key, or its address in a module or key service.
        version: its number, if that is still free.

    Raises:
        TrustError: the place of the address is not configured, gone, locked, or has no such key.
    """
    new = Fresh.at(found) if isinstance(found, str) else Fresh.of_private(found)
    everyone = IssuerKey.objects.with_scopes_disabled().filter(
        identity=identity, purpose=purpose
    )
    row: IssuerKey | None = everyone.filter(
        public_multikey=new.key.public.to_multikey()
    ).first()
    if row is None:
        for other in everyone.filter(state=KeyState.ACTIVE):
            _retire(other)
        return _make_key(identity, purpose, _free(everyone, version), new)
    if row.state == KeyState.ACTIVE:
        row.location = new.location
        sealing.seal_into(row, new.content)
        row.save()
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
        encryption=sealing.current(),
        **dates,
    )


def _free(known: "QuerySet[IssuerKey]", version: int) -> int:
    """Return a version that no known key has, `version` itself if it may be."""
    taken = set(known.values_list("version", flat=True))
    return version if version not in taken else max(taken) + 1


def _retire(row: IssuerKey) -> None:
    now = timezone.now()
    row.state, row.retired_at = KeyState.RETIRED, now
    row.wrapped_key = row.ciphertext = b""
    row.save(update_fields=["state", "retired_at", "wrapped_key", "ciphertext"])
    transaction.on_commit(partial(homes.shred, row), robust=True)
    _tell(row, KeyAct.RETIRED, now)


def _successor(organisation: "Organisation", row: IssuerKey, *, was_active: bool) -> IssuerKey:
    purpose = KeyPurpose(row.purpose)
    if not was_active:
        return active_key(ensure_identity(organisation), purpose)
    if row.identity.did.startswith("did:key:"):
        if row.identity.is_current:
            row.identity.is_current = False
            row.identity.save(update_fields=["is_current"])
            make_identity(organisation, None)
        return active_key(ensure_identity(organisation), purpose)
    known = IssuerKey.objects.with_scopes_disabled().filter(
        identity=row.identity, purpose=purpose
    )
    return _make_key(
        row.identity, purpose, _free(known, row.version + 1), homes.fresh(organisation.pk)
    )


def _tell(row: IssuerKey, act: KeyAct, since: datetime) -> None:
    signals.key_changed.send(sender=IssuerKey, key=row, act=act, since=since)


def _suits(identity: IssuerIdentity, wanted: str | None) -> bool:
    if wanted is None:
        return identity.did.startswith("did:key:")
    return identity.did == wanted or addresses.is_beside(identity.did, wanted)


def _lock_organisation(organisation_id: UUID) -> None:
    """Let one transaction at a time make identities and keys of an organisation."""
    from skillmark.platform.orgs.models import Organisation  # noqa: PLC0415 - a model at run time

    Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).exists()


def make_identity(organisation: "Organisation", web_did: str | None) -> IssuerIdentity:
    """Make the current identity of an organisation, with its keys; a did:key without a name."""
    first = homes.fresh(organisation.pk)
    name = web_did or did.key.did_of(first.key.public)
    identity: IssuerIdentity = IssuerIdentity.objects.create(
        organisation=organisation, did=name
    )
    _make_key(identity, KeyPurpose.CREDENTIAL, 1, first)
    if web_did:
        _make_key(identity, KeyPurpose.STATUS, 1, homes.fresh(organisation.pk))
    events.record(
        organisation_id=organisation.pk,
        actor=None,
        action="identity.created",
        object=identity,
        after={"did": name},
    )
    return identity


def _make_key(
    identity: IssuerIdentity, purpose: KeyPurpose, version: int, new: Fresh
) -> IssuerKey:
    public = new.key.public
    row = IssuerKey(
        id=new.id,
        organisation_id=identity.organisation_id,
        identity=identity,
        purpose=purpose,
        version=version,
        algorithm=public.algorithm.value,
        public_multikey=public.to_multikey(),
        verification_method=did.method_id(identity.did, public),
        location=new.location,
    )
    sealing.seal_into(row, new.content)
    row.save(force_insert=True)
    _tell(row, KeyAct.ADDED, row.created_at)
    return row
