"""What an operator sees of the places where keys lie: does each answer, and what lies there."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django_scopes import scopes_disabled

from skillmark.platform.trust import sealing
from skillmark.platform.trust.custody import addresses
from skillmark.platform.trust.errors import TrustError
from skillmark.platform.trust.models import IssuerKey, KeyEncryption, SealedSecret


@dataclass(frozen=True, slots=True)
class Line:
    """One place.

    Attributes:
        name: what it is called.
        address: where it is, without secrets.
        state: whether it answers, and what lies there.
    """

    name: str
    address: str
    state: str


def lines() -> Iterator[Line]:
    """Yield the places for new keys, then the key-encryption keys."""
    where = sealing.places()
    for name, address in where.named.items():
        yield Line(name, addresses.plain(address), _of_place(name))
    with scopes_disabled():
        for row in KeyEncryption.objects.order_by("version"):
            kept = sum(
                kind.objects.filter(encryption=row).exclude(wrapped_key=b"").count()
                for kind in (IssuerKey, SealedSecret)
            )
            state = _of_generation(row)
            yield Line(
                f"key encryption {row.version}",
                row.uri or "passphrase",
                f"{state}, seals {kept}",
            )
    address = settings.SKILLMARK.key_encryption_address()
    yield Line("key encryption in use", addresses.plain(address) or "passphrase", "configured")


def _of_place(name: str) -> str:
    try:
        kinds = sealing.places().place(name).algorithms
    except TrustError as error:
        return f"{error.code}: {error.message}"
    return "answers, makes " + (", ".join(kinds) or "no keys")


def _of_generation(row: KeyEncryption) -> str:
    try:
        sealing.vault_of(row)
    except TrustError as error:
        return f"{error.code}: {error.message}"
    return "opens"
