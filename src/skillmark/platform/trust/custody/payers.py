"""Keys on secp256k1 in a module or key service, for accounts of Ethereum networks.

They sign digests of transactions and nothing of ours: no credential, no checkpoint. Such a key is
chosen by its address alone and never shares one with a key that signs credentials, whose curves
are others.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from skillmark.platform.trust.custody import hsm, kms
from skillmark.platform.trust.custody.addresses import (
    AWS_KMS,
    PKCS11,
    KmsAddress,
    Pkcs11Address,
    scheme_of,
)
from skillmark.platform.trust.custody.errors import KeyAddressError, PlaceKeyError
from skillmark.platform.trust.custody.places import SecretReader, open_place
from skillmark.platform.trust.custody.token import Token, key_id_of

with suppress(ImportError):  # `open_place` says so before anything here is used
    from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass

ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
"""Of the group of secp256k1 (SEC 2, §2.4.1)."""

DIGEST_BYTES: Final = 32
_WIDTH: Final = 32  # bytes of a number in a signature
_CURVE: Final = bytes.fromhex(
    "06052b8104000a"
)  # the object identifier of secp256k1, SEC 2 §A.2.1


class DigestKey(Protocol):
    """A private key on secp256k1 that signs digests where it lies."""

    @property
    def public(self) -> bytes:
        """The public half, uncompressed: 0x04 and 64 bytes."""
        ...

    def sign(self, digest: bytes) -> tuple[int, int]:
        """Return r and s of a signature over 32 bytes; s may be in either half of its range.

        Raises:
            TrustError: the place is gone or refuses, or what it gave back is no signature.
        """
        ...


def digest_key(address: str, read_secret: SecretReader) -> DigestKey:
    """Return the key at ``pkcs11:…`` or ``awskms:…``.

    Args:
        address: of the key. A PIN stands elsewhere, ``pin-source=file:/path`` or ``env:NAME``.
        read_secret: reads the PIN.

    Raises:
        KeyAddressError: the address is of another kind, or has the PIN in it.
        PlaceKeyError: there is no key on secp256k1.
        TrustError: the place is gone or locked.
    """
    place = _place(address, read_secret)
    if isinstance(place, hsm.Module):
        wanted = Pkcs11Address.parse(address)
        return ModulePayer(place.token, wanted, place.token.run(lambda s: _point(s, wanted)))
    return _service_key(place, KmsAddress.parse(address).key)


def make(address: str, read_secret: SecretReader) -> None:
    """Make the key that an address names, unless it is there.

    Args:
        address: with a label (``object=…``) or an alias (``awskms:alias/…``).
        read_secret: reads the PIN.

    Raises:
        KeyAddressError: the address names no label or alias.
        TrustError: the place is gone or locked, or makes no such keys.
    """
    place = _place(address, read_secret)
    if isinstance(place, hsm.Module):
        wanted = Pkcs11Address.parse(address)
        if not wanted.label:
            raise KeyAddressError("Name the key that is made: object=LABEL.")
        place.token.run(lambda session: _make(session, wanted))
        return
    alias = KmsAddress.parse(address).key
    if not alias.startswith("alias/"):
        raise KeyAddressError("Name the key that is made: awskms:alias/NAME.")
    with suppress(PlaceKeyError), kms.told():
        place.client.describe_key(KeyId=alias)
        return
    with kms.told():
        made = place.client.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_SECG_P256K1")
        place.client.create_alias(AliasName=alias, TargetKeyId=made["KeyMetadata"]["KeyId"])


@dataclass(frozen=True, slots=True)
class ModulePayer:
    """A private key in a token; it satisfies `DigestKey`."""

    token: Token = field(repr=False)
    address: Pkcs11Address
    public: bytes

    def sign(self, digest: bytes) -> tuple[int, int]:
        """Return r and s; see `DigestKey`."""
        _require_digest(digest)

        def work(session: Any) -> bytes:
            key = hsm.only(session, self.address, ObjectClass.PRIVATE_KEY)
            return bytes(key.sign(digest, mechanism=Mechanism.ECDSA))

        signature = self.token.run(work)
        if len(signature) != 2 * _WIDTH:
            raise PlaceKeyError("The module gave back something else than a signature.")
        return _ranged(int.from_bytes(signature[:_WIDTH]), int.from_bytes(signature[_WIDTH:]))


@dataclass(frozen=True, slots=True)
class ServicePayer:
    """A private key in a key service; it satisfies `DigestKey`."""

    client: Any = field(repr=False)
    key: str
    public: bytes

    def sign(self, digest: bytes) -> tuple[int, int]:
        """Return r and s; see `DigestKey`."""
        _require_digest(digest)
        with kms.told():
            answer = self.client.sign(
                KeyId=self.key,
                Message=digest,
                MessageType="DIGEST",
                SigningAlgorithm="ECDSA_SHA_256",
            )
        return from_der(bytes(answer["Signature"]))


def from_der(signature: bytes) -> tuple[int, int]:
    """Read r and s of a signature in DER, in the one spelling that DER allows.

    Raises:
        PlaceKeyError: another spelling, bytes left over, or numbers out of range.
    """
    try:
        r, s = decode_dss_signature(signature)
        same = encode_dss_signature(r, s) == signature
    except ValueError:
        same = False
    if not same:
        raise PlaceKeyError("The key service gave back something else than a signature.")
    return _ranged(r, s)


def _ranged(r: int, s: int) -> tuple[int, int]:
    if not (0 < r < ORDER and 0 < s < ORDER):
        raise PlaceKeyError("A number of the signature is out of range.")
    return r, s


def _require_digest(digest: bytes) -> None:
    if len(digest) != DIGEST_BYTES:
        raise PlaceKeyError("A digest has 32 bytes.", length=len(digest))


def _place(address: str, read_secret: SecretReader) -> "hsm.Module | kms.Service":
    if scheme_of(address) not in {PKCS11, AWS_KMS}:
        raise KeyAddressError("We know no place for keys of this kind.")
    if scheme_of(address) == PKCS11 and Pkcs11Address.parse(address).pin_value:
        raise KeyAddressError("The PIN stands elsewhere: pin-source=file:/path or env:NAME.")
    place = open_place(address, read_secret)
    if not isinstance(place, hsm.Module | kms.Service):
        raise KeyAddressError("We know no place for keys of this kind.")
    return place


def _service_key(place: kms.Service, key: str) -> ServicePayer:
    if not key:
        raise PlaceKeyError("The address names the service, and no key in it.")
    with kms.told():
        found = place.client.get_public_key(KeyId=key)
    if found.get("KeyUsage") != "SIGN_VERIFY":
        raise PlaceKeyError("The key of the service signs nothing.")
    return ServicePayer(
        place.client, key, _uncompressed(lambda: load_der_public_key(found["PublicKey"]))
    )


def _point(session: Any, address: Pkcs11Address) -> bytes:
    hsm.only(session, address, ObjectClass.PRIVATE_KEY)
    key = hsm.only(session, address, ObjectClass.PUBLIC_KEY)
    if bytes(key[Attribute.EC_PARAMS]) != _CURVE:
        raise PlaceKeyError("The key that pays must be on the curve secp256k1.")
    point = hsm.content(bytes(key[Attribute.EC_POINT]))
    return _uncompressed(
        lambda: ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256K1(), point)
    )


def _uncompressed(read: Callable[[], object]) -> bytes:
    """Return a public key of secp256k1 as its point.

    Raises:
        PlaceKeyError: it is none, or of another curve.
    """
    try:
        public = read()
    except (ValueError, UnsupportedAlgorithm):
        public = None
    if not isinstance(public, ec.EllipticCurvePublicKey) or public.curve.name != "secp256k1":
        raise PlaceKeyError("The key that pays must be on the curve secp256k1.")
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _make(session: Any, address: Pkcs11Address) -> None:
    if hsm.found(session, address, ObjectClass.PRIVATE_KEY):
        return
    label = address.label or ""
    parameters = session.create_domain_parameters(
        KeyType.EC, {Attribute.EC_PARAMS: _CURVE}, local=True
    )
    parameters.generate_keypair(
        store=True,
        label=label,
        id=address.key_id or key_id_of(label),
        private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
    )
