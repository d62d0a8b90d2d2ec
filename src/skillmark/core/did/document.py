"""DID documents: as values, read and written (DID 1.1 §4-5, CID 1.0 §2-3).

What a reader of signatures needs: who a key belongs to, what it may be used for, and until
when. A method whose key we cannot use does not spoil its document; asking for it does.
Read are verification methods of the types Multikey, JsonWebKey, JsonWebKey2020 and
Ed25519VerificationKey2020, embedded in a relationship or referenced; written is Multikey.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from skillmark.core.crypto import Algorithm, CryptoError, PublicKey, RsaPublicKey
from skillmark.core.did.errors import (
    DidDocumentError,
    DidSyntaxError,
    MethodNotFoundError,
    MethodUnusableError,
)
from skillmark.core.did.url import DidUrl
from skillmark.core.encoding import TimestampError, timestamp
from skillmark.core.jsonio import JsonObject, JsonValue

CONTEXTS: Final = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
MAX_METHODS: Final = 256  # verification methods of one document

_RELATIONSHIPS: Final = (
    "assertionMethod",
    "authentication",
    "keyAgreement",
    "capabilityInvocation",
    "capabilityDelegation",
)


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """A public key with its name and its keeper.

    Attributes:
        id: the DID URL of the method.
        controller: the DID that answers for it.
        public_key: the key.
        expires: from then on it proves nothing, or None.
        revoked: from then on it is withdrawn, or None.
    """

    id: str
    controller: str
    public_key: PublicKey
    expires: datetime | None = None
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class RsaMethod:
    """An RSA key with its name and its keeper: it signs tokens, never Data Integrity proofs.

    Attributes:
        id: the DID URL of the method.
        controller: the DID that answers for it.
        public_key: the key.
        expires: from then on it proves nothing, or None.
        revoked: from then on it is withdrawn, or None.
    """

    id: str
    controller: str
    public_key: RsaPublicKey
    expires: datetime | None = None
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class DidDocument:
    """What a DID stands for.

    Attributes:
        id: the DID.
        methods: the verification methods we can use, in the order of the document.
        assertion_method: ids of the methods that may sign credentials.
        authentication: ids of the methods that may sign presentations.
        controllers: DIDs that may change the document.
        also_known_as: other names of the subject, unproven.
        unusable: ids of methods we cannot use, each with the reason.
        rsa_methods: methods with RSA keys, for tokens only; they stand in `unusable` too.
    """

    id: str
    methods: tuple[VerificationMethod, ...]
    assertion_method: frozenset[str] = frozenset()
    authentication: frozenset[str] = frozenset()
    controllers: tuple[str, ...] = ()
    also_known_as: tuple[str, ...] = ()
    unusable: Mapping[str, str] = field(default_factory=dict)
    rsa_methods: tuple[RsaMethod, ...] = ()

    def token_method(self, method_id: str) -> VerificationMethod | RsaMethod:
        """Return the method called ``method_id`` that may sign tokens, RSA keys among them.

        Raises:
            DidError: as `method`.
        """
        for method in self.rsa_methods:
            if method.id == method_id:
                return method
        return self.method(method_id)

    def method(self, method_id: str) -> VerificationMethod:
        """Return the verification method called ``method_id``, a full DID URL.

        Raises:
            MethodUnusableError: it is there, with a key of a type or form we cannot use.
            MethodNotFoundError: there is none of that id.
        """
        for method in self.methods:
            if method.id == method_id:
                return method
        if method_id in self.unusable:
            raise MethodUnusableError(
                f"The verification method cannot be used: {self.unusable[method_id]}",
                method=method_id,
            )
        raise MethodNotFoundError(
            "The DID document has no such verification method.", method=method_id, did=self.id
        )


def parse_document(document: JsonObject) -> DidDocument:
    """Read a DID document.

    Args:
        document: the JSON object; its ``@context`` is not looked at.

    Raises:
        DidDocumentError: a member is missing or malformed, two unlike verification methods
            have one id, or there are more than `MAX_METHODS` verification methods.
    """
    did = _did(document, "id")
    reader = _Reader(did)
    for item in _list(document, "verificationMethod"):
        reader.add(item)
    relationships = {name: reader.relationship(document, name) for name in _RELATIONSHIPS}
    return DidDocument(
        id=did,
        methods=tuple(reader.methods),
        assertion_method=relationships["assertionMethod"],
        authentication=relationships["authentication"],
        controllers=_controllers(document),
        also_known_as=tuple(_strings(document, "alsoKnownAs")),
        unusable=reader.unusable,
        rsa_methods=tuple(reader.rsa_methods),
    )


def method_id(did: str, public_key: PublicKey) -> str:
    """Return the id we give to a key of ``did``: its Multikey as the fragment."""
    return f"{did}#{public_key.to_multikey()}"


def build(
    did: str,
    methods: Sequence[VerificationMethod],
    *,
    assertion_method: Collection[str] | None = None,
    authentication: Collection[str] = (),
    also_known_as: Sequence[str] = (),
) -> JsonObject:
    """Return a DID document that `parse_document` reads back.

    Args:
        did: the subject.
        methods: its verification methods; a rotated key stays, with ``expires`` or ``revoked``.
        assertion_method: ids that may sign credentials; all methods when None.
        authentication: ids that may sign presentations.
        also_known_as: other addresses of the subject.

    Raises:
        DidSyntaxError: ``did`` is no DID.
        DidDocumentError: an id is not under ``did``, stands twice, or a relationship names a
            method that is not there.
    """
    DidUrl.parse_did(did)
    known = [method.id for method in methods]
    if len(set(known)) != len(known):
        raise DidDocumentError("Two verification methods have one id.")
    if not all(name.startswith(f"{did}#") for name in known):
        raise DidDocumentError("A verification method belongs to another DID.")
    asserting = known if assertion_method is None else list(assertion_method)
    if not {*asserting, *authentication} <= {*known}:
        raise DidDocumentError("A relationship names a method that is not there.")
    document: JsonObject = {
        "@context": list(CONTEXTS),
        "id": did,
        "verificationMethod": [_method(method) for method in methods],
        "assertionMethod": list(asserting),
    }
    if authentication:
        document["authentication"] = list(authentication)
    if also_known_as:
        document["alsoKnownAs"] = list(also_known_as)
    return document


class _UnusableKeyError(Exception):
    """A method stands in the document, and its key is none of ours."""


@dataclass(slots=True)
class _Reader:
    """Collects the methods of one document, wherever they stand in it."""

    did: str
    methods: list[VerificationMethod] = field(default_factory=list)
    unusable: dict[str, str] = field(default_factory=dict)
    rsa_methods: list[RsaMethod] = field(default_factory=list)
    _seen: dict[str, JsonObject] = field(default_factory=dict)

    def relationship(self, document: JsonObject, name: str) -> frozenset[str]:
        """Return the ids under one relationship; embedded methods join the others."""
        return frozenset(
            self._absolute(item) if isinstance(item, str) else self.add(item)
            for item in _list(document, name)
        )

    def add(self, item: JsonValue) -> str:
        """Read one method and return its id; one that is written out again says nothing new."""
        if not isinstance(item, dict):
            raise DidDocumentError("A verification method is not an object.")
        method_id = self._absolute(item.get("id"))
        known = self._seen.get(method_id)
        if known is not None:
            if _written(known) != _written(item):
                message = "Two verification methods have one id."
                raise DidDocumentError(message, method=method_id)
            return method_id
        if len(self._seen) == MAX_METHODS:
            raise DidDocumentError(f"There are more than {MAX_METHODS} verification methods.")
        self._seen[method_id] = item
        controller = _did(item, "controller")
        expires, revoked = _moment(item, "expires"), _moment(item, "revoked")
        try:
            key = self._key(method_id, item)
        except (_UnusableKeyError, CryptoError) as error:
            self.unusable[method_id] = str(error)
            if (rsa := self._rsa(method_id, item)) is not None:
                self.rsa_methods.append(RsaMethod(method_id, controller, rsa, expires, revoked))
        else:
            self.methods.append(
                VerificationMethod(method_id, controller, key, expires, revoked)
            )
        return method_id

    def _rsa(self, method_id: str, item: JsonObject) -> RsaPublicKey | None:
        """Return the RSA key of a method whose key is none of ours, if it has one."""
        value = item.get("publicKeyJwk")
        named = _KINDS.get(str(item.get("type"))) is _jwk and "publicKeyMultibase" not in item
        if not named or not isinstance(value, dict) or DidUrl.parse(method_id).did != self.did:
            return None
        try:
            return RsaPublicKey.from_jwk(value)
        except CryptoError:
            return None

    def _key(self, method_id: str, item: JsonObject) -> PublicKey:
        if DidUrl.parse(method_id).did != self.did:
            raise _UnusableKeyError("Its id belongs to another DID.")
        read = _KINDS.get(str(item.get("type")))
        if read is None:
            raise _UnusableKeyError("Its type is none we know.")
        if "publicKeyMultibase" in item and "publicKeyJwk" in item:
            raise _UnusableKeyError("It gives its key twice.")
        return read(item)

    def _absolute(self, value: JsonValue) -> str:
        if not isinstance(value, str):
            raise DidDocumentError("A verification method has no id.")
        method_id = self.did + value if value.startswith("#") else value
        try:
            fragment = DidUrl.parse(method_id).fragment
        except DidSyntaxError:
            fragment = None
        if not fragment:
            raise DidDocumentError("The id of a verification method is no DID URL.")
        return method_id


def _written(item: JsonObject) -> str:
    """Return a method with its members in one order, to compare it with another."""
    return json.dumps(item, sort_keys=True)


def _multikey(item: JsonObject) -> PublicKey:
    text = item.get("publicKeyMultibase")
    if not isinstance(text, str):
        raise _UnusableKeyError("It has no publicKeyMultibase.")
    return PublicKey.from_multikey(text)


def _ed25519_2020(item: JsonObject) -> PublicKey:
    key = _multikey(item)
    if key.algorithm is not Algorithm.ED25519:
        raise _UnusableKeyError("It is no Ed25519 key, as its type says.")
    return key


def _jwk(item: JsonObject) -> PublicKey:
    value = item.get("publicKeyJwk")
    if not isinstance(value, dict):
        raise _UnusableKeyError("It has no publicKeyJwk.")
    return PublicKey.from_jwk(value)


_KINDS: Final[dict[str, Callable[[JsonObject], PublicKey]]] = {
    "Multikey": _multikey,
    "Ed25519VerificationKey2020": _ed25519_2020,
    "JsonWebKey": _jwk,
    "JsonWebKey2020": _jwk,
}


def _list(document: JsonObject, name: str) -> list[JsonValue]:
    value = document.get(name, [])
    if not isinstance(value, list):
        raise DidDocumentError(f"“{name}” is not a list.", member=name)
    return value


def _strings(document: JsonObject, name: str) -> Iterator[str]:
    for item in _list(document, name):
        if not isinstance(item, str):
            raise DidDocumentError(f"“{name}” holds something that is no text.", member=name)
        yield item


def _controllers(document: JsonObject) -> tuple[str, ...]:
    value = document.get("controller", [])
    items = value if isinstance(value, list) else [value]
    return tuple(_did({"controller": item}, "controller") for item in items)


def _did(document: JsonObject, name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str):
        raise DidDocumentError(f"“{name}” is missing or no text.", member=name)
    try:
        return DidUrl.parse_did(value).did
    except DidSyntaxError:
        raise DidDocumentError(f"“{name}” is no DID.", member=name) from None


def _moment(item: JsonObject, name: str) -> datetime | None:
    if name not in item:
        return None
    value = item[name]
    try:
        return timestamp.decode(value if isinstance(value, str) else "")
    except TimestampError:
        raise DidDocumentError(f"“{name}” is no date with a zone.", member=name) from None


def _method(method: VerificationMethod) -> JsonObject:
    value: JsonObject = {
        "id": method.id,
        "type": "Multikey",
        "controller": method.controller,
        "publicKeyMultibase": method.public_key.to_multikey(),
    }
    if method.expires is not None:
        value["expires"] = timestamp.encode(method.expires)
    if method.revoked is not None:
        value["revoked"] = timestamp.encode(method.revoked)
    return value
