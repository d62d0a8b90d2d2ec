"""Keys in modules and key services that no row of ours can use any more, and ending them.

Such a key is left when the transaction that made it failed, or when a key could not be ended as it
retired. It signs nothing: only a sealed row leads to it. But it lies there, counts, and costs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from skillmark.platform.trust import sealing
from skillmark.platform.trust.custody import addresses
from skillmark.platform.trust.custody.addresses import PKCS11, Pkcs11Address
from skillmark.platform.trust.errors import KeysElsewhereError, KeyUsedError
from skillmark.platform.trust.models import SEALED, IssuerKey

YOUNG: Final = timedelta(hours=1)  # longer than any transaction that is about to commit a key


@dataclass(frozen=True, slots=True)
class Orphan:
    """A key that nothing leads to.

    Attributes:
        place: the name of its place.
        name: of the key there.
        address: without secrets.
        made_at: when it was made.
        retired: a row had it, and the row says that it signs no more.
    """

    place: str
    name: str
    address: str
    made_at: datetime
    retired: bool


def places() -> list[str]:
    """Return the names of the places that may have such keys.

    Raises:
        KeysElsewhereError: another process has the PINs; do this where it runs.
    """
    if sealing.holder() is not None:
        raise KeysElsewhereError(
            "Keys are opened by the signer's own process only; do this where it runs."
        )
    return sorted(sealing.places().named)


def find(place: str, *, at: datetime | None = None) -> Iterator[Orphan]:
    """Yield the keys in a place to which no row leads, oldest first.

    What is younger than `YOUNG` is left out: its row may be committed in a moment.

    Raises:
        PlaceUnknownError: no place of that name is configured.
        TrustError: it is gone or locked.
    """
    before = (at or timezone.now()) - YOUNG
    here = [one for one in sealing.places().place(place).made() if one.at <= before]
    rows = _known()
    for one in sorted(here, key=lambda made: (made.at, made.name)):
        used = rows.get(_spelt(one.address))
        if not used:
            yield Orphan(place, one.name, addresses.plain(one.address), one.at, used is False)


def remove(orphan: Orphan) -> None:
    """End a key, once more looked up among the rows.

    Raises:
        KeyUsedError: a row leads to it now.
        TrustError: its place is gone or refuses.
    """
    if _known().get(_spelt(orphan.address)):
        raise KeyUsedError("The key is in use.", key=orphan.name)
    sealing.places().shred(orphan.address)


def _known() -> dict[str, bool]:
    """Return every key that a row has elsewhere, and whether the row can still use it."""
    rows = IssuerKey.objects.with_scopes_disabled().exclude(location=SEALED)
    found: dict[str, bool] = {}
    for address, sealed in rows.values_list("location", "wrapped_key"):
        name = _spelt(address)
        found[name] = found.get(name, False) or bool(sealed)
    return found


def _spelt(address: str) -> str:
    """Return what tells a key from others, however its token is described."""
    if addresses.scheme_of(address) != PKCS11:
        return address
    parsed = Pkcs11Address.parse(address)
    return f"{PKCS11}:{parsed.label}:{(parsed.key_id or b'').hex()}"
