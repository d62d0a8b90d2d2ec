"""The key that pays for anchors: where it lies, and signing with it.

``env:NAME`` is a private key in the environment (64 hexadecimal digits), ``file:PATH`` a sealed
file in the format of Ethereum wallets (Web3 Secret Storage, scrypt), opened with the passphrase
that protects issuer keys. ``pkcs11:…`` and ``awskms:…`` are keys on secp256k1 that never leave a
module or key service (`trust.custody.payers`). It can anchor and spend what lies on its account,
and nothing else.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from django.conf import settings

from skillmark.core import jsonio
from skillmark.core.anchor.evm import rlp
from skillmark.core.anchor.evm.keccak import keccak256
from skillmark.core.anchor.evm.proof import checksummed
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonError
from skillmark.platform.anchors.errors import AnchorKeyError, ExtraMissingError
from skillmark.platform.anchors.fees import Fees
from skillmark.platform.trust.custody import payers
from skillmark.platform.trust.custody.payers import ORDER, DigestKey, digest_key

_PRIVATE: Final = re.compile(r"(?:0x)?[0-9a-fA-F]{64}", re.ASCII)
_POINT: Final = b"\x04"  # an uncompressed point follows
OWNER_ONLY: Final = 0o600
PLACES: Final = ("pkcs11", "awskms")
_TYPE: Final = b"\x02"  # of a transaction, EIP-1559
_ADDRESS_BYTES: Final = 20
_V: Final = 27  # what v was before there was a parity


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed transaction.

    Attributes:
        raw: the bytes that are sent.
        tx: its hash, 0x and hexadecimal.
    """

    raw: bytes
    tx: str


@dataclass(frozen=True, slots=True)
class Order:
    """A transaction to be signed.

    Attributes:
        chain_id: of the network.
        nonce: number of the transaction of this account.
        to: checksummed address; empty to deploy a contract.
        data: the call.
        gas: limit.
        fees: offered.
    """

    chain_id: int
    nonce: int
    to: str
    data: bytes
    gas: int
    fees: Fees


class ChainSigner(Protocol):
    """Somebody who signs transactions of one account."""

    @property
    def address(self) -> str:
        """The checksummed address of the account."""

    @property
    def public_key(self) -> bytes:
        """The public key: 0x04 and 64 bytes."""

    def sign(self, order: Order) -> Signed:
        """Return the signed transaction; a key in memory gives the same bytes each time.

        Raises:
            AnchorKeyError: the place of the key is gone or refuses.
        """


class LocalSigner:
    """Signs with a key in memory; never shows it."""

    __slots__ = ("_account",)

    def __init__(self, private_key: bytes) -> None:
        """Take the 32 bytes of a private key.

        Raises:
            AnchorKeyError: it is none.
        """
        try:
            self._account: Any = _accounts().from_key(private_key)
        except Exception:  # noqa: BLE001 - whatever it is, its frames hold the key
            raise AnchorKeyError("The key that pays for anchors is no private key.") from None

    def __repr__(self) -> str:
        return "LocalSigner(…)"

    def __reduce__(self) -> str:
        raise AnchorKeyError("A signer is never written out.")

    @property
    def address(self) -> str:
        """The checksummed address of the account."""
        return str(self._account.address)

    @property
    def public_key(self) -> bytes:
        """The public key: 0x04 and 64 bytes."""
        return _POINT + bytes(self._account._key_obj.public_key.to_bytes())  # noqa: SLF001 - no other way

    def sign(self, order: Order) -> Signed:
        """Return the signed transaction."""
        fields: dict[str, Any] = {
            "type": 2,
            "chainId": order.chain_id,
            "nonce": order.nonce,
            "to": order.to,
            "value": 0,
            "data": order.data,
            "gas": order.gas,
            "maxFeePerGas": order.fees.most,
            "maxPriorityFeePerGas": order.fees.tip,
            "accessList": [],
        }
        if not order.to:
            del fields["to"]
        done = self._account.sign_transaction(fields)
        return Signed(bytes(done.raw_transaction), f"0x{bytes(done.hash).hex()}")


