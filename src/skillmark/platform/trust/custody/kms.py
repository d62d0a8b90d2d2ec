"""Keys in AWS KMS, or in a service that speaks its protocol.

What a wrapped key is bound to is the encryption context, so it also stands in the service's own
trail. The service's credentials come the way its own client takes them. P-256 signs there.
"""

import hashlib
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from skillmark.core.crypto import Algorithm, PublicKey
from skillmark.platform.trust.custody.addresses import AWS_KMS, KmsAddress
from skillmark.platform.trust.custody.errors import (
    PlaceFailedError,
    PlaceKeyError,
    PlaceLockedError,
    PlaceMissingError,
)
from skillmark.platform.trust.custody.port import NAME_PREFIX, Made, time_of
from skillmark.platform.trust.errors import TrustError, VaultError

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError:  # the extra “aws” is not installed
    boto3 = None

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTEXT: Final = "skillmark"  # the name in the encryption context
WAIT_DAYS: Final = 30  # until a key that was given up is gone for good
_NO_KEY: Final = frozenset(
    {"NotFoundException", "InvalidKeyUsageException", "UnsupportedOperationException"}
)
_LOCKED: Final = frozenset(
    {
        "AccessDeniedException",
        "DisabledException",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidClientTokenId",
        "InvalidGrantTokenException",
        "InvalidSignatureException",
        "KMSInvalidStateException",
        "MissingAuthenticationToken",
        "OptInRequired",
        "UnrecognizedClientException",
    }
)
_NO_CREDENTIALS: Final = frozenset(
    {"NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError"}
)
_REFUSALS: Final = frozenset({"InvalidCiphertextException", "IncorrectKeyException"})
_RAW_BYTES: Final = 4_096  # what the service takes to hash itself
_WIDTH: Final = 32  # bytes of a coordinate of P-256


@dataclass(frozen=True, slots=True)
class Service:
    """AWS KMS in one region as a place for keys; see `port.Place`."""

    client: Any = field(repr=False)
    algorithms: tuple[Algorithm, ...] = (Algorithm.P256,)

    def make(self, name: str, algorithm: Algorithm) -> str:
        """Make a signing key under the alias ``alias/<name>``; see `port.Place`."""
        if algorithm not in self.algorithms:
            raise PlaceKeyError("The service makes no keys of this type.", type=str(algorithm))
        alias = f"alias/{name}"
        with told():
            try:
                return _address(self.client.describe_key(KeyId=alias))
            except ClientError as error:
                if _code(error) != "NotFoundException":
                    raise
            made = self.client.create_key(
                KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256", Description=name
            )
            self.client.create_alias(AliasName=alias, TargetKeyId=made["KeyMetadata"]["KeyId"])
            return _address(made)

    def made(self) -> list[Made]:
        """Return the signing keys that we made, by their descriptions; see `port.Place`."""
        found: list[Made] = []
        with told():
            for page in self.client.get_paginator("list_keys").paginate():
                for one in page["Keys"]:
                    described = self.client.describe_key(KeyId=one["KeyArn"])
                    facts = described["KeyMetadata"]
                    name = str(facts.get("Description", ""))
                    gone = facts["KeyState"] in {"PendingDeletion", "PendingReplicaDeletion"}
                    if (at := time_of(name)) is not None and not gone:
                        found.append(Made(name, _address(described), at))
        return found

    def signing_key(self, address: str) -> "ServiceKey":
        """Return the signing key at an address; see `port.Place`."""
        key = KmsAddress.parse(address).key
        if not key:
            raise PlaceKeyError("The address names the service, and no key in it.")
        with told():
            found = self.client.get_public_key(KeyId=key)
        if found.get("KeyUsage") != "SIGN_VERIFY":
            raise PlaceKeyError("The key of the service signs nothing.")
        public = load_der_public_key(found["PublicKey"])
        if (
            not isinstance(public, ec.EllipticCurvePublicKey)
            or public.curve.name != "secp256r1"
        ):
            raise PlaceKeyError("The key of the service is of a type we do not know.")
        point = public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        return ServiceKey(self.client, key, PublicKey(Algorithm.P256, point))

    def wrapping_key(self, address: str) -> "ServiceWrap":
        """Return the symmetric key at an address; see `port.Place`."""
        key = KmsAddress.parse(address).key
        if not key:
            raise PlaceKeyError("The address names the service, and no key in it.")
        with told():
            found = self.client.describe_key(KeyId=key)["KeyMetadata"]
        if found.get("KeySpec") != "SYMMETRIC_DEFAULT":
            raise PlaceKeyError("The key-encryption key of the service must be symmetric.")
        return ServiceWrap(self.client, found["Arn"])

    def shred(self, address: str) -> None:
        """Disable a key and let it be deleted after `WAIT_DAYS` days; see `port.Place`."""
        key = KmsAddress.parse(address).key
        with told():
            found = self.client.describe_key(KeyId=key)["KeyMetadata"]
            ours = str(found.get("Description", "")).startswith(NAME_PREFIX)
            if ours and found["KeyState"] != "PendingDeletion":
                self.client.disable_key(KeyId=found["KeyId"])
                self.client.schedule_key_deletion(
                    KeyId=found["KeyId"], PendingWindowInDays=WAIT_DAYS
                )


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """A private key in the service; it satisfies `port.SigningKey`."""

    client: Any = field(repr=False)
    key: str
    public: PublicKey

    @property
    def algorithm(self) -> Algorithm:
        """The type of the key."""
        return self.public.algorithm

    def sign(self, data: bytes) -> bytes:
        """Return the signature over ``data``; see `port.SigningKey`."""
        is_short = len(data) <= _RAW_BYTES
        with told():
            answer = self.client.sign(
                KeyId=self.key,
                Message=data if is_short else hashlib.sha256(data).digest(),
                MessageType="RAW" if is_short else "DIGEST",
                SigningAlgorithm="ECDSA_SHA_256",
            )
        r, s = decode_dss_signature(answer["Signature"])
        return r.to_bytes(_WIDTH) + s.to_bytes(_WIDTH)


