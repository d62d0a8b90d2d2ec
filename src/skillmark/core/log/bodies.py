"""What an entry commits to, besides batches of credentials: public documents, by their hash.

A body is a small JSON object in its canonical form (RFC 8785) with a ``type``; the entry holds
its SHA-256 under a prefix of our own. Whoever has the document can make the body again and find
it in the log. Nothing of a person belongs into one.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, Protocol

from skillmark.core.canon import jcs
from skillmark.core.jsonio import JsonObject
from skillmark.core.log.entry import Kind

_CONTEXT: Final = b"skillmark-log-body-v1\n"


class Body(Protocol):
    """Something public that is logged."""

    kind: ClassVar[Kind]

    def to_json(self) -> JsonObject:
        """Return what is said, with its ``type``."""
        ...


class KeyAct(StrEnum):
    """What became of a key."""

    ADDED = "added"
    RETIRED = "retired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class StatusListBody:
    """A status list was published.

    Attributes:
        url: its id.
        sha256: of the signed list, byte by byte, in hexadecimal.
    """

    kind: ClassVar[Kind] = Kind.STATUS_LIST
    url: str
    sha256: str

    def to_json(self) -> JsonObject:
        """Return what is said."""
        return {"type": "status-list", "url": self.url, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class KeyEventBody:
    """A key of the issuer changed.

    Attributes:
        act: what became of it.
        method: the id of the verification method.
        multikey: the public key.
        since: POSIX seconds; for a revoked key the last time it was known good.
    """

    kind: ClassVar[Kind] = Kind.KEY_EVENT
    act: KeyAct
    method: str
    multikey: str
    since: int

    def to_json(self) -> JsonObject:
        """Return what is said."""
        return {
            "type": "key-event",
            "act": self.act.value,
            "method": self.method,
            "multikey": self.multikey,
            "since": self.since,
        }


@dataclass(frozen=True, slots=True)
class DefinitionBody:
    """A version of an achievement was published.

    Attributes:
        url: the id of the achievement.
        version: 1, 2, 3 …
        sha256: of its canonical document, in hexadecimal.
    """

    kind: ClassVar[Kind] = Kind.DEFINITION
    url: str
    version: int
    sha256: str

    def to_json(self) -> JsonObject:
        """Return what is said."""
        return {
            "type": "definition",
            "url": self.url,
            "version": self.version,
            "sha256": self.sha256,
        }


@dataclass(frozen=True, slots=True)
class RuleBody:
    """A version of the rule of a pathway was published; the fields are those of a definition."""

    kind: ClassVar[Kind] = Kind.RULE
    url: str
    version: int
    sha256: str

    def to_json(self) -> JsonObject:
        """Return what is said."""
        return {
            "type": "rule",
            "url": self.url,
            "version": self.version,
            "sha256": self.sha256,
        }


@dataclass(frozen=True, slots=True)
class AuditHeadBody:
    """The audit trail of an organisation stood here.

    Attributes:
        organisation: its id, random.
        sequence: the number of the last act.
        hash: of the last act, in hexadecimal (`skillmark.core.audit`).
    """

    kind: ClassVar[Kind] = Kind.AUDIT_HEAD
    organisation: str
    sequence: int
    hash: str

    def to_json(self) -> JsonObject:
        """Return what is said."""
        return {
            "type": "audit-head",
            "organisation": self.organisation,
            "sequence": self.sequence,
            "hash": self.hash,
        }


def digest(body: Body) -> bytes:
    """Return the 32 bytes that an entry holds for a body."""
    return hashlib.sha256(_CONTEXT + jcs.canonicalize(body.to_json())).digest()