class DistantSigner:
    """Signs with a key in a module or key service: its digest goes there, a signature comes back."""

    __slots__ = ("_key", "address")

    def __init__(self, key: DigestKey) -> None:
        """Take a key on secp256k1."""
        self._key = key
        self.address = checksummed(keccak256(key.public[1:])[-_ADDRESS_BYTES:])

    def __repr__(self) -> str:
        return f"DistantSigner({self.address})"

    @property
    def public_key(self) -> bytes:
        """The public key: 0x04 and 64 bytes."""
        return self._key.public

    def sign(self, order: Order) -> Signed:
        """Return the signed transaction (EIP-1559), its s in the lower half (EIP-2).

        Raises:
            AnchorKeyError: the place is gone or refuses, or the signature is not the key's.
        """
        fields: list[rlp.Rlp] = [
            *map(rlp.number, (order.chain_id, order.nonce, order.fees.tip, order.fees.most)),
            rlp.number(order.gas),
            bytes.fromhex(order.to[2:]),
            b"",  # no value
            order.data,
            [],  # no access list
        ]
        digest = keccak256(_TYPE + rlp.encode(fields))
        with _told():
            r, s = self._key.sign(digest)
        s = min(s, ORDER - s)
        parity = self._parity(digest, r, s)
        raw = _TYPE + rlp.encode([*fields, *map(rlp.number, (parity, r, s))])
        return Signed(raw, f"0x{keccak256(raw).hex()}")

    def _parity(self, digest: bytes, r: int, s: int) -> int:
        """Return which of two points a signature means: the one that leads to our own account."""
        for parity in (0, 1):
            with suppress(Exception):  # the other one may lead to no point at all
                found = _accounts()._recover_hash(digest, vrs=(_V + parity, r, s))  # noqa: SLF001 - no other way
                if found == self.address:
                    return parity
        raise AnchorKeyError("What came back is no signature of the key that pays.")


def load(uri: str) -> ChainSigner:
    """Return the signer of a key.

    Args:
        uri: ``env:NAME``, ``file:PATH``, or the ``pkcs11:`` or ``awskms:`` address of a key.

    Raises:
        AnchorKeyError: nothing is there, or it does not open.
        ExtraMissingError: the packages for Ethereum are not installed.
    """
    kind, _colon, place = uri.partition(":")
    if kind == "env" and place:
        return LocalSigner(_from_environment(place))
    if kind == "file" and place:
        return LocalSigner(_from_file(Path(place)))
    if kind in PLACES and place:
        _accounts()
        with _told():
            return DistantSigner(digest_key(uri, settings.SKILLMARK.secret_at))
    raise AnchorKeyError(
        "The key that pays for anchors is named env:NAME, file:PATH, pkcs11:… or awskms:…"
    )


def make_distant(uri: str) -> str:
    """Make a key in a module or key service, unless it is there, and return its account.

    Raises:
        AnchorKeyError: the address names no key, or the place is gone, locked or refuses.
    """
    with _told():
        payers.make(uri, settings.SKILLMARK.secret_at)
    return load(uri).address


@contextmanager
def _told() -> Iterator[None]:
    """Say what a place says as a trouble of the key that pays."""
    try:
        yield
    except SkillmarkError as error:
        raise AnchorKeyError(error.message, cause=error.code) from None


def make(path: Path) -> str:
    """Make a new key, write it sealed, and return its address.

    Raises:
        AnchorKeyError: the file is there already or cannot be written.
    """
    account = _accounts().create()
    sealed = account.encrypt(_passphrase())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(jsonio.dumps(_plain(sealed)))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise AnchorKeyError(
            f"The key file cannot be written: {error.strerror}.", path=str(path)
        ) from error
    return str(account.address)


def sender_public_key() -> bytes | None:
    """Return the public key of the account that pays (65 bytes); None if there is none."""
    uri: str = settings.SKILLMARK.anchor_key
    return load(uri).public_key if uri else None


def _from_environment(name: str) -> bytes:
    text = os.environ.get(name, "").strip()
    if _PRIVATE.fullmatch(text) is None:
        raise AnchorKeyError(
            "The environment has no key under that name: 64 hexadecimal digits.", name=name
        )
    return bytes.fromhex(text.removeprefix("0x"))


def _from_file(path: Path) -> bytes:
    try:
        sealed = jsonio.load_object(path.read_bytes())
    except (OSError, JsonError) as error:
        raise AnchorKeyError("The key file cannot be read.", path=str(path)) from error
    try:
        return bytes(_accounts().decrypt(sealed, _passphrase()))
    except Exception:  # noqa: BLE001 - whatever it is, its frames hold the key
        raise AnchorKeyError(
            "The key file does not open with this installation's passphrase.", path=str(path)
        ) from None


def _passphrase() -> str:
    passphrase: str = settings.SKILLMARK.key_encryption_passphrase()
    return passphrase


def _plain(value: Any) -> Any:
    """Return what eth-account made as plain JSON values."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value if isinstance(value, str | int) else str(value)


def _accounts() -> Any:
    try:
        from eth_account import Account  # noqa: PLC0415 - an optional package
    except ImportError:
        raise ExtraMissingError(
            "Install the extra “ethereum” to anchor on an Ethereum network."
        ) from None
    return Account
