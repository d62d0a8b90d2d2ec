"""The documents of Open Badges 2.0 as values: assertion, badge class, profile, key, list.

Only what a verification needs is required here; what else the specification asks for is the
check ``badge``. A word has its meaning from a closed set of contexts, so nothing is expanded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from skillmark.core.badges import identity
from skillmark.core.encoding import TimestampError, timestamp
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.proof.jws import Jws
from skillmark.core.verify.fields import id_of, objects, text, texts
from skillmark.core.verify.openbadges2.errors import (
    OldContextError,
    OldNameError,
    OldShapeError,
    OldTypeError,
)

CONTEXTS: Final = frozenset(
    {"https://w3id.org/openbadges/v2", "https://openbadgespec.org/v2/context.json"}
)
OTHERS: Final = frozenset(
    {
        "https://w3id.org/openbadges/v1",
        "https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld",
    }
)
"""Contexts of versions that are named as such and not read."""

_EXTENSION: Final = "extensions:"
_MAX_ADDRESS: Final = 2_048  # characters
_WEB: Final = re.compile(r"https?://[!-~]+", re.ASCII)
_NAME: Final = re.compile(r"[a-z][a-z0-9+.-]*:[!-~]+", re.IGNORECASE | re.ASCII)
_HOSTED: Final = frozenset({"HostedBadge", "hosted"})
_SIGNED: Final = frozenset({"SignedBadge", "signed"})


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody shows as a badge: an assertion, a token with one, or only its address.

    Attributes:
        document: the assertion, as far as it is written out.
        token: the signature around it, or None.
        address: where it is said to lie, when that is all there is.
    """

    document: JsonObject
    token: Jws | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Assertion:
    """One award, §Assertion.

    Attributes:
        document: the whole of it.
        id: its name; an address when it is hosted.
        badge: the address of its badge class.
        recipient: the identity object.
        signed: it says that it is verified by a signature, not by being hosted.
        creator: the address of the key, or None.
    """

    document: JsonObject
    id: str
    badge: str
    recipient: JsonObject
    issued: datetime
    expires: datetime | None
    signed: bool
    creator: str | None


