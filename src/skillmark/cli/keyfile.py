"""Key files: one issuing key as a Multikey in JSON, readable by its owner only.

The secret stands open as ``secretKeyMultibase``, or sealed by a passphrase: scrypt (RFC 7914)
makes a key of it, AES-256-GCM seals the secret, and the public half is bound in as associated
data, so that a sealed secret cannot be moved under another name.
"""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from skillmark.cli.screen import CommandError, FileExistsAlreadyError, FileWriteError, read_file
from skillmark.core import jsonio
from skillmark.core.crypto import CryptoError, PrivateKey
from skillmark.core.encoding import EncodingError, base64url
from skillmark.core.jsonio import JsonObject

MULTIKEY_CONTEXT: Final = "https://w3id.org/security/multikey/v1"
SCRYPT_COST: Final = 2**17  # RFC 7914 N; with r = 8 it needs 128 MiB
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
MAX_BYTES: Final = 16_384

type Passphrase = Callable[[], bytes]


class KeyFileError(CommandError):
    """The file is not a key file."""

    code = "cli.key_file_invalid"


class PassphraseError(CommandError):
    """The key is sealed, and the passphrase is missing or wrong."""

    code = "cli.passphrase"


@dataclass(frozen=True, slots=True)
class IssuingKey:
    """A private key with its name.

    Attributes:
        private: the key; its repr shows no secret.
        did: the DID it signs for.
        verification_method: the DID URL that proofs name.
    """

    private: PrivateKey = field(repr=False)
    did: str
    verification_method: str


def public_json(key: IssuingKey) -> JsonObject:
    """Return the public half as a Multikey verification method."""
    return {
        "@context": MULTIKEY_CONTEXT,
        "id": key.verification_method,
        "type": "Multikey",
        "controller": key.did,
        "publicKeyMultibase": key.private.public.to_multikey(),
    }


def write(path: Path, key: IssuingKey, passphrase: bytes | None) -> None:
    """Write a new key file, mode 0600; an existing file is never touched.

    Args:
        path: where; its folder must exist.
        key: what to keep.
        passphrase: seals the secret; None leaves it open.

    Raises:
        CommandError: the file exists or cannot be written.
    """
    document = public_json(key)
    secret = key.private.to_multikey()
    if passphrase is None:
        document["secretKeyMultibase"] = secret
    else:
        document["sealedSecretKey"] = _seal(
            secret.encode("ascii"), passphrase, _bound_to(document)
        )
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            file.write(jsonio.dumps(document) + b"\n")
    except FileExistsError as error:
        raise FileExistsAlreadyError(
            f"{path} exists already; a key is never overwritten.", path=str(path)
        ) from error
    except OSError as error:
        raise FileWriteError(
            f"{path} cannot be written: {error.strerror}.", path=str(path)
        ) from error


def read(path: Path, passphrase: Passphrase | None = None) -> IssuingKey:
    """Return the key of a file.

    Args:
        path: the key file.
        passphrase: asked for it only when the key is sealed.

    Raises:
        KeyFileError: not a key file, or its halves do not belong together.
        PassphraseError: the passphrase is missing or wrong.
        CommandError: the file cannot be read.
    """
    data = read_file(path)
    try:
        document = jsonio.load_object(data, max_bytes=MAX_BYTES)
        secret = _secret(document, passphrase)
        private = PrivateKey.from_multikey(secret)
    except (jsonio.JsonError, CryptoError, EncodingError, UnicodeDecodeError) as error:
        raise KeyFileError(f"{path} is not a key file.", path=str(path)) from error
    key = IssuingKey(private, _text(document, "controller"), _text(document, "id"))
    if _text(document, "publicKeyMultibase") != private.public.to_multikey():
        raise KeyFileError(f"The two halves of {path} do not belong together.", path=str(path))
    return key


def _secret(document: JsonObject, passphrase: Passphrase | None) -> str:
    sealed = document.get("sealedSecretKey")
    if sealed is None:
        return _text(document, "secretKeyMultibase")
    if passphrase is None:
        raise PassphraseError("The key is sealed; name its --passphrase-file.")
    if not isinstance(sealed, dict):
        raise KeyFileError("The sealed key has another form.")
    return _open(sealed, passphrase(), _bound_to(document)).decode("ascii")


def _text(document: JsonObject, name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str):
        raise KeyFileError(f"The key file lacks “{name}”.", field=name)
    return value


def _bound_to(document: JsonObject) -> bytes:
    """Return the public half as bytes: what a sealed secret belongs to."""
    names = ("id", "controller", "publicKeyMultibase")
    return jsonio.dumps([document.get(name) for name in names])


def _seal(secret: bytes, passphrase: bytes, bound_to: bytes) -> JsonObject:
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    ciphertext = AESGCM(_derive(passphrase, salt)).encrypt(nonce, secret, bound_to)
    return {
        "kdf": "scrypt",
        "n": SCRYPT_COST,
        "r": 8,
        "p": 1,
        "cipher": "AES-256-GCM",
        "salt": base64url.encode(salt),
        "nonce": base64url.encode(nonce),
        "ciphertext": base64url.encode(ciphertext),
    }


def _open(sealed: JsonObject, passphrase: bytes, bound_to: bytes) -> bytes:
    form = [sealed.get(name) for name in ("kdf", "n", "r", "p", "cipher")]
    if form != ["scrypt", SCRYPT_COST, 8, 1, "AES-256-GCM"]:
        raise KeyFileError("The key is sealed in a way that is not known here.")
    salt, nonce, ciphertext = (
        base64url.decode(_text(sealed, name)) for name in ("salt", "nonce", "ciphertext")
    )
    if len(salt) != SALT_BYTES or len(nonce) != NONCE_BYTES:
        raise KeyFileError("The sealed key has another form.")
    try:
        return AESGCM(_derive(passphrase, salt)).decrypt(nonce, ciphertext, bound_to)
    except InvalidTag as error:
        raise PassphraseError("The passphrase does not open this key.") from error


def _derive(passphrase: bytes, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=SCRYPT_COST, r=8, p=1).derive(passphrase)
