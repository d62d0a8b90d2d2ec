"""From one key-encryption key to another: row by row, and nothing is lost when it breaks off.

The new key is configured as the one in use, the old one as one of before. `begin` founds its
generation, after the old one has proved to open; from then on new keys are sealed under it.
`step` moves some rows in a transaction: each is wrapped anew, opened again with the new key, then
written. A row names the generation it is under, so a run that was killed goes on where it was, and
signing goes on meanwhile. The data keys change their wrapping only; no private key is touched.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django_scopes import scopes_disabled

from skillmark.platform.trust import sealing
from skillmark.platform.trust.models import IssuerKey, KeyEncryption, SealedSecret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

STEP: Final = 200  # rows of one transaction
_KINDS: Final = (IssuerKey, SealedSecret)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is.

    Attributes:
        done: rows under the newest generation.
        left: rows under an older one.
        version: the newest generation.
    """

    done: int
    left: int
    version: int


def progress() -> Progress:
    """Return how many rows are under the newest generation, and how many are not."""
    newest = sealing.current()
    with scopes_disabled():
        rows = [kind.objects.exclude(wrapped_key=b"") for kind in _KINDS]
        left = sum(each.exclude(encryption=newest).count() for each in rows)
        return Progress(sum(each.count() for each in rows) - left, left, newest.version)


def begin(*, again: bool = False) -> KeyEncryption:
    """Return the generation of the key-encryption key in use, founded if it is a new one.

    Args:
        again: found another generation though the key is the same: under a service that rotates
            its keys this takes the rows to its newest.

    Raises:
        PassphraseError: what sealed the keys until now is not configured.
        TrustError: a place is gone or locked, or the new one has no such key.
    """
    with transaction.atomic():
        newest = sealing.current()
        if sealing.is_configured(newest) and not again:
            return newest
        for older in _in_use():
            sealing.vault_of(older)
        return sealing.found(newest.version + 1)


def step(limit: int = STEP) -> int:
    """Move up to `limit` rows under the newest generation in one transaction; return how many.

    Raises:
        TrustError: a row does not open, or a place is gone; no row of this step has moved.
    """
    newest = sealing.current()
    vault = sealing.vault_of(newest)
    moved = 0
    with transaction.atomic(), scopes_disabled():
        for row in _behind(newest, limit):
            old = sealing.vault_of(row.encryption)
            row.with_sealed(old.rewrap(row.sealed, row.label, vault))
            row.encryption = newest
            row.save(update_fields=["wrapped_key", "ciphertext", "encryption"])
            moved += 1
    return moved


def run(limit: int = STEP) -> "Iterator[Progress]":
    """Move row after row, and yield how far it is after each step, until none is left.

    Raises:
        TrustError: as `step`; what was moved before stays moved.
    """
    now = progress()
    yield now
    while now.left and step(limit):
        now = progress()
        yield now


def go_on(rounds: int = 10) -> int:
    """Go on with a run that broke off, if this process holds the keys; return how many moved.

    Raises:
        TrustError: a row does not open, or a place is gone.
    """
    newest = KeyEncryption.objects.order_by("-version").first()
    if newest is None or newest.version == 1 or sealing.holder() is not None:
        return 0
    if not progress().left or not sealing.is_configured(newest):
        return 0
    return sum(step() for _ in range(rounds))


def _in_use() -> "Iterable[KeyEncryption]":
    """Return the generations under which there are rows."""
    with scopes_disabled():
        found = {
            number
            for kind in _KINDS
            for number in kind.objects.exclude(wrapped_key=b"").values_list(
                "encryption_id", flat=True
            )
        }
    return list(KeyEncryption.objects.filter(version__in=found))


def _behind(newest: KeyEncryption, limit: int) -> "Iterator[Any]":
    """Yield locked rows under older generations; rows that others hold now come later."""
    left = limit
    for kind in _KINDS:
        rows = kind.objects.exclude(wrapped_key=b"").exclude(encryption=newest).order_by("pk")
        names: list[UUID] = list(rows.values_list("pk", flat=True)[:left])
        locked = (
            kind.objects.select_for_update().filter(pk__in=names).exclude(encryption=newest)
        )
        for row in locked:
            if row.wrapped_key:
                left -= 1
                yield row
