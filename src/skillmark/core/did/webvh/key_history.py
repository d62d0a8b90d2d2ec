"""Issuing keys over time: put in, retired, revoked, never dropped; and read back from a log.

Documents come in and changed copies go out. A key that signed credentials stays in every later
document, with ``expires`` when it was retired as planned and ``revoked`` from the moment on
that it can no longer be trusted (Controlled Identifiers 1.0 §2.2).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self, cast

from skillmark.core.crypto import PublicKey
from skillmark.core.did.document import (
    DidDocument,
    VerificationMethod,
    build,
    method_id,
    parse_document,
)
from skillmark.core.did.errors import MethodNotFoundError
from skillmark.core.did.webvh.errors import KeyHistoryError
from skillmark.core.did.webvh.log import History
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, JsonValue

_METHODS: Final = "verificationMethod"
_ASSERTING: Final = "assertionMethod"


def added(document: JsonObject, key: PublicKey) -> JsonObject:
    """Return the document with one more key that may sign credentials.

    Raises:
        DidDocumentError: the document is malformed.
        KeyHistoryError: it has the key already.
    """
    did = parse_document(document).id
    name = method_id(did, key)
    if any(method.get("id") in {name, _local(name)} for method in _methods(document)):
        raise KeyHistoryError("The document has this key already.", method=name)
    made = build(did, [VerificationMethod(name, did, key)])
    return document | {
        _METHODS: [*_methods(document), *cast("list[JsonValue]", made[_METHODS])],
        _ASSERTING: [*cast("list[JsonValue]", document.get(_ASSERTING, [])), name],
    }


def retired(document: JsonObject, method: str, *, at: datetime) -> JsonObject:
    """Return the document with a key that signs nothing from ``at`` on, and stays.

    Raises:
        DidDocumentError: the document is malformed.
        MethodNotFoundError: it has no such key.
        KeyHistoryError: the key ended at or before ``at``, or does not stand in
            ``verificationMethod``.
    """
    return _ended(document, method, "expires", at)


def revoked(document: JsonObject, method: str, *, at: datetime) -> JsonObject:
    """Return the document with a key that is not trusted from ``at`` on, and stays.

    Args:
        document: the DID document.
        method: the full id of the key.
        at: when it was last known to be good.

    Raises:
        DidDocumentError: the document is malformed.
        MethodNotFoundError: it has no such key.
        KeyHistoryError: the key was revoked from that or an earlier moment on, or does not
            stand in ``verificationMethod``.
    """
    return _ended(document, method, "revoked", at)


def rotated(document: JsonObject, method: str, new: PublicKey, *, at: datetime) -> JsonObject:
    """Return the document with ``method`` retired ``at`` then and ``new`` in its place.

    Raises:
        DidError: as `retired` and `added`.
    """
    return added(retired(document, method, at=at), new)


def _ended(document: JsonObject, method: str, name: str, at: datetime) -> JsonObject:
    parse_document(document).method(method)
    end = timestamp.encode(at)

    def ending(item: JsonObject) -> JsonObject:
        return item | {name: end} if item.get("id") in {method, _local(method)} else item

    after = document | {_METHODS: [ending(item) for item in _methods(document)]}
    if after == document:
        raise KeyHistoryError(
            "The key had ended so, or stands where it cannot end.", method=method
        )
    check_kept(document, after)
    return after


def check_kept(before: JsonObject, after: JsonObject) -> None:
    """Refuse a document that drops or alters a key of the one before, or takes back its end.

    Keys are compared by their fragment, so that a DID may move.

    Raises:
        DidDocumentError: a document is malformed.
        KeyHistoryError: a key is gone or another, may no longer sign, or ends later than said.
    """
    old, new = parse_document(before), parse_document(after)
    found = {_local(method.id): method for method in new.methods}
    asserting = {_local(name) for name in new.assertion_method}
    for method in old.methods:
        name = _local(method.id)
        kept = found.get(name)
        if kept is None or kept.public_key != method.public_key:
            raise KeyHistoryError("An issuing key is gone, or is another.", method=method.id)
        if method.id in old.assertion_method and name not in asserting:
            raise KeyHistoryError("An issuing key is no longer listed.", method=method.id)
        if not (
            _no_later(kept.expires, method.expires) and _no_later(kept.revoked, method.revoked)
        ):
            raise KeyHistoryError("The end of a key is taken back.", method=method.id)


def _no_later(now: datetime | None, said: datetime | None) -> bool:
    return said is None or (now is not None and now <= said)


@dataclass(frozen=True, slots=True)
class KeyLife:
    """The life of one issuing key as a log tells it.

    Attributes:
        since: the time of the first version that lets it sign credentials; None when there is
            no log, and so nothing shows the key in force at an earlier time.
        expires: when it was retired or left the document, or None.
        revoked: from when on it is not trusted, or None; once said, never unsaid.
    """

    since: datetime | None
    expires: datetime | None = None
    revoked: datetime | None = None

    @classmethod
    def stated(cls, method: VerificationMethod) -> Self:
        """Return the life that one document states, as a did:web without a log does."""
        return cls(None, method.expires, method.revoked)

    def is_active(self, at: datetime) -> bool:
        """Tell whether the log shows the key in force ``at`` then."""
        return (
            self.since is not None
            and self.since <= at
            and (self.expires is None or at < self.expires)
            and (self.revoked is None or at < self.revoked)
        )


def life_of(history: History, method: str) -> KeyLife:
    """Return the life of an issuing key from all versions of a log.

    A version that no longer lists the key ends it, as ``expires`` would, and so does the end
    of the DID. ``revoked`` stands from the earliest moment that any version gave, even if a
    later one is silent.

    Args:
        history: the verified log.
        method: the full id of the key, under any DID that the log bears.

    Raises:
        DidDocumentError: a version's document is malformed.
        MethodNotFoundError: no version lets such a key sign credentials.
        KeyHistoryError: two versions have different keys under the name.
    """
    did, _, fragment = method.partition("#")
    life, key = None, None
    ends: list[datetime] = []
    for version in history.versions:
        document = parse_document(version.entry.state)
        found = _named(document, fragment)
        if found is not None:
            if key is not None and found.public_key != key:
                raise KeyHistoryError("Two versions have two keys of one name.", method=method)
            key = found.public_key
            if found.revoked is not None:
                ends.append(found.revoked)
        if found is not None and found.id in document.assertion_method:
            life = KeyLife(life.since if life else version.entry.time, found.expires)
        elif life is not None:
            life = _ended_by(life, version.entry.time)
    if life is None or did not in {str(version.did) for version in history.versions}:
        raise MethodNotFoundError("No version of the log has such a key.", method=method)
    if history.newest.parameters.deactivated:
        life = _ended_by(life, history.newest.entry.time)
    return replace(life, revoked=min(ends, default=None))


def _ended_by(life: KeyLife, at: datetime) -> KeyLife:
    """Return a life that ends ``at`` then, if it had not ended before."""
    return replace(life, expires=at if life.expires is None else min(at, life.expires))


def _named(document: DidDocument, fragment: str) -> VerificationMethod | None:
    methods = (method for method in document.methods if _local(method.id) == f"#{fragment}")
    return next(methods, None)


def _local(name: str) -> str:
    return "#" + name.partition("#")[2]


def _methods(document: JsonObject) -> list[JsonObject]:
    methods = document.get(_METHODS, [])
    return (
        [item for item in methods if isinstance(item, dict)]
        if isinstance(methods, list)
        else []
    )