@dataclass(frozen=True, slots=True)
class BadgeClass:
    """What was achieved, §BadgeClass."""

    document: JsonObject
    id: str
    name: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Who issues, §Profile.

    Attributes:
        keys: its keys: addresses, or key objects.
        revocation_list: where it lists what it revoked of what it signed, or None.
        verification: where its hosted assertions lie; empty when it does not say.
    """

    document: JsonObject
    id: str
    name: str
    keys: tuple[str | JsonObject, ...]
    revocation_list: str | None
    verification: JsonObject


def is_old(document: JsonObject) -> bool:
    """Tell whether a document is written in the words of Open Badges 2.0."""
    return not CONTEXTS.isdisjoint(texts(document.get("@context")))


def check_context(document: JsonObject) -> None:
    """Refuse words whose meaning another context could change.

    Raises:
        OldContextError: a context that is not of the closed set, or a keyword of JSON-LD.
    """
    context = document.get("@context")
    named = texts(context)
    written = context if isinstance(context, list) else [context]
    if len(named) != len(written) or not set(named) <= CONTEXTS or not named:
        raise OldContextError(
            "Its words have their meaning from elsewhere than Open Badges 2.0.",
            context=", ".join(named)[:200],
        )
    for key in _keywords(document):
        raise OldContextError("It gives words another meaning inside.", keyword=key[:40])


def _keywords(value: JsonValue, *, top: bool = True) -> Iterator[str]:
    """Yield keywords of JSON-LD that stand anywhere but where they must; not in extensions."""
    if isinstance(value, list):
        for item in value:
            yield from _keywords(item, top=False)
    if not isinstance(value, dict):
        return
    for key, inside in value.items():
        plain = key == "@context" and (top or set(texts(inside)) <= CONTEXTS)
        if key.startswith("@") and not (plain and isinstance(inside, str | list)):
            yield key
        if key != "@context" and not key.startswith(_EXTENSION):
            yield from _keywords(inside, top=False)


def read_assertion(document: JsonObject) -> Assertion:
    """Read an assertion.

    Raises:
        OldBadgeError: it is none.
    """
    _require_type(document, {"Assertion"})
    how = _object(document, "verification")
    kinds = set(texts(how.get("type")))
    if len(kinds & (_HOSTED | _SIGNED)) != 1:
        raise OldShapeError("It does not say how it is verified.", member="verification")
    expires = document.get("expires")
    creator = how.get("creator")
    return Assertion(
        document=document,
        id=_name(document),
        badge=_address(document, "badge"),
        recipient=_recipient(document),
        issued=_moment(document, "issuedOn"),
        expires=None if expires is None else _moment(document, "expires"),
        signed=bool(kinds & _SIGNED),
        creator=None if creator is None else _address(how, "creator"),
    )


def read_badge(document: JsonObject, url: str) -> BadgeClass:
    """Read the badge class that lies at an address.

    Raises:
        OldBadgeError: it is none, or calls itself by another address.
    """
    _require(document, {"BadgeClass"}, url)
    return BadgeClass(document, url, _text(document, "name"), _address(document, "issuer"))


def read_profile(document: JsonObject, url: str) -> Profile:
    """Read the profile that lies at an address.

    Raises:
        OldBadgeError: it is none, or calls itself by another address.
    """
    _require(document, {"Issuer", "Profile"}, url)
    listed = document.get("publicKey")
    keys = listed if isinstance(listed, list) else [listed]
    revoked = document.get("revocationList")
    how = document.get("verification")
    return Profile(
        document,
        url,
        _text(document, "name"),
        tuple(key for key in keys if isinstance(key, str | dict)),
        None if revoked is None else _address(document, "revocationList"),
        {} if how is None else _object(document, "verification"),
    )


def read_key(document: JsonObject, url: str, owner: str, *, inside: bool = False) -> str:
    """Return the PEM of a key that lies at an address, or inside its owner's profile.

    Raises:
        OldBadgeError: it is none, calls itself by another address, or answers to another.
    """
    if not inside:
        _require(document, {"CryptographicKey"}, url)
    if document.get("owner", owner if inside else None) != owner:
        raise OldNameError("The key answers to somebody else than the issuer.", key=url[:500])
    return _text(document, "publicKeyPem")


def read_revoked(document: JsonObject, url: str, issuer: str) -> dict[str, str]:
    """Return what a revocation list revokes, by name, with the reason.

    Raises:
        OldBadgeError: it is none, calls itself by another address, or is another issuer's.
    """
    _require(document, {"RevocationList"}, url)
    if document.get("issuer", issuer) != issuer:
        raise OldNameError("The list is by somebody else than the issuer.", list=url[:500])
    listed = document.get("revokedAssertions", [])
    found: dict[str, str] = {}
    for entry in listed if isinstance(listed, list) else [listed]:
        named = [entry] if isinstance(entry, str) else []
        if isinstance(entry, dict):
            named = [one for one in (text(entry.get("id")), text(entry.get("uid"))) if one]
        if not named:
            raise OldShapeError("The list names something that is no badge.", list=url[:500])
        reason = text(entry.get("revocationReason")) if isinstance(entry, dict) else None
        found |= dict.fromkeys(named, reason or "")
    return found


def _require(document: JsonObject, types: set[str], url: str) -> None:
    check_context(document)
    _require_type(document, types)
    if document.get("id") != url:
        raise OldNameError(
            "What lies at the address calls itself by another.", address=url[:500]
        )


def _require_type(document: JsonObject, types: set[str]) -> None:
    if types.isdisjoint(texts(document.get("type"))):
        raise OldTypeError(
            "It is of another kind than belongs here.", wanted=" or ".join(sorted(types))
        )


def _name(document: JsonObject) -> str:
    value = document.get("id")
    if not isinstance(value, str) or len(value) > _MAX_ADDRESS or not _NAME.fullmatch(value):
        raise OldShapeError("It has no name that is an address.", member="id")
    return value


def _address(document: JsonObject, name: str) -> str:
    value = id_of(document.get(name))
    if value is None or len(value) > _MAX_ADDRESS or not _WEB.fullmatch(value):
        raise OldShapeError(f"“{name}” is no web address.", member=name)
    return value


def _object(document: JsonObject, name: str) -> JsonObject:
    found = objects(document.get(name))
    if len(found) != 1:
        raise OldShapeError(f"“{name}” is missing, or not one object.", member=name)
    return found[0]


def _text(document: JsonObject, name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value.strip():
        raise OldShapeError(f"“{name}” is missing or no text.", member=name)
    return value


def _moment(document: JsonObject, name: str) -> datetime:
    value = document.get(name)
    try:
        return timestamp.decode(value if isinstance(value, str) else "")
    except TimestampError:
        raise OldShapeError(f"“{name}” is no date and time with a zone.", member=name) from None


def _recipient(document: JsonObject) -> JsonObject:
    recipient = _object(document, "recipient")
    said, hashed = _text(recipient, "identity"), recipient.get("hashed")
    salt = recipient.get("salt")
    if not isinstance(hashed, bool) or not isinstance(salt, str | None):
        raise OldShapeError("The recipient is not named as Open Badges names one.")
    if hashed and not (identity.is_hash(said) or identity.is_weak_hash(said)):
        raise OldShapeError("The recipient's identity is no hash that is known.")
    _text(recipient, "type")
    return recipient
