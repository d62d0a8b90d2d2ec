"""The vault: envelope encryption of private keys at rest.

Each key is sealed with AES-256-GCM under a data key (DEK) of its own; the data key is wrapped
with AES-256-GCM under the key-encryption key (KEK), which scrypt derives from the configured
passphrase and a stored salt. Both seals bind ``tenant|key id|purpose|version`` as associated
data, so a row copied to another tenant, key or purpose does not open. No database, no clock:
rows are `skillmark.platform.trust.models`' work.
"""

import secrets
from dataclasses import dataclass
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from skillmark.platform.trust.errors import PassphraseError, VaultError

KEY_BYTES: Final = 32  # AES-256
NONCE_BYTES: Final = 12  # 96 bits, fresh for every seal
SALT_BYTES: Final = 16
SCRYPT_COST: Final = 2**15  # about 0.1 s and 32 MiB
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
    """A private key as it lies in the database: nonce and ciphertext of both layers."""

    wrapped_key: bytes  # nonce || ciphertext || tag of the DEK
    ciphertext: bytes  # nonce || ciphertext || tag of the private key

    def __repr__(self) -> str:
        return "Sealed(…)"


class Vault:
    """Seals and opens keys under one key-encryption key; never shows it."""

    __slots__ = ("_kek",)

    def __init__(self, kek: bytes) -> None:
        """Take a key-encryption key of 32 bytes."""
        if len(kek) != KEY_BYTES:
            raise VaultError("The key-encryption key must be 32 bytes.")
        self._kek = AESGCM(kek)

    @classmethod
    def from_passphrase(cls, passphrase: bytes, salt: bytes) -> Self:
        """Return the vault that scrypt derives (N 2^15, r 8, p 1)."""
        scrypt = Scrypt(salt=salt, length=KEY_BYTES, n=SCRYPT_COST, r=8, p=1)
        return cls(scrypt.derive(passphrase))

    def __repr__(self) -> str:
        return "Vault(…)"

    def __reduce__(self) -> str:
        raise VaultError("A vault is never written out.")

    def seal(self, secret: bytes, label: Label) -> Sealed:
        """Return the sealed form of a private key, bound to its label."""
        bound = label.to_bytes()
        data_key = secrets.token_bytes(KEY_BYTES)
        return Sealed(
            wrapped_key=_encrypt(self._kek, data_key, bound),
            ciphertext=_encrypt(AESGCM(data_key), secret, bound),
        )

    def open(self, sealed: Sealed, label: Label) -> bytes:
        """Return the private key.

        Raises:
            VaultError: another passphrase, another label, or altered bytes.
        """
        bound = label.to_bytes()
        data_key = _decrypt(self._kek, sealed.wrapped_key, bound)
        return _decrypt(AESGCM(data_key), sealed.ciphertext, bound)

    def rewrap(self, sealed: Sealed, label: Label, new: "Vault") -> Sealed:
        """Return the same sealed key with its data key wrapped by another vault."""
        bound = label.to_bytes()
        data_key = _decrypt(self._kek, sealed.wrapped_key, bound)
        wrapped = _encrypt(new._kek, data_key, bound)  # noqa: SLF001 - same class
        return Sealed(wrapped_key=wrapped, ciphertext=sealed.ciphertext)

    def check_value(self) -> bytes:
        """Return a sealed constant by which a later start recognises the passphrase."""
        return _encrypt(self._kek, _CHECK_TEXT, _CHECK_LABEL)

    def confirm(self, check_value: bytes) -> None:
        """Accept the check value of this vault.

        Raises:
            PassphraseError: it was made under another passphrase or salt.
        """
        try:
            _decrypt(self._kek, check_value, _CHECK_LABEL)
        except VaultError:
            raise PassphraseError(
                "The configured passphrase is not the one that sealed the keys."
            ) from None


def new_salt() -> bytes:
    """Return 16 fresh random bytes for scrypt."""
    return secrets.token_bytes(SALT_BYTES)


def _encrypt(cipher: AESGCM, plain: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, bound)


def _decrypt(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return cipher.decrypt(nonce, body, bound)
    except (InvalidTag, ValueError):
        # The cause would carry the frames that hold key bytes: it is dropped on purpose.
        raise VaultError(
            "The sealed key does not open with this passphrase and label."
        ) from None
