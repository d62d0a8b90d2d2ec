"""Keys in a hardware security module, by PKCS#11 (v2.40): AES to wrap, P-256 and Ed25519 to sign.

Keys that we make are sensitive and never extractable. The module's own AES-GCM carries the
associated data. ECDSA of a module is not deterministic: two signatures of one text differ.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from skillmark.core.crypto import Algorithm, CryptoError, PublicKey
from skillmark.platform.trust.custody.addresses import Pkcs11Address
from skillmark.platform.trust.custody.errors import PlaceKeyError
from skillmark.platform.trust.custody.memory import NONCE_BYTES
from skillmark.platform.trust.custody.port import NAME_PREFIX, Made, time_of
from skillmark.platform.trust.custody.token import Token, key_id_of
from skillmark.platform.trust.errors import VaultError

try:
    from pkcs11 import Attribute, GCMParams, KeyType, Mechanism, ObjectClass, exceptions
    from pkcs11.util.ec import encode_named_curve_parameters
except ImportError:  # `token_at` says so before anything here is used
    pass

_TAG_BITS: Final = 128
_ED25519_CURVE: Final = b"\x13\x0cedwards25519"  # PrintableString, PKCS#11 v3.0 §2.3.3
_ED25519_OID: Final = bytes.fromhex("06032b6570")  # RFC 8410
_REFUSALS: Final = (
    "EncryptedDataInvalid",
    "EncryptedDataLenRange",
    "DataInvalid",
    "DataLenRange",
    "ArgumentsBad",
    "FunctionFailed",
    "GeneralError",
)


@dataclass(frozen=True, slots=True)
class Module:
    """A token as a place for keys; see `port.Place`."""

    token: Token
    preferred: Algorithm | None = None

    @property
    def algorithms(self) -> tuple[Algorithm, ...]:
        """What keys the token can make; Ed25519 first, unless the operator prefers another."""
        able = self.token.run(lambda session: _able(session.token.slot.get_mechanisms()))
        if self.preferred is None:
            return able
        return tuple(one for one in able if one is self.preferred)

    def make(self, name: str, algorithm: Algorithm) -> str:
        """Make a signing key in the token; see `port.Place`."""
        if algorithm not in self.algorithms:
            raise PlaceKeyError("The module makes no keys of this type.", type=str(algorithm))
        address = self.token.address.of_key(name, key_id_of(name))
        self.token.run(lambda session: _make(session, address, algorithm))
        return address.plain()

    def made(self) -> list[Made]:
        """Return the signing keys in the token that we made; see `port.Place`."""

        def work(session: Any) -> list[tuple[str, bytes]]:
            every = session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
            return [(str(one.label), bytes(one.id)) for one in every]

        return [
            Made(label, self.token.address.of_key(label, key_id).plain(), at)
            for label, key_id in self.token.run(work)
            if (at := time_of(label)) is not None
        ]

    def signing_key(self, address: str) -> "ModuleKey":
        """Return the signing key at an address; see `port.Place`."""
        wanted = Pkcs11Address.parse(address)
        return ModuleKey(self.token, wanted, self.token.run(lambda s: _public(s, wanted)))

    def wrapping_key(self, address: str) -> "ModuleWrap":
        """Return the AES key at an address; see `port.Place`."""
        wanted = Pkcs11Address.parse(address)
        self.token.run(lambda session: _secret(session, wanted))
        return ModuleWrap(self.token, wanted)

    def shred(self, address: str) -> None:
        """Destroy both halves of a signing key; see `port.Place`."""
        wanted = Pkcs11Address.parse(address)
        if (wanted.label or "").startswith(NAME_PREFIX):
            self.token.run(lambda session: _destroy(session, wanted))


@dataclass(frozen=True, slots=True)
class ModuleKey:
    """A private key in a token; it satisfies `port.SigningKey`."""

    token: Token = field(repr=False)
    address: Pkcs11Address
    public: PublicKey

    @property
    def algorithm(self) -> Algorithm:
        """The type of the key."""
        return self.public.algorithm

    def sign(self, data: bytes) -> bytes:
        """Return the signature over ``data``; see `port.SigningKey`."""
        if self.algorithm is Algorithm.ED25519:
            return self.token.run(lambda session: self._sign(session, data, Mechanism.EDDSA))
        digest = hashlib.sha256(data).digest()
        return self.token.run(lambda session: self._sign(session, digest, Mechanism.ECDSA))

    def _sign(self, session: Any, data: bytes, mechanism: Any) -> bytes:
        key = only(session, self.address, ObjectClass.PRIVATE_KEY)
        return bytes(key.sign(data, mechanism=mechanism))


@dataclass(frozen=True, slots=True)
class ModuleWrap:
    """A key-encryption key in a token; it satisfies `port.WrappingKey`."""

    token: Token = field(repr=False)
    address: Pkcs11Address

    def wrap(self, data_key: bytes, bound: bytes) -> bytes:
        """Return nonce, ciphertext and tag; see `port.WrappingKey`."""
        nonce = secrets.token_bytes(NONCE_BYTES)

        def work(session: Any) -> bytes:
            return bytes(_secret(session, self.address).encrypt(data_key, **_gcm(nonce, bound)))

        return nonce + self.token.run(work)

    def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        """Return the data key; see `port.WrappingKey`."""
        nonce, body = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        if len(body) * 8 < _TAG_BITS:
            raise VaultError("The sealed key is cut short.")

        def work(session: Any) -> bytes:
            key = _secret(session, self.address)
            try:
                return bytes(key.decrypt(body, **_gcm(nonce, bound)))
            except exceptions.PKCS11Error as error:
                if type(error).__name__ not in _REFUSALS:
                    raise
            # Modules have several names for a tag that does not fit; none says more than this.
            raise VaultError(
                "The sealed key does not open with this key-encryption key and label."
            )

        return self.token.run(work)


def _gcm(nonce: bytes, bound: bytes) -> dict[str, Any]:
    parameters = GCMParams(nonce=nonce, aad=bound, tag_bits=_TAG_BITS)
    return {"mechanism": Mechanism.AES_GCM, "mechanism_param": parameters}


def make_wrapping_key(token: Token, label: str) -> str:
    """Make an AES-256 key-encryption key in a token, unless it is there, and return its address."""
    address = Pkcs11Address(
        {**token.address.token, "object": label.encode(), "type": b"secret-key"}
    )

    def work(session: Any) -> None:
        if found(session, address, ObjectClass.SECRET_KEY):
            return
        session.generate_key(
            KeyType.AES,
            256,
            label=label,
            id=key_id_of(label),
            store=True,
            template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
        )

    token.run(work)
    return address.plain()


def _able(mechanisms: Collection[Any]) -> tuple[Algorithm, ...]:
    needed = {
        Algorithm.ED25519: {Mechanism.EC_EDWARDS_KEY_PAIR_GEN, Mechanism.EDDSA},
        Algorithm.P256: {Mechanism.EC_KEY_PAIR_GEN, Mechanism.ECDSA},
    }
    return tuple(one for one, names in needed.items() if names <= set(mechanisms))


def _make(session: Any, address: Pkcs11Address, algorithm: Algorithm) -> None:
    if found(session, address, ObjectClass.PRIVATE_KEY):
        return
    is_ed = algorithm is Algorithm.ED25519
    curve = _ED25519_CURVE if is_ed else encode_named_curve_parameters("secp256r1")
    kind = KeyType.EC_EDWARDS if is_ed else KeyType.EC
    parameters = session.create_domain_parameters(
        kind, {Attribute.EC_PARAMS: curve}, local=True
    )
    mechanism = {"mechanism": Mechanism.EC_EDWARDS_KEY_PAIR_GEN} if is_ed else {}
    parameters.generate_keypair(
        store=True,
        label=address.label,
        id=address.key_id,
        private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
        **mechanism,
    )


def _destroy(session: Any, address: Pkcs11Address) -> None:
    for kind in (ObjectClass.PRIVATE_KEY, ObjectClass.PUBLIC_KEY):
        for one in found(session, address, kind):
            one.destroy()


def _public(session: Any, address: Pkcs11Address) -> PublicKey:
    only(session, address, ObjectClass.PRIVATE_KEY)
    key = only(session, address, ObjectClass.PUBLIC_KEY)
    point = content(bytes(key[Attribute.EC_POINT]))
    curve = bytes(key[Attribute.EC_PARAMS])
    try:
        if curve in {_ED25519_CURVE, _ED25519_OID}:
            return PublicKey(Algorithm.ED25519, point)
        if curve == encode_named_curve_parameters("secp256r1"):
            whole = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
            short = whole.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
            return PublicKey(Algorithm.P256, short)
    except (CryptoError, ValueError):
        raise PlaceKeyError("The module's public key is none.") from None
    raise PlaceKeyError("The module's key is of a type we do not know.")


def content(value: bytes) -> bytes:
    """Return what a DER OCTET STRING holds, or the bytes themselves: modules differ."""
    if len(value) > 2 and value[0] == 4 and value[1] == len(value) - 2:  # noqa: PLR2004 - DER
        return value[2:]
    return value


def _secret(session: Any, address: Pkcs11Address) -> Any:
    key = only(session, address, ObjectClass.SECRET_KEY)
    if key.key_type != KeyType.AES or key.key_length != 256:  # noqa: PLR2004 - AES-256
        raise PlaceKeyError("The key-encryption key in the module must be AES with 256 bits.")
    return key


def only(session: Any, address: Pkcs11Address, kind: Any) -> Any:
    """Return the one object of a kind that an address names.

    Raises:
        PlaceKeyError: there is none, or more than one.
    """
    here = found(session, address, kind)
    if len(here) != 1:
        raise PlaceKeyError(
            "The address names no key of the module, or more than one.", found=len(here)
        )
    return here[0]


def found(session: Any, address: Pkcs11Address, kind: Any) -> list[Any]:
    """Return the objects of a kind that an address names.

    Raises:
        PlaceKeyError: the address names a token alone.
    """
    wanted: dict[Any, Any] = {Attribute.CLASS: kind}
    if address.label is not None:
        wanted[Attribute.LABEL] = address.label
    if address.key_id is not None:
        wanted[Attribute.ID] = address.key_id
    if len(wanted) == 1:
        raise PlaceKeyError("The address names a token, and no key in it.")
    return list(session.get_objects(wanted))
