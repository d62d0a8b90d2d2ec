"""The vault: envelope encryption of private keys at rest.

Each key is sealed with AES-256-GCM under a data key (DEK) of its own; the data key is wrapped
under the key-encryption key (KEK), wherever that lies: derived from a passphrase by scrypt, in a
hardware module, or in a key service (`custody`). Both seals bind ``tenant|key id|purpose|version``
as associated data, so a row copied to another tenant, key or purpose does not open. No database,
no clock: rows are `skillmark.platform.trust.models`' work.
"""

import hmac
import secrets
from dataclasses import dataclass
from typing import Final, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.views.decorators.debug import sensitive_variables

from skillmark.platform.trust.custody.memory import KEY_BYTES, MemoryKey, decrypt, encrypt
from skillmark.platform.trust.custody.port import WrappingKey
from skillmark.platform.trust.errors import PassphraseError, VaultError

SALT_BYTES: Final = 16
_CHECK_TEXT: Final = b"skillmark vault"
_CHECK_LABEL: Final = b"vault|check"


@dataclass(frozen=True, slots=True)
class Label:
    """What a sealed key belongs to; it is bound into the seal."""

    tenant: str
    key_id: str
    purpose: str
    version: int

    def to_bytes(self) -> bytes:
        """Return ``tenant|key id|purpose|version`` in UTF-8.

        Raises:
            VaultError: a part contains the separator, so two labels could look alike.
        """
        parts = (self.tenant, self.key_id, self.purpose)
        if any("|" in part for part in parts):
            raise VaultError("A label part must not contain '|'.")
        return "|".join((*parts, str(self.version))).encode()


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """A private key as it lies in the database: the wrapped data key and the ciphertext."""

    wrapped_key: bytes  # the data key, as the key-encryption key's driver wrote it
    ciphertext: bytes  # nonce || ciphertext || tag of the private key

    def __repr__(self) -> str:
        return "Sealed(…)"


class Vault:
    """Seals and opens keys under one key-encryption key; never shows it."""

    __slots__ = ("_kek",)

    def __init__(self, kek: bytes | WrappingKey) -> None:
        """Take a key-encryption key: 32 bytes, or one that lies elsewhere."""
        self._kek: WrappingKey = MemoryKey(kek) if isinstance(kek, bytes) else kek

    @classmethod
    @sensitive_variables()
    def from_passphrase(cls, passphrase: bytes, salt: bytes) -> Self:
        """Return the vault that scrypt derives (N 2^15, r 8, p 1)."""
        return cls(MemoryKey.from_passphrase(passphrase, salt))

    def __repr__(self) -> str:
        return "Vault(…)"

    def __reduce__(self) -> str:
        raise VaultError("A vault is never written out.")

    @sensitive_variables()
    def seal(self, secret: bytes, label: Label) -> Sealed:
        """Return the sealed form of a private key, bound to its label.

        Raises:
            TrustError: the key-encryption key's place is gone or refuses.
        """
        bound = label.to_bytes()
        data_key = secrets.token_bytes(KEY_BYTES)
        return Sealed(
            wrapped_key=self._kek.wrap(data_key, bound),
            ciphertext=encrypt(AESGCM(data_key), secret, bound),
        )

    @sensitive_variables()
    def open(self, sealed: Sealed, label: Label) -> bytes:
        """Return the private key.

        Raises:
            VaultError: another key-encryption key, another label, or altered bytes.
            TrustError: the key-encryption key's place is gone or refuses.
        """
        bound = label.to_bytes()
        return decrypt(self._data_cipher(sealed, bound), sealed.ciphertext, bound)

    @sensitive_variables()
    def rewrap(self, sealed: Sealed, label: Label, new: "Vault") -> Sealed:
        """Return the same sealed key with its data key wrapped by another vault.

        What comes back was opened again by the new vault: nothing is handed out that does not.

        Raises:
            VaultError: the seal does not open here, or not there.
            TrustError: a place is gone or refuses.
        """
        bound = label.to_bytes()
        data_key = self._data_key(sealed, bound)
        wrapped = new._kek.wrap(data_key, bound)  # noqa: SLF001 - same class
        moved = Sealed(wrapped_key=wrapped, ciphertext=sealed.ciphertext)
        if not hmac.compare_digest(new._data_key(moved, bound), data_key):  # noqa: SLF001 - same
            raise VaultError("The new key-encryption key gives back another key than it took.")
        return moved

    def check_value(self) -> bytes:
        """Return a sealed constant by which a later start recognises the key-encryption key."""
        return self._kek.wrap(_CHECK_TEXT, _CHECK_LABEL)

    def confirm(self, check_value: bytes) -> None:
        """Accept the check value of this vault.

        Raises:
            PassphraseError: it was made under another key-encryption key.
            TrustError: the place is gone or refuses.
        """
        try:
            found = self._kek.unwrap(check_value, _CHECK_LABEL)
        except VaultError:
            found = b""
        if found != _CHECK_TEXT:
            raise PassphraseError(
                "The configured passphrase or key-encryption key did not seal the keys."
            )

    @sensitive_variables()
    def _data_key(self, sealed: Sealed, bound: bytes) -> bytes:
        return self._kek.unwrap(sealed.wrapped_key, bound)

    @sensitive_variables()
    def _data_cipher(self, sealed: Sealed, bound: bytes) -> AESGCM:
        data_key = self._data_key(sealed, bound)
        if len(data_key) != KEY_BYTES:
            raise VaultError("The sealed key is no key of ours.")
        return AESGCM(data_key)


def new_salt() -> bytes:
    """Return 16 fresh random bytes for scrypt."""
    return secrets.token_bytes(SALT_BYTES)
