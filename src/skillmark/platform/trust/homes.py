"""Where an organisation's new keys live, and opening a key wherever it lives.

A key in a module or key service never leaves it. Its row seals the key's address under the same
label as it would seal the key: an address that was altered or moved to another row does not open.
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

import structlog
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django_scopes import scope

from skillmark.core.crypto import Algorithm, CryptoError, PrivateKey, PublicKey
from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.events.ids import uuid7
from skillmark.platform.trust import sealing, wiping
from skillmark.platform.trust.custody import addresses
from skillmark.platform.trust.custody.errors import PlaceKeyError, PlaceUnknownError
from skillmark.platform.trust.custody.port import NAME_PREFIX, SigningKey
from skillmark.platform.trust.errors import TrustError, VaultError
from skillmark.platform.trust.models import SEALED, IssuerKey, KeyHome

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

log = structlog.get_logger("skillmark.keys")

HERE: Final = ""  # the name of the place “sealed in our own database”
_SUITES: Final = {
    Algorithm.ED25519: "eddsa-rdfc-2022",
    Algorithm.P256: "ecdsa-rdfc-2019",
    Algorithm.P384: "ecdsa-rdfc-2019",
}


@dataclass(frozen=True, slots=True)
class Fresh:
    """A key that has no row yet.

    Attributes:
        id: of the row it shall have.
        key: the key.
        location: where it lies, as the row says it.
        content: what the row seals: the private key, or its address.
    """

    id: UUID
    key: SigningKey
    location: str
    content: bytes = field(repr=False)

    @classmethod
    @sensitive_variables()
    def of_private(cls, private: PrivateKey) -> Self:
        """Return a private key that we hold ourselves."""
        return cls(uuid7(), private, SEALED, private.to_bytes())

    @classmethod
    def at(cls, address: str) -> Self:
        """Return the key that lies at an address.

        Raises:
            TrustError: the place is not configured, gone, locked, or has no such key.
        """
        return cls(uuid7(), sealing.places().signing_key(address), address, address.encode())


def fresh(organisation_id: UUID, row_id: UUID | None = None) -> Fresh:
    """Make a key in the place that the organisation chose.

    Args:
        organisation_id: whose key it shall be.
        row_id: of the row it shall have, if that is chosen already. A module or key service makes
            one key for one id, however often it is asked.

    Raises:
        TrustError: the place is not configured any more, gone, locked or full.
    """
    if (holder := sealing.holder()) is not None:
        row_id, key, location = holder.fresh(organisation_id)
        return Fresh(row_id, key, location, b"")
    name, row_id = chosen(organisation_id), row_id or uuid7()
    if name == HERE:
        seed = secrets.token_bytes(Algorithm.ED25519.seed_bytes)
        private = PrivateKey.generate(Algorithm.ED25519, seed)
        return Fresh(row_id, private, SEALED, private.to_bytes())
    place = sealing.places().place(name)
    algorithms = place.algorithms
    if not algorithms:
        raise PlaceKeyError("This place makes no keys that sign credentials.", place=name)
    address = place.make(f"{NAME_PREFIX}{row_id}", algorithms[0])
    return Fresh(row_id, place.signing_key(address), address, address.encode())


@sensitive_variables()
def open_key(row: IssuerKey) -> SigningKey:
    """Return the private half of a key, for the time of one signing session.

    Raises:
        VaultError: the row was altered or moved, or the key was retired.
        PassphraseError: the configured key-encryption key did not seal it.
        PlaceUnknownError: the key lies where nothing is configured.
        TrustError: its place is gone or locked.
    """
    content = sealing.vault_of(row.encryption).open(row.sealed, row.label)
    if not row.is_elsewhere:
        with suppress(CryptoError):
            private = PrivateKey.from_bytes(Algorithm(row.algorithm), content)
            if private.public.to_multikey() == row.public_multikey:
                return private
        raise VaultError("The sealed key is not of its public half.")
    if content != row.location.encode():
        raise VaultError("The key's address was altered.")
    key = sealing.places().signing_key(row.location)
    if key.public.to_multikey() != row.public_multikey:
        raise VaultError("The key at this address is not of its public half.")
    return key


@sensitive_variables()
def secret_of(row: IssuerKey) -> bytes | None:
    """Return the private half's bytes for a backup; None for a key that lies elsewhere."""
    if row.is_elsewhere:
        return None
    opened = open_key(row)
    return opened.to_bytes() if isinstance(opened, PrivateKey) else None


def cryptosuite_of(row: IssuerKey) -> str:
    """Return the cryptosuite in which a key signs documents."""
    return _SUITES[PublicKey.from_multikey(row.public_multikey).algorithm]


def shred(row: IssuerKey) -> None:
    """End a key that signs no more wherever else it is; what cannot be ended is logged.

    That is the module or key service that made it, and the signer's own process, which may hold
    its sealed bytes for some minutes after it was made. Call it after the row is committed.
    """
    wiping.settle()
    try:
        if (holder := sealing.holder()) is not None:
            holder.shred(row)
        elif row.is_elsewhere:
            sealing.places().shred(row.location)
    except TrustError as error:
        log.warning("a retired key is still in its place", code=error.code)


def chosen(organisation_id: UUID) -> str:
    """Return the name of the place where an organisation's new keys live."""
    row = KeyHome.objects.with_scopes_disabled().filter(pk=organisation_id).first()
    return row.place if row else HERE


@dataclass(frozen=True, slots=True)
class Offer:
    """A place as owners read it.

    Attributes:
        name: how the operator named it; empty for our own database.
        words: what it is.
        lost: it was chosen once, and the operator took it away since.
    """

    name: str
    words: str
    lost: bool = False


def offered(organisation_id: UUID) -> list[Offer]:
    """Return the places among which an organisation may choose, our own database first."""
    named = sealing.places().named
    offers = [Offer(HERE, _("In this site's database, sealed"))]
    offers += [Offer(name, _words(name, address)) for name, address in named.items()]
    name = chosen(organisation_id)
    if name != HERE and name not in named:
        offers.append(
            Offer(name, _("%(name)s: not there any more") % {"name": name}, lost=True)
        )
    return offers


def _words(name: str, address: str) -> str:
    if addresses.scheme_of(address) == addresses.AWS_KMS:
        return _("%(name)s: a key service") % {"name": name}
    return _("%(name)s: a hardware security module") % {"name": name}


def choose(organisation: "Organisation", name: str, *, actor: object) -> None:
    """Let an organisation's new keys live in a place; the keys in use stay where they are.

    Raises:
        PlaceUnknownError: no place of that name is configured.
        TrustError: it is gone or locked: nothing would be chosen that cannot sign.
    """
    with scope(organisation=organisation.pk):
        before = chosen(organisation.pk)
        if name == before:
            return
        if name != HERE and name not in sealing.places().named:
            raise PlaceUnknownError("No place of that name is configured.", place=name)
        _require_able(name)
        KeyHome.objects.update_or_create(
            organisation=organisation,
            defaults={"place": name, "chosen_by": audit.reference(actor)},
        )
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="key.home_chosen",
            object=organisation,
            before={"place": before},
            after={"place": name},
        )


def _require_able(name: str) -> None:
    """Ask a place whether it answers and can make keys; a signer's process asks for itself."""
    if name == HERE or sealing.holder() is not None:
        return
    if not sealing.places().place(name).algorithms:
        raise PlaceKeyError("This place makes no keys that sign credentials.", place=name)