@dataclass(frozen=True, slots=True)
class ServiceWrap:
    """A key-encryption key in the service, by its ARN; it satisfies `port.WrappingKey`."""

    client: Any = field(repr=False)
    key: str

    def wrap(self, data_key: bytes, bound: bytes) -> bytes:
        """Return the service's ciphertext; see `port.WrappingKey`."""
        with told():
            answer = self.client.encrypt(
                KeyId=self.key, Plaintext=data_key, EncryptionContext=_context(bound)
            )
        return bytes(answer["CiphertextBlob"])

    def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        """Return the data key; see `port.WrappingKey`."""
        if not wrapped:
            raise VaultError("The sealed key is cut short.")
        with told():
            answer = self.client.decrypt(
                KeyId=self.key, CiphertextBlob=wrapped, EncryptionContext=_context(bound)
            )
        if answer.get("KeyId") != self.key:
            raise VaultError("The key service opened it with another key than ours.")
        return bytes(answer["Plaintext"])


@lru_cache(maxsize=32)
def service_at(address: KmsAddress) -> Service:
    """Return the service of an address; no connection is opened yet.

    Raises:
        PlaceMissingError: support for AWS KMS is not installed, or no region is known.
    """
    if boto3 is None:
        raise PlaceMissingError("Install the extra “aws” to use AWS KMS.")
    patience = Config(
        connect_timeout=5, read_timeout=10, retries={"max_attempts": 3, "mode": "standard"}
    )
    with told():
        session = boto3.session.Session()
        return Service(
            session.client(
                "kms",
                region_name=address.region or None,
                endpoint_url=address.endpoint or None,
                config=patience,
            )
        )


@contextmanager
def told() -> "Iterator[None]":
    """Turn the client's errors into ours; none of ours carries what was sent.

    Raises:
        TrustError: what the client said, in our words.
    """
    try:
        yield
    except ClientError as error:
        raise _error(_code(error)) from None
    except BotoCoreError as error:
        name = type(error).__name__
        if name in _NO_CREDENTIALS:
            raise PlaceLockedError("There are no credentials for the key service.") from None
        raise PlaceMissingError("The key service cannot be reached.", cause=name) from None


def _error(code: str) -> TrustError:
    if code in _REFUSALS:
        return VaultError(
            "The sealed key does not open with this key-encryption key and label."
        )
    if code in _NO_KEY:
        return PlaceKeyError("The key service has no such key that can do this.", cause=code)
    if code in _LOCKED:
        return PlaceLockedError("The key service lets us not in.", cause=code)
    return PlaceFailedError("The key service broke off.", cause=code)


def _code(error: "ClientError") -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _address(described: Mapping[str, Any]) -> str:
    return f"{AWS_KMS}:{described['KeyMetadata']['Arn']}"


def _context(bound: bytes) -> dict[str, str]:
    return {CONTEXT: bound.decode("utf-8")}
