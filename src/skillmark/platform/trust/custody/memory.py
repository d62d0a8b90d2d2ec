"""A key-encryption key in memory, derived from a passphrase; AES-256-GCM for both layers."""

import secrets
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.views.decorators.debug import sensitive_variables

from skillmark.platform.trust.errors import VaultError

KEY_BYTES: Final = 32  # AES-256
NONCE_BYTES: Final = 12  # 96 bits, fresh for every seal
SCRYPT_COST: Final = 2**15  # about 0.1 s and 32 MiB


class MemoryKey:
    """A key-encryption key that this process holds; it is never shown or written out."""

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        """Take a key of 32 bytes."""
        if len(key) != KEY_BYTES:
            raise VaultError("The key-encryption key must be 32 bytes.")
        self._cipher = AESGCM(key)

    @classmethod
    @sensitive_variables()
    def from_passphrase(cls, passphrase: bytes, salt: bytes) -> Self:
        """Return the key that scrypt derives (N 2^15, r 8, p 1)."""
        scrypt = Scrypt(salt=salt, length=KEY_BYTES, n=SCRYPT_COST, r=8, p=1)
        return cls(scrypt.derive(passphrase))

    def __repr__(self) -> str:
        return "MemoryKey(…)"

    def __reduce__(self) -> str:
        raise VaultError("A key-encryption key is never written out.")

    def wrap(self, data_key: bytes, bound: bytes) -> bytes:
        """Return nonce, ciphertext and tag; see `port.WrappingKey`."""
        return encrypt(self._cipher, data_key, bound)

    def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        """Return the data key; see `port.WrappingKey`."""
        return decrypt(self._cipher, wrapped, bound)


@sensitive_variables()
def encrypt(cipher: AESGCM, plain: bytes, bound: bytes) -> bytes:
    """Return nonce, ciphertext and tag."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, bound)


@sensitive_variables()
def decrypt(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    """Return what was encrypted.

    Raises:
        VaultError: another key, other associated data, or altered bytes.
    """
    nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return cipher.decrypt(nonce, body, bound)
    except (InvalidTag, ValueError):
        # The cause would carry the frames that hold key bytes: it is dropped on purpose.
        raise VaultError(
            "The sealed key does not open with this key-encryption key and label."
        ) from None
