"""What every driver offers, whatever stands behind it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Protocol
from uuid import UUID

from skillmark.core.crypto import Algorithm, PublicKey

NAME_PREFIX: Final = "skillmark-"  # of every key that we make: no other is ever ended by us
_TIMED: Final = 7  # the version of ids that begin with a time, RFC 9562 §5.7
_TIME_SHIFT: Final = 80  # bits behind the milliseconds


class SigningKey(Protocol):
    """A private key that signs where it lies; it satisfies `skillmark.core.crypto.Signer`."""

    @property
    def algorithm(self) -> Algorithm:
        """The type of the key."""
        ...

    @property
    def public(self) -> PublicKey:
        """The public half."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the signature over ``data``, `Algorithm.signature_bytes` wide.

        Raises:
            TrustError: the place is gone or refuses.
        """
        ...


class WrappingKey(Protocol):
    """A key-encryption key: wraps data keys, bound to associated data."""

    def wrap(self, data_key: bytes, bound: bytes) -> bytes:
        """Return ``data_key`` encrypted; only the same key and ``bound`` open it.

        Raises:
            TrustError: the place is gone or refuses.
        """
        ...

    def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        """Return the data key.

        Raises:
            VaultError: another key, other associated data, or altered bytes.
            TrustError: the place is gone or refuses.
        """
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """A signing key in a place whose name says that we made it.

    Attributes:
        name: `NAME_PREFIX` and the id of the row for which it was made.
        address: of the key.
        at: when it was made.
    """

    name: str
    address: str
    at: datetime


def time_of(name: str) -> datetime | None:
    """Return when a key of ours was made, by the time-ordered id in its name; None if it has none."""
    try:
        row = UUID(name.removeprefix(NAME_PREFIX))
    except ValueError:
        return None
    if not name.startswith(NAME_PREFIX) or row.version != _TIMED:
        return None
    return datetime.fromtimestamp((row.int >> _TIME_SHIFT) / 1000, UTC)


class Place(Protocol):
    """A module or a key service that keeps keys for us."""

    @property
    def algorithms(self) -> tuple[Algorithm, ...]:
        """What keys it can make, the one we prefer first."""
        ...

    def make(self, name: str, algorithm: Algorithm) -> str:
        """Make a signing key that never leaves the place, and return its address.

        The same name gives the key that is there already: a repetition makes no second one.

        Raises:
            PlaceKeyError: the place makes no such keys.
            TrustError: the place is gone or refuses.
        """
        ...

    def made(self) -> list[Made]:
        """Return the signing keys here that `make` made, of whichever installation.

        Raises:
            TrustError: the place is gone or refuses.
        """
        ...

    def signing_key(self, address: str) -> SigningKey:
        """Return the signing key at an address.

        Raises:
            PlaceKeyError: there is none, or it is of a type we do not know.
            TrustError: the place is gone or refuses.
        """
        ...

    def wrapping_key(self, address: str) -> WrappingKey:
        """Return the key-encryption key at an address; raises as `signing_key`."""
        ...

    def shred(self, address: str) -> None:
        """End a signing key that `make` made; another's key, or one that is gone, is left alone.

        Raises:
            TrustError: the place is gone or refuses.
        """
        ...
