"""From an address to what lies there: which driver, with whose PIN."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from skillmark.core.crypto import Algorithm
from skillmark.platform.trust.custody import hsm, kms, token
from skillmark.platform.trust.custody.addresses import (
    AWS_KMS,
    PKCS11,
    KmsAddress,
    Pkcs11Address,
    scheme_of,
)
from skillmark.platform.trust.custody.errors import KeyAddressError, PlaceUnknownError
from skillmark.platform.trust.custody.port import Place, SigningKey, WrappingKey

type SecretReader = Callable[[str], str]
"""Reads what a `file:` or `env:` address holds: a PIN or a passphrase."""


@dataclass(frozen=True, slots=True)
class Places:
    """What the operator configured.

    Attributes:
        named: the places where new keys may be made, by name.
        others: further addresses we have been given: key-encryption keys, now and before.
        read_secret: reads PINs.
    """

    named: Mapping[str, str] = field(repr=False)
    others: tuple[str, ...] = field(repr=False)
    read_secret: SecretReader = field(repr=False)

    def place(self, name: str) -> Place:
        """Return a place by its name.

        Raises:
            PlaceUnknownError: no place of that name is configured.
            TrustError: its address cannot be read, or it is not installed.
        """
        address = self.named.get(name)
        if address is None:
            raise PlaceUnknownError("No place of that name is configured.", place=name)
        return open_place(address, self.read_secret)

    def signing_key(self, address: str) -> SigningKey:
        """Return the signing key at an address that a row keeps.

        Raises:
            PlaceUnknownError: it lies in a place that is not configured here.
            TrustError: the place is gone, locked or has no such key.
        """
        return self._home_of(address).signing_key(address)

    def wrapping_key(self, address: str) -> WrappingKey:
        """Return the key-encryption key at an address; raises as `signing_key`."""
        return self._home_of(address).wrapping_key(address)

    def shred(self, address: str) -> None:
        """End a signing key that was made for us; raises as `signing_key`."""
        self._home_of(address).shred(address)

    def _home_of(self, address: str) -> Place:
        """Return the configured place in which an address lies."""
        for configured in (*self.named.values(), *self.others):
            if _holds(configured, address):
                return open_place(configured, self.read_secret)
        raise PlaceUnknownError(
            "A key lies in a place that is not configured here.", kind=scheme_of(address)
        )


def open_place(address: str, read_secret: SecretReader) -> Place:
    """Return the place that an address names; nothing is asked of it yet.

    Raises:
        KeyAddressError: the address is none that we read, or no place for keys.
        PlaceMissingError: support for it is not installed.
    """
    scheme = scheme_of(address)
    if scheme == AWS_KMS:
        return kms.service_at(KmsAddress.parse(address))
    if scheme != PKCS11:
        raise KeyAddressError("We know no place for keys of this kind.", scheme=scheme[:40])
    found = Pkcs11Address.parse(address)
    pin = read_secret(found.pin_source) if found.pin_source else found.pin_value
    preferred = Algorithm(found.algorithm) if found.algorithm else None
    return hsm.Module(token.token_at(found, found.module_path, pin), preferred)


def make_wrapping_key(address: str, label: str, read_secret: SecretReader) -> str:
    """Make an AES key-encryption key in a token, unless it is there; return its address.

    Raises:
        KeyAddressError: the address names no token.
        TrustError: the token is gone or locked, or makes no such keys.
    """
    place = open_place(address, read_secret)
    if not isinstance(place, hsm.Module):
        raise KeyAddressError("Key-encryption keys are made in hardware modules only.")
    return hsm.make_wrapping_key(place.token, label)


def _holds(configured: str, address: str) -> bool:
    """Say whether a configured address leads to the place of another one."""
    if scheme_of(configured) != scheme_of(address):
        return False
    if scheme_of(address) == PKCS11:
        place = Pkcs11Address.parse(configured).token
        return dict(place).items() <= dict(Pkcs11Address.parse(address).token).items()
    if scheme_of(address) == AWS_KMS:
        here, there = KmsAddress.parse(configured), KmsAddress.parse(address)
        return not here.region or not there.region or here.region == there.region
    return False
