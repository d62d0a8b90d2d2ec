"""Papers: what others signed about an issuer or an achievement, and what a credential names.

Three kinds, all EndorsementCredentials of Open Badges 3.0 whose words stand in its contexts:

- a definition: the subject is an Achievement, signed by who awards it;
- a grant: the subject is an organisation, with the role ``issuer`` in an achievement of the signer;
- any other endorsement, such as an accreditation.

A paper that cannot be relied on is read all the same, and proves nothing.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from skillmark.core import jsonio
from skillmark.core.encoding import multibase
from skillmark.core.jsonio import JsonObject
from skillmark.core.rights.reading import id_of, moment, name_of, objects, text, texts

MEDIA_TYPE: Final = "application/ld+json"
"""How a credential marks the papers among its related resources; a constituent of a stack is
``application/vc``, a rule ``application/json``."""

ENDORSEMENT: Final = "EndorsementCredential"
ROLE: Final = "issuer"
MAX_NAMED: Final = 16

_SHA2_256: Final = b"\x12\x20"  # multihash: the function, and 32 bytes


class Kind(StrEnum):
    """What a paper says."""

    DEFINITION = "definition"
    GRANT = "grant"
    ENDORSEMENT = "endorsement"
    OTHER = "other"


def digest_of(data: bytes) -> str:
    """Return the digest of exact bytes, sha2-256, ``zQm…`` (VCDM 2.0 §5.3)."""
    return multibase.encode(_SHA2_256 + hashlib.sha256(data).digest())


@dataclass(frozen=True, slots=True)
class Named:
    """A paper that a credential refers to.

    Attributes:
        url: where its exact bytes are served.
        digest: of those bytes, ``digestMultibase``.
    """

    url: str
    digest: str

    def to_json(self) -> JsonObject:
        """Return the ``relatedResource`` entry."""
        return {"id": self.url, "mediaType": MEDIA_TYPE, "digestMultibase": self.digest}


def named(document: JsonObject) -> tuple[Named, ...]:
    """Return the papers that a credential names, at most `MAX_NAMED`."""
    entries = [
        one
        for one in objects(document.get("relatedResource"))
        if one.get("mediaType") == MEDIA_TYPE
    ]
    return tuple(
        Named(text(one.get("id")), text(one.get("digestMultibase")))
        for one in entries[:MAX_NAMED]
    )


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper and how far it can be relied on.

    Attributes:
        document: as it was signed.
        digest: of its exact bytes.
        fault: the code of the first thing that keeps its structure or its proof from being
            good; empty when both are. That its time is over is no fault: `check_right` judges
            the time.
        unknown: the fault is only that it could not be checked.
        revoked: what its status list says; None when the list could not be read.
    """

    document: JsonObject
    digest: str
    fault: str = ""
    unknown: bool = False
    revoked: bool | None = False

    @classmethod
    def of(
        cls,
        data: bytes,
        *,
        fault: str = "",
        unknown: bool = False,
        revoked: bool | None = False,
    ) -> Self:
        """Return the paper in exact bytes; what is no JSON object has the fault that says so.

        Args:
            data: the bytes.
            fault: see the attributes, as the others.
            unknown: see the attributes.
            revoked: see the attributes.
        """
        try:
            document = jsonio.load_object(data)
        except jsonio.JsonError as error:
            return cls({}, digest_of(data), fault=error.code)
        return cls(document, digest_of(data), fault, unknown, revoked)

    @property
    def sound(self) -> bool:
        """Whether its structure and its proof are good."""
        return not self.fault

    @property
    def id(self) -> str:
        """Its own id; a shortened grant keeps that of the grant."""
        return text(self.document.get("id"))

    @property
    def signer(self) -> str:
        """The DID that it names as its issuer."""
        return id_of(self.document.get("issuer"))

    @property
    def signer_name(self) -> str:
        """The name that the signer gives itself; never proof of anything."""
        return name_of(self.document.get("issuer"))

    @property
    def subject(self) -> JsonObject:
        """Whom or what it speaks of; empty when it speaks of several."""
        found = objects(self.document.get("credentialSubject"))
        return found[0] if len(found) == 1 else {}

    @property
    def kind(self) -> Kind:
        """What it says."""
        if ENDORSEMENT not in texts(self.document.get("type")) or not self.subject:
            return Kind.OTHER
        types = texts(self.subject.get("type"))
        if "AchievementSubject" in types:
            return Kind.GRANT if self.subject.get("role") == ROLE else Kind.OTHER
        return Kind.DEFINITION if "Achievement" in types else Kind.ENDORSEMENT

    @property
    def about(self) -> str:
        """The id of its subject."""
        return text(self.subject.get("id"))

    @property
    def achievement(self) -> str:
        """Of a grant the id of the achievement that may be issued, else an empty text."""
        return id_of(self.subject.get("achievement"))

    @property
    def starts(self) -> datetime | None:
        """When it begins to hold."""
        return moment(self.document.get("validFrom"))

    @property
    def ends(self) -> datetime | None:
        """When it ends, None when it does not say or says it in no readable way."""
        return moment(self.document.get("validUntil"))

    @property
    def dated(self) -> bool:
        """Whether its dates can be read: one that cannot may not be taken for open-ended."""
        return self.starts is not None and (
            "validUntil" not in self.document or self.ends is not None
        )

    def in_force(self, at: datetime) -> bool:
        """Tell whether it is sound, not revoked, and its time runs."""
        begun = self.starts is not None and self.starts <= at
        return (
            self.sound
            and self.revoked is False
            and self.dated
            and begun
            and (self.ends is None or at < self.ends)
        )
