"""Credentials in the formats of others: tokens, and Open Badges of version 2, really signed."""

import copy
import json
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from signed_credentials import EMAIL, SALT, TestIssuer, badge

from skillmark.core.badges.identity import hash_identity
from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.encoding import base64url

ISSUED = 1_777_626_000  # 2026-05-01T09:00:00Z
OB2 = "https://w3id.org/openbadges/v2"
SITE = "https://badges.example"
ASSERTION = f"{SITE}/assertions/1"
BADGE = f"{SITE}/classes/it-support"
PROFILE = f"{SITE}/issuers/academy"
KEY = f"{SITE}/issuers/academy/key"
REVOKED = f"{SITE}/issuers/academy/revoked"


class RsaKey:
    """An RSA key that signs tokens."""

    algorithm = "RS256"

    def __init__(self, bits: int = 2048) -> None:
        self.private = rsa.generate_private_key(public_exponent=65_537, key_size=bits)

    @property
    def jwk(self) -> dict[str, Any]:
        numbers = self.private.public_key().public_numbers()
        return {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}

    @property
    def pem(self) -> str:
        public = self.private.public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def sign(self, data: bytes) -> bytes:
        return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())


class OwnKey:
    """A key of ours that signs tokens."""

    def __init__(self, algorithm: Algorithm, number: int = 1) -> None:
        seed = bytes([number]) * algorithm.seed_bytes
        self.private = PrivateKey.generate(algorithm, seed)
        names = {Algorithm.ED25519: "EdDSA", Algorithm.P256: "ES256", Algorithm.P384: "ES384"}
        self.algorithm = names[algorithm]

    @property
    def jwk(self) -> dict[str, Any]:
        return dict(self.private.public.to_jwk())

    def sign(self, data: bytes) -> bytes:
        return self.private.sign(data)


@lru_cache
def rsa_key(number: int = 1, bits: int = 2048) -> RsaKey:
    """Return the same RSA key for the same number within one run."""
    del number
    return RsaKey(bits)


def part(value: Any) -> str:
    """Return one part of a token."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64url.encode(data)


def token(header: dict[str, Any], payload: Any, key: Any) -> bytes:
    """Return a compact JWS; the header says what the test wants, the key signs."""
    signed = f"{part(header)}.{part(payload)}".encode()
    return signed + b"." + part(key.sign(signed)).encode()


def claims(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the payload of an Open Badges 3.0 JWT; a change to None takes a claim away."""
    found = {
        **copy.deepcopy(document),
        "iss": document["issuer"]["id"],
        "jti": document["id"],
        "nbf": ISSUED,
        "sub": document["credentialSubject"]["id"],
        **changes,
    }
    return {name: value for name, value in found.items() if value is not None}


def badge_token(by: TestIssuer, header: dict[str, Any] | None = None, **changes: Any) -> bytes:
    """Return an Open Badge as a token of an issuer with an Ed25519 key."""
    said = {"alg": "EdDSA", "typ": "JWT", "kid": by.method, **(header or {})}
    said = {name: value for name, value in said.items() if value is not None}
    return token(said, claims(badge(by), **changes), by.private)


def assertion(**changes: Any) -> dict[str, Any]:
    """Return a hosted assertion; a change to None takes a member away."""
    return _changed(
        {
            "@context": OB2,
            "type": "Assertion",
            "id": ASSERTION,
            "recipient": {
                "type": "email",
                "hashed": True,
                "salt": SALT,
                "identity": hash_identity(EMAIL, SALT),
            },
            "badge": BADGE,
            "issuedOn": "2026-05-01T09:00:00+00:00",
            "verification": {"type": "HostedBadge"},
        },
        changes,
    )


def badge_class(**changes: Any) -> dict[str, Any]:
    return _changed(
        {
            "@context": OB2,
            "type": "BadgeClass",
            "id": BADGE,
            "name": "IT Support Professional",
            "description": "Keeps the computers of an office running.",
            "image": f"{BADGE}/image.png",
            "criteria": {"narrative": "Passed the practical examination."},
            "issuer": PROFILE,
        },
        changes,
    )


def profile(**changes: Any) -> dict[str, Any]:
    return _changed(
        {
            "@context": OB2,
            "type": "Issuer",
            "id": PROFILE,
            "name": "Example Academy",
            "url": SITE,
            "email": "badges@badges.example",
        },
        changes,
    )


def key_document(key: RsaKey, **changes: Any) -> dict[str, Any]:
    return _changed(
        {
            "@context": OB2,
            "type": "CryptographicKey",
            "id": KEY,
            "owner": PROFILE,
            "publicKeyPem": key.pem,
        },
        changes,
    )


def revocation_list(*entries: Any, **changes: Any) -> dict[str, Any]:
    return _changed(
        {
            "@context": OB2,
            "type": "RevocationList",
            "id": REVOKED,
            "issuer": PROFILE,
            "revokedAssertions": list(entries),
        },
        changes,
    )


def hosted(*documents: dict[str, Any]) -> dict[str, Any]:
    """Return the evidence of a hosted badge; documents given take the place of their own id."""
    found = {one["id"]: one for one in (assertion(), badge_class(), profile(), *documents)}
    return {url: json.dumps(one).encode() for url, one in found.items()}


def signed_assertion(key: Any, header: dict[str, Any] | None = None, **changes: Any) -> bytes:
    """Return a signed assertion of version 2."""
    said = assertion(
        id="urn:uuid:0190a6f2-0000-7000-8000-000000000001",
        verification={"type": "SignedBadge", "creator": KEY},
    )
    return token({"alg": key.algorithm, **(header or {})}, _changed(said, changes), key)


def signing_site(key: RsaKey, *documents: dict[str, Any]) -> dict[str, bytes]:
    """Return the evidence of a signed badge."""
    own = (
        badge_class(),
        profile(publicKey=KEY, revocationList=REVOKED),
        key_document(key),
        revocation_list(),
    )
    found = {one["id"]: one for one in (*own, *documents)}
    return {url: json.dumps(one).encode() for url, one in found.items()}


def _changed(document: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    found = {**document}
    for name, value in changes.items():
        member = "@context" if name == "context" else name
        found[member] = value
        if value is None:
            del found[member]
    return found


def _number(value: int) -> str:
    return base64url.encode(value.to_bytes((value.bit_length() + 7) // 8))
